import type { MemoryStore } from '@loggia/core';
import type { Put } from './chunks.js';
import { LEDGER, type RowKey } from './row-key.js';

/** A row for each session of which this page has drops to declare. */
export class Ledgers {
  /** Whether the rows are not up to date. */
  hasNews = false;
  readonly #start: number;
  readonly #isWanted: boolean;
  readonly #written = new Set<string>();

  constructor(start: number, isWanted: boolean) {
    this.#start = start;
    this.#isWanted = isWanted;
  }

  /** @param gone - Gets the keys of those where nothing is left to declare. */
  puts(memory: MemoryStore, gone: RowKey[]): Put[] {
    if (!this.hasNews) return [];
    this.hasNews = false;
    const puts: Put[] = [];
    const ledgers = this.#isWanted ? memory.ledgers() : new Map();
    for (const session of new Set([...this.#written, ...ledgers.keys()])) {
      const key = [this.#start, session, LEDGER] as unknown as RowKey;
      const drops = ledgers.get(session) ?? [];
      if (drops.length > 0) {
        puts.push([key, drops]);
        this.#written.add(session);
      } else if (this.#written.delete(session)) gone.push(key);
    }
    return puts;
  }
}
