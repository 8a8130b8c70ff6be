import { DropTally, type LogRecord, type RecordQueue, ValueError } from '@loggia/core';
import { RECORD, type RecordMessage } from './record-message.js';

/** A place to post messages to: a worker, a page's end of a port, the scope of a dedicated worker, a service worker. */
export interface PostTarget {
  postMessage(message: unknown, transfer: Transferable[]): void;
}

/** Every so many messages ask for a reply: that tells how far behind the other side is, and costs hardly anything. */
const ASK_EVERY = 100;

/**
 * A queue to another thread of a page: what a `QueueHandler` puts in here, {@link receiveRecords} gets there. It
 * works between a page and its dedicated, shared and service workers, on a port that the application uses as well:
 * its messages are objects with the key `loggia.record`. Records cross in their wire form, with errors and fields.
 *
 * A record is on its way when the logging call returns. If the other side does not keep up, or does not listen,
 * records are dropped and counted from `capacity` on, and as soon as it has caught up by half, a record from the
 * logger `loggia.queue` says how many.
 *
 * @example
 * ```ts page
 * import { getLogger, PortQueue, QueueHandler, receiveRecords } from 'loggia/browser';
 * const { port1, port2 } = new MessageChannel();
 * receiveRecords(port1); // in a page: receiveRecords(new Worker('worker.js'))
 * getLogger('worker').addHandler(new QueueHandler(new PortQueue(port2))); // in the worker: new PortQueue(self)
 * ```
 */
export class PortQueue implements RecordQueue {
  readonly capacity: number;
  readonly serializes = true;
  readonly #port: PostTarget;
  readonly #dropped: DropTally = new DropTally();
  #posted = 0;
  /** Of those posted, how many the other side is known to have taken. */
  #taken = 0;

  /**
   * @param capacity - How many records may be on their way. Default 10,000.
   * @throws ValueError if `capacity` is less than 200: replies come for a hundred.
   */
  constructor(port: PostTarget, { capacity = 10_000 }: { readonly capacity?: number | undefined } = {}) {
    if (!(capacity >= 2 * ASK_EVERY)) throw new ValueError(`capacity must be at least ${2 * ASK_EVERY}`);
    this.#port = port;
    this.capacity = capacity;
  }

  put(record: LogRecord): void {
    if (this.#posted - this.#taken < this.capacity) this.#post(record);
    else this.#dropped.add(record);
  }

  #post(record: LogRecord): void {
    const message: RecordMessage = { [RECORD]: JSON.stringify(record) };
    // The first one, too: whoever does not listen is found out soon.
    const asks = this.#posted % ASK_EVERY === 0;
    this.#port.postMessage(message, asks ? [this.#ask(this.#posted + 1)] : []);
    this.#posted++;
  }

  /** A port on which the other side replies when it has taken so many. */
  #ask(count: number): MessagePort {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      this.#taken = Math.max(this.#taken, count);
      if (!this.#dropped.isEmpty && this.#posted - this.#taken < this.capacity / 2)
        this.#post(this.#dropped.take());
    };
    return port2;
  }
}
