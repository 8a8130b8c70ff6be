import { getPlatform, reportError } from '@loggia/core';
import { createStore, promisifyRequest, type UseStore } from 'idb-keyval';
import type { Put } from './chunks.js';
import { LastWords } from './last-words.js';
import type { RowKey } from './row-key.js';

/** Older Safari may never answer the first `open`. */
const ANSWER_MS = 3_000;
/** How long a database that failed is left alone. */
const REST_MS = 60_000;

/** A database of ours. Every failure closes it for a while, and is told once. */
export class Disk {
  /** When it may be used again, in milliseconds since the epoch. */
  restsUntil = 0;
  readonly #name: string;
  /** Called when all rows are lost: somebody deletes the database, who would wait for us. */
  onLost: (() => void) | null = null;
  readonly #lastWords: LastWords;
  #use: UseStore | undefined;
  #hasTold = false;

  constructor(name: string) {
    this.#name = name;
    this.#lastWords = new LastWords(name);
  }

  /**
   * Runs `work` in a transaction of its own; in a microtask, if the database is open.
   *
   * @returns What `work` gave, when the transaction is complete.
   */
  async run<T>(mode: IDBTransactionMode, work: (rows: IDBObjectStore) => T | Promise<T>): Promise<T> {
    if (getPlatform().now() < this.restsUntil) throw new Error('resting');
    try {
      return await this.#answer(mode, work);
    } catch (error) {
      // A connection may be closed without an event, by Safari or by us for a tab that deletes the database.
      if ((error as Error)?.name !== 'InvalidStateError') throw error;
      this.#use = undefined;
      return await this.#answer(mode, work);
    }
  }

  /** Changes rows in a turn that may be the last one of its page. */
  async changeAtLast(gone: readonly RowKey[], puts: readonly Put[]): Promise<void> {
    this.#lastWords.say(gone, puts);
    try {
      await this.run('readwrite', (rows) => change(rows, gone, puts));
    } finally {
      // The page lives on, and will try again if this failed.
      this.#lastWords.forget(gone, puts);
    }
  }

  /** Does in the database what was said last. */
  async hearLastWords(): Promise<void> {
    if (this.#lastWords.all().flat().length === 0) return;
    const heard = await this.run('readwrite', async (rows) => {
      // Asked again when our turn has come: what another tab heard meanwhile may be delivered and gone by now.
      await promisifyRequest(rows.count());
      const words = this.#lastWords.all();
      change(rows, ...words);
      return words;
    });
    this.#lastWords.forget(...heard);
  }

  /** Leaves the disk alone for a while. */
  rest(cause: unknown): void {
    if (getPlatform().now() < this.restsUntil) return;
    this.restsUntil = getPlatform().now() + REST_MS;
    this.#use = undefined;
    if (this.#hasTold) return;
    this.#hasTold = true;
    reportError(null, new Error(`Records are kept in memory alone: ${cause}`, { cause }));
  }

  #answer<T>(mode: IDBTransactionMode, work: (rows: IDBObjectStore) => T | Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const cancel = getPlatform().timer(ANSWER_MS, () => reject(new Error('IndexedDB does not answer')));
      this.#use ??= createStore(this.#name, 'rows');
      this.#use(mode, async (rows) => {
        const { transaction } = rows;
        const { db } = transaction;
        db.onversionchange = () => {
          db.close();
          this.onLost?.();
        };
        const done = promisifyRequest(transaction);
        const [result] = await Promise.all([work(rows), done]);
        return result;
      })
        .then(resolve, reject)
        .finally(cancel);
    });
  }
}

/** Removes rows, then puts others, and says that this is all, so that it happens though the page goes. */
export function change(
  rows: IDBObjectStore,
  gone: readonly IDBValidKey[],
  puts: readonly (readonly [IDBValidKey, unknown])[],
): void {
  for (const key of gone) rows.delete(key);
  for (const [key, value] of puts) rows.put(value, key);
  rows.transaction.commit?.();
}

/** The value of a row; undefined if it cannot be read. */
export function read(rows: IDBObjectStore, key: IDBValidKey): Promise<unknown> {
  return new Promise((resolve) => {
    const request = rows.get(key);
    request.onsuccess = () => resolve(request.result);
    request.onerror = (event) => {
      // Else it would end the transaction.
      event.preventDefault();
      event.stopPropagation();
      resolve(undefined);
    };
  });
}
