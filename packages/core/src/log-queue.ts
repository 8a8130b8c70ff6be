import { DropTally } from './drop-tally.js';
import { ValueError } from './errors.js';
import type { Level } from './levels.js';
import type { LogRecord } from './record.js';
import { reportError } from './report.js';
import { state } from './state.js';

/** Where a `QueueHandler` puts records. */
export interface RecordQueue {
  /**
   * Takes a record, which is the queue's own from then on. Called during a logging call, so it should return
   * at once; what it throws, or its promise rejects with, goes to the handler's `handleError`.
   */
  put(record: LogRecord): unknown;

  /**
   * Whether `put` writes down all that it needs before it returns, such as the record's `toJSON()`. Then it is given
   * the record as it is, with its error, unless the handler has a formatter; else a copy that is safe to keep.
   */
  readonly serializes?: boolean;

  /** Settles when all that was put in is out of this process's hands. Called by `flush` and `close` of the handler. */
  flush?(): void | Promise<void>;
}

/** A queue whose records come out on the other side, in the order in which they were put in. */
export interface ReadableRecordQueue extends RecordQueue, AsyncIterable<LogRecord | null> {}

/**
 * What a full queue gives up: the record that waited longest, the one that comes, or the oldest below a level. In
 * the last case a record below the level is refused, and if none such waits, the oldest of all gives way.
 */
export type QueueOverflow = 'drop-oldest' | 'drop-newest' | { readonly dropBelow: Level };

/** Options of {@link LogQueue}. */
export interface LogQueueOptions {
  /** How many records may wait. Default 10,000. */
  capacity?: number;
  /** Default `'drop-oldest'`. */
  overflow?: QueueOverflow;
}

/**
 * A bounded queue in memory, between a `QueueHandler` and a `QueueListener`.
 *
 * What it drops counts as dropped in `getStats()`. Once half of the capacity is free again, a record from the
 * logger `loggia.queue` at `WARNING` comes out, which says in `extra.dropped` how many records of which level
 * were lost.
 *
 * @example
 * ```ts
 * import { getLogger, LogQueue, QueueHandler, QueueListener, StreamHandler } from 'loggia';
 * const queue = new LogQueue({ capacity: 1000, overflow: { dropBelow: 'WARNING' } });
 * getLogger().addHandler(new QueueHandler(queue));
 * const listener = new QueueListener(queue, new StreamHandler());
 * listener.start();
 * await listener.stop(); // when all is written
 * ```
 */
export class LogQueue implements ReadableRecordQueue {
  readonly capacity: number;
  readonly #overflow: 'drop-oldest' | 'drop-newest' | number;
  readonly #records: LogRecord[] = [];
  readonly #waiting: ((isRecord: boolean) => void)[] = [];
  /** How many iterations are to end when the queue is empty. */
  #ends = 0;
  readonly #dropped = new DropTally();
  /** Whether anybody has ever taken something out. */
  #isRead = false;
  #unlisten: (() => void) | undefined;

  /** @throws ValueError or TypeError if an option is not what it should be. */
  constructor(options: LogQueueOptions = {}) {
    const { capacity = 10_000, overflow = 'drop-oldest' } = options;
    if (!(capacity >= 1)) throw new ValueError(`capacity must be at least 1: ${capacity}`);
    this.capacity = capacity;
    this.#overflow = checkOverflow(overflow);
  }

  /** How many records wait. */
  get size(): number {
    return this.#records.length;
  }

  /**
   * Adds a record; never waits. `null` ends an iteration, once the records that wait have come out; the queue goes
   * on, and can be iterated over again.
   */
  put(record: LogRecord | null): void {
    if (record === null) {
      this.#ends++;
    } else if (this.#records.length < this.capacity || this.#makeRoomFor(record)) {
      this.#records.push(record);
      if (!this.#isRead && this.#unlisten === undefined) this.#watch();
    }
    const waiter = this.#waiting.shift();
    if (waiter !== undefined) this.ready().then(waiter);
  }

  /** Takes out the record that waited longest; undefined if none waits. */
  takeNow(): LogRecord | undefined {
    this.#isRead = true;
    this.#unlisten?.();
    this.#unlisten = undefined;
    if (!this.#dropped.isEmpty && this.#records.length <= this.capacity / 2) return this.#dropped.take();
    return this.#records.shift();
  }

  /** Settles when {@link takeNow} has something to give: true; or at a `null` that was put: false. */
  ready(): Promise<boolean> {
    if (this.#records.length > 0 || !this.#dropped.isEmpty) return Promise.resolve(true);
    if (this.#ends === 0) return new Promise((resolve) => this.#waiting.push(resolve));
    this.#ends--;
    return Promise.resolve(false);
  }

  /** The records as they come, without an end unless `null` is put. Leaving a loop over them loses none. */
  [Symbol.asyncIterator](): AsyncIterator<LogRecord, undefined> {
    return {
      next: async () => {
        do {
          const value = this.takeNow();
          if (value !== undefined) return { done: false, value };
          // Whoever else reads may be faster.
        } while (await this.ready());
        return { done: true, value: undefined };
      },
    };
  }

  /** Nobody would hear of records in a queue whose listener was never started. */
  #watch(): void {
    // Else a queue that is not needed any more would stay until then.
    const reference = new WeakRef(this);
    this.#unlisten = state.platform.onExit((phase) => {
      const size = reference.deref()?.size;
      if (phase !== 'exit' || size === undefined) return;
      const what = `${size} records are left in a queue that nobody has ever read`;
      reportError(null, new Error(`${what}: call start() of its QueueListener`));
    });
  }

  #makeRoomFor(record: LogRecord): boolean {
    const overflow = this.#overflow;
    const refused = typeof overflow === 'number' ? record.levelno < overflow : overflow === 'drop-newest';
    if (refused) {
      this.#dropped.add(record);
      return false;
    }
    let index = 0;
    if (typeof overflow === 'number') {
      index = Math.max(
        this.#records.findIndex(({ levelno }) => levelno < overflow),
        0,
      );
    }
    for (const victim of this.#records.splice(index, 1)) this.#dropped.add(victim);
    return true;
  }
}

function checkOverflow(overflow: QueueOverflow): 'drop-oldest' | 'drop-newest' | number {
  if (overflow === 'drop-oldest' || overflow === 'drop-newest') return overflow;
  if (typeof overflow === 'object' && overflow !== null) return state.levels.check(overflow.dropBelow);
  throw new ValueError(
    `overflow must be 'drop-oldest', 'drop-newest' or { dropBelow: level }: ${String(overflow)}`,
  );
}
