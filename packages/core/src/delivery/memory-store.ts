import { state } from '../state.js';
import { LANES, SessionQueue } from './session-queue.js';
import type { DropRange, DropReason, Entry, Store, StoreSize, TakeLimit, Taken } from './store.js';

/** The bounds of a store. What goes beyond either gives up the oldest of the lowest level. */
export interface MemoryStoreOptions {
  /** Records. Default 10,000. */
  readonly capacity?: number | undefined;
  /** Bytes of their JSON in UTF-8. Default 2 MiB. */
  readonly maxBytes?: number | undefined;
  /** Seconds after which a record is not worth delivering. Default: none. */
  readonly maxAge?: number | undefined;
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
export function memoryStore(options: MemoryStoreOptions = {}): MemoryStore {
  return new MemoryStore(options);
}

/**
 * See {@link memoryStore}. A store on disk holds one of these in front of the disk; the members that
 * `Store` does not have are for it.
 *
 * @example
 * ```ts
 * import { type MemoryStore, memoryStore } from '@loggia/core';
 * const front: MemoryStore = memoryStore();
 * // Left by an earlier run: the receiver has yet to hear of it.
 * front.adopt('a3f1', 12, [{ from: 3, to: 9, reason: 'full', levelno: 10 }]);
 * console.log(front.size().drops); // 1
 * ```
 */
export class MemoryStore implements Store {
  onDrop: ((reason: DropReason, records: number, entry?: Entry) => void) | undefined = undefined;
  capacity: number;
  maxBytes: number;
  readonly #maxAge: number;
  /** In the order of their first record. There is one, unless the store was filled by several engines. */
  #sessions = new Map<string, SessionQueue>();
  #adopted = new WeakSet<SessionQueue>();
  #records = 0;
  #bytes = 0;

  constructor({ capacity = 10_000, maxBytes = 2 ** 21, maxAge = Infinity }: MemoryStoreOptions) {
    this.capacity = capacity;
    this.maxBytes = maxBytes;
    this.#maxAge = maxAge;
  }

  /** Whether there are records to take. */
  get hasWaiting(): boolean {
    return [...this.#sessions.values()].some((queue) => queue.isWaiting);
  }

  append(entry: Entry): void {
    this.#session(entry.session).append(entry);
    this.#records++;
    this.#bytes += entry.bytes;
    this.trim();
  }

  /** Gives up what is beyond the bounds, which may have been changed. */
  trim(): void {
    while (this.#records > this.capacity || this.#bytes > this.maxBytes) if (!this.#evict('full')) return;
  }

  /**
   * Takes over a session of an earlier run, or further drops of it. It is older than all that is here. Its
   * records are appended afterwards, and it is forgotten when nothing is left of it.
   */
  adopt(session: string, emitted: number, dropped: readonly DropRange[]): void {
    if (!this.#sessions.has(session)) {
      const queue = new SessionQueue(session);
      this.#adopted.add(queue);
      this.#sessions = new Map([[session, queue], ...this.#sessions]);
    }
    const queue = this.#session(session);
    queue.noteEmitted(emitted);
    queue.drops.remove(dropped);
    for (const range of dropped) queue.drops.add(range);
  }

  /** What each session has to declare. */
  ledgers(): Map<string, readonly DropRange[]> {
    return new Map([...this.#sessions].map(([session, { drops }]) => [session, drops.first(Infinity)]));
  }

  take(limit: TakeLimit): Taken | undefined {
    const oldest = state.platform.now() / 1000 - this.#maxAge;
    while (this.#evict('expired', oldest));
    return (
      this.#firstOf((queue) => (queue.isWaiting ? queue.take(limit) : undefined)) ??
      this.#firstOf((queue) => queue.take(limit))
    );
  }

  takeNow(limit: TakeLimit): Taken | undefined {
    return this.#firstOf((queue) => (queue.isWaiting ? queue.takeHighest(limit) : undefined));
  }

  ack(taken: Taken): void {
    const queue = this.#settled(taken);
    queue.drops.remove(taken.dropped);
    this.#forget(queue);
  }

  giveUp(taken: Taken, reason: DropReason): void {
    const queue = this.#settled(taken);
    for (const entry of taken.entries) queue.drop(entry, reason);
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

  #evict(reason: DropReason, before: number = Infinity): boolean {
    for (let lane = 0; lane < LANES; lane++) {
      for (const queue of this.#sessions.values()) {
        const entry = queue.evict(lane, reason, before);
        if (entry === undefined) continue;
        this.#left(entry);
        this.onDrop?.(reason, 1, entry);
        return true;
      }
    }
    return false;
  }

  #settled({ session, entries }: Taken): SessionQueue {
    const queue = this.#session(session);
    queue.out -= entries.length;
    for (const entry of entries) this.#left(entry);
    return queue;
  }

  /** An earlier run gets no more records; the present one has yet to say how many there were. */
  #forget(queue: SessionQueue): void {
    if (this.#adopted.has(queue) && !queue.isWaiting && queue.out === 0 && queue.drops.size === 0) {
      this.#sessions.delete(queue.session);
    }
  }

  #left(entry: Entry): void {
    this.#records--;
    this.#bytes -= entry.bytes;
  }
}
