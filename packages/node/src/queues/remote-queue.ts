import { LogQueue, type LogRecord } from '@loggia/core';
import { readRecord } from './record-text.js';

/**
 * What queues to another thread or process have in common: what is put in on this side comes out on the other one, and what
 * comes out on this side was put in there.
 */
export abstract class RemoteQueue extends LogQueue {
  readonly serializes = true;
  #isReading = false;

  /** Sends a record to the other side. `null` ends an iteration on this side, once all that has come is out. */
  override put(record: LogRecord | null): void {
    if (record === null) this.endReading();
    else this.send(record);
  }

  /** The record from the other side that waited longest; undefined if none waits. */
  override takeNow(): LogRecord | undefined {
    this.#read();
    return super.takeNow();
  }

  override async ready(): Promise<boolean> {
    this.#read();
    const isRecord = await super.ready();
    if (!isRecord) this.#rest();
    return isRecord;
  }

  protected get isReading(): boolean {
    return this.#isReading;
  }

  protected abstract send(record: LogRecord): void;

  /** Listens, for as long as the program runs, and keeps it running. */
  protected abstract hold(): void;

  /** Goes on listening, since a message that nobody hears is lost, but lets the program end. */
  protected abstract release(): void;

  /** Takes in what has been sent to this side, and then calls {@link finish}. */
  protected abstract endReading(): void;

  /** Takes in a record that the other side has sent. */
  protected receive(text: string): void {
    const record = readRecord(text);
    if (record !== undefined) super.put(record);
  }

  /** Ends an iteration. */
  protected finish(): void {
    super.put(null);
  }

  #read(): void {
    if (this.#isReading) return;
    this.#isReading = true;
    this.hold();
  }

  #rest(): void {
    if (!this.#isReading) return;
    this.#isReading = false;
    this.release();
  }
}
