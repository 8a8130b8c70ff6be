import { Handler } from '../handler.js';
import type { LogRecord } from '../record.js';
import { reportRejection } from '../report.js';

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
  }

  override flush(): void | Promise<void> {
    this.buffer = [];
  }

  override close(): void | Promise<void> {
    try {
      return this.flush();
    } finally {
      super.close();
    }
  }
}
