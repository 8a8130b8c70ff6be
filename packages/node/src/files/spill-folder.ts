import { readdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { getPlatform } from '@loggia/core';
import { lifeOfOwner } from './lock.js';
import { Spill } from './spill.js';

const PREFIX = 'spill.';
/** Before the name of an owner who has left it to others. */
const LEFT = 'left-';
/** How long nobody may have touched a spill before it counts as left behind, where it is unknown who lives, in ms. */
const FORGOTTEN_MS = 60_000;
/** How long a process may not have looked at its spill and still be sure that it is there, in ms. */
const SURE_MS = 30_000;

/** The spills of all processes that share a log file. */
export class SpillFolder {
  readonly #path: string;
  readonly #name: string;
  #own: Spill | undefined;
  #touchedAt = 0;

  /** @param owner - A name as lock owners have it. */
  constructor(path: string, owner: string) {
    this.#path = path;
    this.#name = PREFIX + owner;
  }

  /** What this process could not write to the log file. */
  get own(): Spill | undefined {
    const now = getPlatform().now();
    if (now - this.#touchedAt > SURE_MS && this.#own?.isRemoved === true) this.#forget();
    this.#touchedAt = now;
    return this.#own;
  }

  /** Adds texts to the own spill. @throws The system's error; then it added none. */
  add(bytes: Buffer, from: number, to: number, ends: readonly number[]): void {
    this.announce().append(bytes, from, to, ends);
  }

  /** Lets the others know that we wait, by a spill that may be empty. @throws The system's error. */
  announce(): Spill {
    this.#own = this.own ?? Spill.create(join(this.#path, this.#name));
    return this.#own;
  }

  /** Removes the own spill, which has been poured. */
  remove(): void {
    this.#own?.remove();
    this.#forget();
  }

  /** Leaves the own spill to the others, at once. */
  leave(): void {
    if (this.#own === undefined) return;
    renameSync(this.#own.path, join(this.#path, this.#name.replace(PREFIX, PREFIX + LEFT)));
    this.#forget();
  }

  /** The paths of all that there are. */
  all(): string[] {
    return this.#names().map((name) => join(this.#path, name));
  }

  /** The paths of what nobody but the others can pour, and whether some of them live and wait. */
  survey(): { readonly left: string[]; readonly isSomebodyWaiting: boolean } {
    const others = this.#names().filter((name) => name !== this.#name);
    const left = others.filter((name) => this.#isLeft(name));
    const isSomebodyWaiting = left.length < others.length;
    return { left: left.map((name) => join(this.#path, name)), isSomebodyWaiting };
  }

  #isLeft(name: string): boolean {
    if (name.startsWith(PREFIX + LEFT)) return true;
    const life = lifeOfOwner(name.slice(PREFIX.length));
    if (life !== 'unknown') return life === 'dead';
    const stats = statSync(join(this.#path, name), { throwIfNoEntry: false });
    return stats !== undefined && stats.mtimeMs < getPlatform().now() - FORGOTTEN_MS;
  }

  #names(): string[] {
    return readdirSync(this.#path).filter((name) => name.startsWith(PREFIX));
  }

  #forget(): void {
    this.#own?.close();
    this.#own = undefined;
  }
}
