import { BaseFormatter } from '../format/base-formatter.js';
import { Handler } from '../handler.js';
import type { RecordQueue } from '../log-queue.js';
import type { LogRecord } from '../record.js';
import { makeLogRecord } from '../record-factory.js';

/** For what the handlers behind the queue will write: making text safe to print is theirs. */
const plainText: BaseFormatter = /* @__PURE__ */ new BaseFormatter((text) => text);

/**
 * Puts records into a queue, for a `QueueListener` or anything else on the other side to handle, so that slow
 * handlers cost the application nothing.
 *
 * @example
 * ```ts
 * import { getLogger, LogQueue, QueueHandler } from 'loggia';
 * const queue = new LogQueue();
 * getLogger().addHandler(new QueueHandler(queue));
 * ```
 */
export class QueueHandler<Queue = RecordQueue> extends Handler {
  queue: Queue;
  /** What takes the records out, if a configuration made it together with this handler. */
  listener: { start(): void; stop(): Promise<void> } | null = null;

  /** @param queue - Anything with `put(record)`; anything at all for a subclass that overrides {@link enqueue}. */
  constructor(queue: Queue) {
    super();
    this.queue = queue;
  }

  /**
   * Makes what is put into the queue: a copy whose message is the text by this handler's formatter, the error
   * and the stack in it, and which holds no arguments and no error any more. So it can cross to where their
   * classes are unknown, and what happens to them later does not change it. The values in `extra` stay as they are.
   *
   * A queue that {@link RecordQueue.serializes | serializes} gets the record itself, unless this handler has a
   * formatter: so the error arrives as an error.
   *
   * Override it to send something else, such as the error itself within one process. It must not change
   * `record`, which other handlers get too.
   */
  prepare(record: LogRecord): LogRecord {
    if (this.formatter === null && (this.queue as RecordQueue | null)?.serializes === true) return record;
    const copy = makeLogRecord({ ...record });
    copy.keepMessage(record.getMessage());
    copy.msg = this.format(copy);
    copy.args = [];
    copy.excInfo = null;
    copy.excText = null;
    copy.stackInfo = null;
    return copy;
  }

  /**
   * Puts a prepared record into the queue. What it throws goes to {@link handleError}, and so does what a
   * promise that it returns rejects with.
   */
  enqueue(record: LogRecord): unknown {
    return (this.queue as RecordQueue).put(record);
  }

  /** As any handler does; without a formatter the text is not sanitized, since what writes it will do so. */
  override format(record: LogRecord): string {
    return (this.formatter ?? plainText).format(record);
  }

  override emit(record: LogRecord): void {
    const queued = this.enqueue(this.prepare(record));
    if (queued instanceof Promise) queued.catch((error) => this.handleError(record, error));
  }

  /** Flushes the queue, if it can be. */
  override flush(): void | Promise<void> {
    return (this.queue as RecordQueue | null)?.flush?.();
  }

  /** Flushes the queue, which stays open. */
  override async close(): Promise<void> {
    try {
      const flushed = this.flush();
      // A queue that has nothing to wait for is let go of at once.
      if (flushed !== undefined) await flushed;
    } finally {
      super.close();
    }
  }
}
