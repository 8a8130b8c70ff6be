import { ValueError } from '../errors.js';
import type { Handler } from '../handler.js';
import { ERROR, type Level } from '../levels.js';
import type { LogRecord } from '../record.js';
import { state } from '../state.js';
import { BufferingHandler } from './buffering.js';

/** Options of {@link MemoryHandler}. */
export interface MemoryHandlerOptions {
  /** A record at or above this level sends the whole buffer to the target. Default `ERROR`. */
  flushLevel?: Level | undefined;
  /** Who gets the records. Without one they stay in the buffer. */
  target?: Handler | null | undefined;
  /** Whether closing, or the end of the program, sends what is left to the target. Default true. */
  flushOnClose?: boolean | undefined;
  /**
   * What happens when the buffer is full: `'flush'` sends it to the target, as Python does; `'drop-oldest'`
   * keeps the newest `capacity` records, so that the target gets them only when `flushLevel` is reached.
   * Default `'flush'`.
   */
  overflow?: 'flush' | 'drop-oldest' | undefined;
}

/** What is kept of an unbounded flow of records that has no target to go to. */
const MAX_WITHOUT_TARGET = 10_000;

/**
 * Holds records back in memory, and sends them to another handler when it is full or something bad happens.
 * With `overflow: 'drop-oldest'` it is a flight recorder: the target hears of an error together with the
 * records that led up to it, and of nothing else.
 *
 * @example
 * ```ts
 * import { getLogger, HTTPHandler, MemoryHandler } from 'loggia';
 * const ship = new HTTPHandler('https://shop.example/logs');
 * getLogger().addHandler(new MemoryHandler(200, { target: ship, overflow: 'drop-oldest', flushOnClose: false }));
 * ```
 */
export class MemoryHandler extends BufferingHandler {
  flushLevel: number;
  target: Handler | null;
  flushOnClose: boolean;
  readonly overflow: 'flush' | 'drop-oldest';
  /** How many records were given up because newer ones needed their place. */
  discarded = 0;

  /**
   * @param capacity - How many records the buffer holds.
   * @throws ValueError or TypeError if `flushLevel` is not a level; ValueError for an unknown `overflow`.
   */
  constructor(capacity: number, options: MemoryHandlerOptions = {}) {
    super(capacity);
    this.flushLevel = state.levels.check(options.flushLevel ?? ERROR);
    this.target = options.target ?? null;
    this.flushOnClose = options.flushOnClose ?? true;
    this.overflow = options.overflow ?? 'flush';
    if (this.overflow !== 'flush' && this.overflow !== 'drop-oldest') {
      throw new ValueError("overflow must be 'flush' or 'drop-oldest'");
    }
  }

  override shouldFlush(record: LogRecord): boolean {
    if (record.levelno >= this.flushLevel) return true;
    return this.overflow === 'flush' && this.buffer.length >= this.capacity;
  }

  override emit(record: LogRecord): void {
    super.emit(record);
    const limit =
      this.overflow === 'drop-oldest' ? this.capacity : Math.max(this.capacity, MAX_WITHOUT_TARGET);
    while (this.buffer.length > limit) {
      this.buffer.shift();
      this.discarded++;
    }
  }

  /** Sets who gets the records from now on. */
  setTarget(target: Handler | null): void {
    this.target = target;
  }

  /** Sends what the buffer holds to the target, oldest first. Without a target it stays. */
  override flush(): void {
    const { target } = this;
    if (target === null) return;
    const records = this.buffer;
    this.buffer = [];
    for (const record of records) target.handle(record);
  }

  override close(): void | Promise<void> {
    if (this.flushOnClose) this.flush();
    this.target = null;
    return super.close();
  }
}
