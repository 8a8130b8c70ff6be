import type { TakeLimit } from '@loggia/core';
import { promisifyRequest } from 'idb-keyval';
import { type Disk, read } from './disk.js';
import { heldLocks } from './locks.js';
import { type Sum, sumOf } from './room.js';
import { isChunk, LEDGER, type RowKey } from './row-key.js';

/** A row, and its value; undefined if it cannot be read. */
export type Found = readonly [key: RowKey, value: unknown];

/** What pages that have ended left in the database. */
export class Remains {
  /** As far as it has not been read. */
  sum: Sum = { records: 0, bytes: 0 };
  readonly #disk: Disk;
  readonly #name: string;
  readonly #start: number;
  /** Rows that are dealt with, but for their removal. */
  readonly #known = new Set<string>();

  constructor(disk: Disk, name: string, start: number) {
    this.#disk = disk;
    this.#name = name;
    this.#start = start;
  }

  /** Rows of other pages, living or not, that are not dealt with. */
  othersOf(keys: readonly RowKey[]): RowKey[] {
    return keys.filter((key) => key[0] !== this.#start && !this.#known.has(String(key)));
  }

  /** A row is dealt with. */
  settle(key: RowKey): void {
    this.#known.add(String(key));
  }

  /** Reads all that is to be declared, and the oldest records of one page, as far as the limit goes. */
  async find(limit: TakeLimit): Promise<Found[]> {
    let rest = this.sum;
    const found = await this.#read('readonly', (left) => {
      const picked = pick(left, limit);
      rest = sumOf(left.filter((key) => !picked.includes(key)));
      return picked;
    });
    // Not sooner: what was picked is still to come until the caller has it.
    this.sum = rest;
    return found;
  }

  /** Reads rows and removes them, so that no other page gets them. */
  claim(choose: (left: readonly RowKey[]) => RowKey[]): Promise<Found[]> {
    return this.#read('readwrite', choose);
  }

  async #read(
    mode: 'readonly' | 'readwrite',
    choose: (left: readonly RowKey[]) => RowKey[],
  ): Promise<Found[]> {
    const held = await heldLocks();
    // Later than that: a page that does not live has said all.
    await this.#disk.hearLastWords();
    return this.#disk.run(mode, async (rows) => {
      const all = (await promisifyRequest(rows.getAllKeys())) as unknown as RowKey[];
      const names = new Set(all.map(String));
      for (const name of this.#known) if (!names.has(name)) this.#known.delete(name);
      const isOver = ([start]: RowKey): boolean =>
        held === undefined ? mode === 'readonly' : !held.has(lifeLock(this.#name, start));
      const left = this.othersOf(all).filter(isOver);
      const found = choose(left).map(async (key): Promise<Found> => {
        const value = read(rows, key);
        if (mode === 'readwrite') rows.delete(key);
        return [key, await value];
      });
      return Promise.all(found);
    });
  }
}

/** The name of the lock that a page holds as long as it lives. */
export function lifeLock(name: string, start: number): string {
  return `${name}/${start}`;
}

function pick(left: readonly RowKey[], limit: TakeLimit): RowKey[] {
  const chunks = left.filter(isChunk);
  let [records, bytes] = [0, 0];
  const picked = chunks.filter(([, session, , , size, count], i) => {
    if (limit.records === 0 || session !== chunks[0]![1]) return false;
    records += count;
    bytes += size;
    return i === 0 || (records <= limit.records && bytes <= limit.bytes);
  });
  return [...left.filter((key) => key[2] === LEDGER), ...picked];
}
