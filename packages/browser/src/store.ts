import type { Store } from '@loggia/core';
import { ChunkStore } from './indexeddb/chunk-store.js';

/** The bounds of a store in IndexedDB. What goes beyond gives up the oldest, warnings and above last. */
export interface IndexedDBStoreOptions {
  /** The name of the database, which all pages of the origin share. Default `loggia`. */
  readonly name?: string | undefined;
  /** Records. Default 10,000. */
  readonly capacity?: number | undefined;
  /** Bytes of their JSON in UTF-8. Default 5 MiB. */
  readonly maxBytes?: number | undefined;
  /** Seconds after which a record is not worth delivering. Default 604,800, a week. */
  readonly maxAge?: number | undefined;
}

/**
 * A store that outlives the page, for `HTTPHandler`: what a closed, crashed or killed page could not deliver is delivered
 * by the next page of the origin that makes a store of this name, each record once behind an ingest endpoint.
 *
 * A logging call never waits for the disk: a record gets there within 250 ms, from WARNING up within 100 ms, of a page that
 * nobody sees at once, and when the page is hidden or left. What is written then is written to `localStorage`, too, until a
 * page moves it to the database, since browsers may drop a transaction of a page that goes. Where IndexedDB is missing,
 * refused or full, the records are kept in memory, and the disk is tried again once a minute. Give each handler of a page a
 * name of its own.
 *
 * @example
 * ```ts page
 * import { getLogger, HTTPHandler, indexedDBStore } from 'loggia/browser';
 * const handler = new HTTPHandler('/logs', { store: indexedDBStore({ maxBytes: 1_000_000 }) });
 * getLogger('shop').addHandler(handler);
 * ```
 */
export function indexedDBStore(options: IndexedDBStoreOptions = {}): Store {
  const { name = 'loggia', capacity = 10_000, maxBytes = 5_242_880, maxAge = 604_800 } = options;
  return new ChunkStore(name, { capacity, maxBytes, maxAge, declares: true });
}
