import { type DeliveryStats, Handler, type LogRecord } from '@loggia/core';
import { RecordSender, type RecordSenderOptions } from './record-sender.js';

/** How a {@link SenderHandler} sends. Default name, in reports: that of the handler. */
export type SenderHandlerOptions = Omit<RecordSenderOptions, 'name'> &
  Partial<Pick<RecordSenderOptions, 'name'>>;

/** What handlers have in common whose records become messages that are sent in the background. */
export class SenderHandler extends Handler {
  readonly #sender: RecordSender;

  constructor(options: SenderHandlerOptions) {
    super();
    this.#sender = new RecordSender({ name: () => String(this), ...options });
  }

  /** What has become of this handler's records so far. */
  get stats(): DeliveryStats {
    return this.#sender.stats;
  }

  /** Records that were given up: too many waited, or they could never be sent. */
  get dropped(): number {
    return this.#sender.dropped;
  }

  /** Records that wait to be sent, or are on their way. */
  get pending(): number {
    return this.#sender.pending;
  }

  override emit(record: LogRecord): void {
    this.#sender.emit(record);
  }

  /** Settles when all that is pending now is sent, or nothing can be sent for now. */
  override flush(): Promise<void> {
    return this.#sender.flush();
  }

  /** Sends what waits, in at most five seconds, lets go of the connection, and accepts nothing more. */
  override async close(): Promise<void> {
    await this.#sender.close();
    super.close();
  }
}
