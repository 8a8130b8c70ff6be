import type { Handler } from '../handler.js';
import { NOTSET } from '../levels.js';
import { LogQueue, type ReadableRecordQueue, type RecordQueue } from '../log-queue.js';
import { LogRecord } from '../record.js';
import { UNKNOWN_FILE } from '../record-attributes.js';
import { reportError } from '../report.js';
import { state } from '../state.js';

/** Options of {@link QueueListener}, after the handlers. */
export interface QueueListenerOptions {
  /** Whether records below a handler's level are kept from it. Default false. */
  respectHandlerLevel?: boolean;
}

/** One run from `start` to its end. */
interface Run {
  done: Promise<void>;
}

/** The record that was taken out last. */
interface Taken {
  readonly record: LogRecord;
  /** Whether the handlers have had it. */
  isHandled: boolean;
}

const STOP_MARK = 'loggia.stop';

/**
 * Takes records out of a queue and gives each to every handler, in the background. A queue has one listener.
 *
 * @example
 * ```ts
 * import { getLogger, LogQueue, QueueHandler, QueueListener, StreamHandler } from 'loggia';
 * const queue = new LogQueue();
 * getLogger().addHandler(new QueueHandler(queue));
 * const listener = new QueueListener(queue, new StreamHandler(), { respectHandlerLevel: true });
 * listener.start();
 * getLogger().warning('out of stock');
 * await listener.stop();
 * ```
 */
export class QueueListener<Queue = ReadableRecordQueue> {
  readonly queue: Queue;
  readonly handlers: readonly Handler[];
  readonly respectHandlerLevel: boolean;
  #iterator: AsyncIterator<LogRecord | null> | undefined;
  /** The run that goes on, unless it was asked to end. */
  #run: Run | undefined;
  /** The run that was asked to end last. */
  #ending: Run | undefined;
  #taken: Taken | undefined;
  /** Nobody else can know it, so no field of a record can be taken for it. */
  readonly #stopId: string = state.platform.uuid();

  /**
   * @param queue - What is put in comes out by iterating over it; anything at all for a subclass that overrides
   * {@link dequeue} and {@link enqueueSentinel}.
   */
  constructor(
    queue: Queue,
    ...handlers: Handler[] | [...handlers: Handler[], options: QueueListenerOptions]
  ) {
    const last = handlers.at(-1);
    const options = last === undefined || 'handle' in last ? undefined : last;
    this.queue = queue;
    this.handlers = (options === undefined ? handlers : handlers.slice(0, -1)) as Handler[];
    this.respectHandlerLevel = options?.respectHandlerLevel ?? false;
  }

  /**
   * Begins to listen, unless it does already. After {@link stop} it may be called again. If the program ends
   * meanwhile, what is left in a `LogQueue` is handled at once.
   */
  start(): void {
    if (this.#run !== undefined) return;
    const run: Run = { done: Promise.resolve() };
    this.#run = run;
    const unlisten = state.platform.onExit((phase) => phase === 'exit' && this.#handleLast());
    run.done = this.#listen(run, this.#ending?.done).finally(unlisten);
  }

  /**
   * Ends when all that is in the queue now has been handled. The queue stays open: what is put into it later
   * waits for the next {@link start}. May be called more than once.
   *
   * @returns A promise that rejects only if {@link enqueueSentinel} fails; then listening goes on.
   */
  async stop(): Promise<void> {
    const run = this.#run;
    if (run !== undefined) {
      this.#run = undefined;
      this.#ending = run;
      try {
        await this.enqueueSentinel();
      } catch (error) {
        this.#run = run;
        throw error;
      }
    }
    await this.#ending?.done;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  /**
   * Takes the next record out, when there is one; `null` ends the listening. If it throws, that is reported,
   * and ends the listening too.
   */
  dequeue(): LogRecord | null | Promise<LogRecord | null> {
    if (this.queue instanceof LogQueue) return this.#dequeueFrom(this.queue);
    this.#iterator ??= (this.queue as ReadableRecordQueue)[Symbol.asyncIterator]();
    // Its `return` is never called: that would close a queue which belongs to somebody else.
    return this.#iterator.next().then(({ done, value }) => {
      if (done) this.#iterator = undefined;
      return done ? null : this.#take(value);
    });
  }

  /** Turns what came out of the queue into the record that the handlers get: here, it is that already. */
  prepare(record: LogRecord): LogRecord {
    return record;
  }

  /** Gives a record to the handlers. What goes wrong in one is reported, and the others get it all the same. */
  handle(record: LogRecord): void {
    const prepared = this.#attempt(record, () => this.prepare(record));
    if (prepared === undefined) return;
    for (const handler of this.handlers) {
      if (this.respectHandlerLevel && prepared.levelno < handler.level) continue;
      this.#attempt(prepared, () => handler.handle(prepared));
    }
  }

  /**
   * Puts what marks the end into the queue, behind all records: how {@link stop} knows that it has seen the last.
   * Override it where the queue has no `put`.
   */
  enqueueSentinel(): unknown {
    if (this.queue instanceof LogQueue) return this.queue.put(null);
    // A queue of somebody else's knows only records.
    const mark = new LogRecord('loggia.queue', NOTSET, UNKNOWN_FILE, 0, 'stop', [], null);
    mark.extra = { [STOP_MARK]: this.#stopId };
    return (this.queue as RecordQueue).put(mark);
  }

  async #listen(run: Run, before: Promise<void> | undefined): Promise<void> {
    await before;
    try {
      for (;;) {
        const record = await this.dequeue();
        if (record === null || this.#isStopMark(record)) break;
        this.#handleOnce(record);
      }
    } catch (error) {
      reportError(null, error);
    }
    if (this.#run === run) this.#run = undefined;
  }

  #dequeueFrom(queue: LogQueue): LogRecord | null | Promise<LogRecord | null> {
    const record = queue.takeNow();
    if (record !== undefined) return this.#take(record);
    return queue.ready().then((isRecord) => (isRecord ? this.#dequeueFrom(queue) : null));
  }

  #take(record: LogRecord | null): LogRecord | null {
    this.#taken = record === null ? undefined : { record, isHandled: false };
    return record;
  }

  #handleOnce(record: LogRecord): void {
    if (this.#taken?.record === record) {
      if (this.#taken.isHandled) return;
      this.#taken.isHandled = true;
    }
    this.handle(record);
  }

  // The program ends, and no promise is kept any more: not that of the record which is on its way to us, either.
  #handleLast(): void {
    if (this.#taken !== undefined && !this.#isStopMark(this.#taken.record))
      this.#handleOnce(this.#taken.record);
    if (!(this.queue instanceof LogQueue)) return;
    for (let last = this.queue.takeNow(); last !== undefined; last = this.queue.takeNow()) this.handle(last);
  }

  #attempt<T>(record: LogRecord, action: () => T): T | undefined {
    try {
      return action();
    } catch (error) {
      reportError(record, error);
      return undefined;
    }
  }

  // What a subclass dequeues may be a record yet to be made, by `prepare`.
  #isStopMark(record: Partial<LogRecord>): boolean {
    return record.extra?.[STOP_MARK] === this.#stopId;
  }
}
