import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { getPlatform } from '@loggia/core';
import { type Life, lifeOf, placeOfProcess, startOf } from '../process-life.js';
import { makeFolder } from './open.js';

const FREE = 'free';
const HELD = 'held.';
/** Held by nobody, since the beginning of time. */
const LEFT = 'held.nobody.0';
/** The process, when it was started, where its number means something, and one of perhaps several in it. */
const OWNER = /^(\d+)-(\d+)-([0-9a-f]{8})-[0-9a-f]{8}$/;
/** How long nobody may have renewed a lock before it counts as left behind, though its process may live, in ms. */
const FORGOTTEN_MS = 60_000;
/** How long one must have watched that, in ms: a machine that wakes up gives everybody time to go on. */
const WATCHED_MS = 1000;
/** How often one looks who has the lock, in ms. */
const LOOK_MS = 10;

/** A new name for somebody who may hold a lock; see {@link lifeOfOwner}. */
export function makeOwner(): string {
  return `${process.pid}-${startOf(process.pid)}-${placeOfProcess()}-${randomBytes(4).toString('hex')}`;
}

/** Whether the process of an owner lives; unknown too for those of other hosts and containers. */
export function lifeOfOwner(owner: string): Life {
  const [, pid, start, place] = OWNER.exec(owner) ?? [];
  if (pid === undefined || place !== placeOfProcess()) return 'unknown';
  return lifeOf(Number(pid), start!);
}

/**
 * A lock between processes that never waits. It is a file in a directory of its own: the name says whether it is
 * free or who holds it since when, and every change is one `rename` from the name that was seen. Of several that
 * try one succeeds, since the name is gone for the others, when the owner is dead too. The directory comes into
 * being with the file in it, by one `rename` as well, so there is one file, always.
 *
 * The lock of a dead process can be taken at once. That of a process which may live, but has not renewed it for a
 * minute (it is frozen, or lives in another container), can be taken as well.
 */
export class FileLock {
  readonly directory: string;
  readonly #owner: string;
  /** The name of the file while it is ours. */
  #held: string | undefined;
  #heldSince = 0;
  #lookAfter = 0;
  /** The name of the file when we first saw it held by somebody who may live. */
  #seen: { readonly name: string; readonly at: number } | undefined;

  /** @param directory - Made when the lock is taken for the first time, and when somebody has removed it. */
  constructor(directory: string, owner: string = makeOwner()) {
    this.directory = directory;
    this.#owner = owner;
  }

  get isHeld(): boolean {
    return this.#held !== undefined;
  }

  /** For how long it has been held without being renewed, in ms. */
  get age(): number {
    return getPlatform().now() - this.#heldSince;
  }

  /**
   * Takes the lock, if that is possible now.
   *
   * @returns `'abandoned'` if somebody had it who did not give it back: he may have left anything half done.
   * @throws The system's error if the lock can never be taken here, such as in a directory that is read-only.
   */
  tryAcquire(): 'free' | 'abandoned' | undefined {
    const now = getPlatform().now();
    if (existsSync(join(this.directory, FREE))) return this.#take(FREE, now) ? 'free' : undefined;
    if (now >= this.#lookAfter - LOOK_MS && now < this.#lookAfter) return undefined;
    this.#lookAfter = now + LOOK_MS;
    const names = this.#names();
    const held = names.find((name) => name.startsWith(HELD));
    if (held !== undefined)
      return this.#isAbandoned(held, now) && this.#take(held, now) ? 'abandoned' : undefined;
    return names.length === 0 && this.#create(now) ? 'free' : undefined;
  }

  /** Says that it is still held. @returns False if it has been taken by somebody else. */
  renew(): boolean {
    return this.#held !== undefined && this.#take(this.#held, getPlatform().now());
  }

  /** Gives it back. @param done - False: whoever takes it next is told that it was abandoned. */
  release(done = true): void {
    if (this.#held !== undefined) this.#rename(this.#held, done ? FREE : LEFT);
    this.#held = undefined;
  }

  #take(name: string, now: number): boolean {
    const held = this.#nameAt(now);
    this.#held = name === held || this.#rename(name, held) ? held : undefined;
    this.#heldSince = now;
    return this.#held !== undefined;
  }

  #nameAt(now: number): string {
    return `${HELD}${this.#owner}.${now}`;
  }

  #isAbandoned(name: string, now: number): boolean {
    const [, owner = '', since] = name.split('.');
    const life = lifeOfOwner(owner);
    if (life === 'dead') return true;
    if (this.#seen?.name !== name) this.#seen = { name, at: now };
    if (now - Number(since) < FORGOTTEN_MS) return false;
    return !owner.includes(`-${placeOfProcess()}-`) || now - this.#seen.at >= WATCHED_MS;
  }

  #names(): string[] {
    try {
      return readdirSync(this.directory);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw error;
    }
  }

  /** Makes the directory with the file in it, ours already, unless there is one. */
  #create(now: number): boolean {
    const draft = `${this.directory}.${this.#owner}`;
    const held = this.#nameAt(now);
    makeFolder(draft);
    try {
      writeFileSync(join(draft, held), '');
      renameSync(draft, this.directory);
    } catch (error) {
      rmSync(draft, { recursive: true, force: true });
      if (existsSync(this.directory)) return false;
      throw error;
    }
    this.#held = held;
    this.#heldSince = now;
    return true;
  }

  #rename(from: string, to: string): boolean {
    try {
      renameSync(join(this.directory, from), join(this.directory, to));
      return true;
    } catch {
      // Somebody was faster, or, on Windows, is looking at it right now.
      return false;
    }
  }
}
