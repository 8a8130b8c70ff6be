import { Handler } from '../handler.js';
import type { LogRecord } from '../record.js';
import { reportError, reportRejection } from '../report.js';
import { state } from '../state.js';

/**
 * Keeps records until there are `capacity` of them, then throws them away: a base for handlers that do
 * something with them first, by overriding {@link flush}. What is left is flushed when the program ends or
 * the page goes.
 *
 * @example
 * ```ts
 * import { BufferingHandler } from 'loggia';
 * class CountingHandler extends BufferingHandler {
 *   seen = 0;
 *   override flush(): void {
 *     this.seen += this.buffer.length;
 *     super.flush();
 *   }
 * }
 * ```
 */
export class BufferingHandler extends Handler {
  /** How many records are kept before they are flushed. */
  capacity: number;
  buffer: LogRecord[] = [];
  // Set only while something is held back, so that a handler which nobody uses any more can be collected.
  #unlisten: (() => void) | undefined;

  constructor(capacity: number) {
    super();
    this.capacity = capacity;
  }

  /** Whether to flush now that `record` is in the buffer. */
  shouldFlush(_record: LogRecord): boolean {
    return this.buffer.length >= this.capacity;
  }

  override emit(record: LogRecord): void {
    this.buffer.push(record);
    if (this.shouldFlush(record)) reportRejection(this.flush());
    if (this.buffer.length === 0) this.#stopListening();
    else this.#unlisten ??= state.platform.onExit((phase) => phase === 'exit' && this.#flushLast());
  }

  override flush(): void | Promise<void> {
    this.buffer = [];
  }

  override close(): void | Promise<void> {
    this.#stopListening();
    try {
      return this.flush();
    } finally {
      super.close();
    }
  }

  #stopListening(): void {
    this.#unlisten?.();
    this.#unlisten = undefined;
  }

  // A program that ends without `shutdown` gets what can be written at once, as Python's does.
  #flushLast(): void {
    if ((this as { flushOnClose?: boolean }).flushOnClose === false) return;
    try {
      reportRejection(this.flush());
    } catch (error) {
      reportError(null, error);
    }
  }
}
