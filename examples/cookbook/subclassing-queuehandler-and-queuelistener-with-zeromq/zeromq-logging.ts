import { type LogRecord, makeLogRecord, QueueHandler, QueueListener } from 'loggia/node';
import type { Pull, Push } from 'zeromq';

/** Sends records to a ZeroMQ socket. */
export class ZeroMQSocketHandler extends QueueHandler<Push> {
  #sent: Promise<void> = Promise.resolve();

  /** As JSON a record keeps its error and its fields: nothing has to be made text here. */
  override prepare(record: LogRecord): LogRecord {
    return record;
  }

  override enqueue(record: LogRecord): Promise<void> {
    // A socket takes one message after the other.
    const sending = this.#sent.then(() => this.queue.send(JSON.stringify(record)));
    this.#sent = sending.catch(() => {});
    return sending;
  }

  override flush(): Promise<void> {
    return this.#sent;
  }
}

/** Takes records from a ZeroMQ socket; an empty message ends it. */
export class ZeroMQSocketListener extends QueueListener<Pull> {
  override async dequeue(): Promise<LogRecord | null> {
    const [message] = await this.queue.receive();
    return message?.length ? makeLogRecord(JSON.parse(String(message))) : null;
  }

  override async enqueueSentinel(): Promise<void> {
    const { Push } = await import('zeromq');
    const end = new Push();
    end.connect(this.queue.lastEndpoint!);
    await end.send('');
    end.close();
  }
}
