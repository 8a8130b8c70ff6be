import { LANES, SessionQueue } from './session-queue.js';
import type { DropReason, Entry, Store, StoreSize, TakeLimit, Taken } from './store.js';

/** The bounds of a store. What goes beyond either gives up the oldest of the lowest level. */
export interface MemoryStoreOptions {
  /** Records. Default 10,000. */
  readonly capacity?: number | undefined;
  /** Bytes of their JSON in UTF-8. Default 2 MiB. */
  readonly maxBytes?: number | undefined;
}

/**
 * A store that ends with the program. It is what `HTTPHandler` uses by default. Give each handler its own.
 *
 * @example
 * ```ts
 * import { HTTPHandler, memoryStore } from 'loggia';
 * const store = memoryStore({ capacity: 1000 });
 * const handler = new HTTPHandler('https://shop.example/logs', { store });
 * ```
 */
export function memoryStore(options: MemoryStoreOptions = {}): Store {
  return new MemoryStore(options.capacity ?? 10_000, options.maxBytes ?? 2 ** 21);
}

class MemoryStore implements Store {
  onDrop: ((reason: DropReason, records: number) => void) | undefined = undefined;
  readonly #capacity: number;
  readonly #maxBytes: number;
  /** In the order of their first record. There is one, unless the store was filled by several engines. */
  readonly #sessions = new Map<string, SessionQueue>();
  #records = 0;
  #bytes = 0;

  constructor(capacity: number, maxBytes: number) {
    this.#capacity = capacity;
    this.#maxBytes = maxBytes;
  }

  append(entry: Entry): void {
    this.#session(entry.session).append(entry);
    this.#records++;
    this.#bytes += entry.bytes;
    while (this.#records > this.#capacity || this.#bytes > this.#maxBytes) {
      const evicted = this.#evict();
      if (evicted === undefined) return;
      this.#left(evicted);
      this.onDrop?.('full', 1);
    }
  }

  take(limit: TakeLimit): Taken | undefined {
    return this.#firstOf((queue) => queue.take(limit));
  }

  takeNow(limit: TakeLimit): Taken | undefined {
    return this.#firstOf((queue) => queue.takeHighest(limit));
  }

  ack(taken: Taken): void {
    for (const entry of taken.entries) this.#left(entry);
    this.#session(taken.session).drops.remove(taken.dropped);
  }

  giveUp(taken: Taken, reason: DropReason): void {
    const queue = this.#session(taken.session);
    for (const entry of taken.entries) {
      this.#left(entry);
      queue.drop(entry, reason);
    }
    if (taken.entries.length > 0) this.onDrop?.(reason, taken.entries.length);
  }

  release(taken: Taken): void {
    this.#session(taken.session).restore(taken.entries);
  }

  size(): StoreSize {
    let drops = 0;
    for (const queue of this.#sessions.values()) drops += queue.drops.size;
    return { records: this.#records, bytes: this.#bytes, drops };
  }

  #session(session: string): SessionQueue {
    let queue = this.#sessions.get(session);
    if (queue === undefined) {
      queue = new SessionQueue(session);
      this.#sessions.set(session, queue);
    }
    return queue;
  }

  #firstOf(take: (queue: SessionQueue) => Taken | undefined): Taken | undefined {
    for (const queue of this.#sessions.values()) {
      const taken = take(queue);
      if (taken !== undefined) return taken;
    }
    return undefined;
  }

  #evict(): Entry | undefined {
    for (let lane = 0; lane < LANES; lane++) {
      for (const queue of this.#sessions.values()) {
        const entry = queue.evict(lane);
        if (entry !== undefined) return entry;
      }
    }
    return undefined;
  }

  #left(entry: Entry): void {
    this.#records--;
    this.#bytes -= entry.bytes;
  }
}
