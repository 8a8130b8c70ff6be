import {
  type Batch,
  countDropped,
  DeliveryEngine,
  type DeliveryStats,
  getPlatform,
  type LogRecord,
  type Outcome,
  reportError,
  type Store,
} from '@loggia/core';
import { BackOff, type BackOffTimes } from './backoff.js';
import type { Line } from './line.js';

/** How much is sent at once. */
const BATCH = { records: 1000, bytes: 2 ** 18 } as const;
/** How long `close` waits for a receiver that does not read. */
const CLOSE_TIMEOUT_MS = 5000;
/** Between the messages of a batch. Stores keep texts: each other character stands for one byte. */
const SEPARATOR = '\u0100';

/** What {@link RecordSender} works with. */
export interface RecordSenderOptions {
  readonly store: Store;
  readonly line: Line;
  /** Asked at each failure. */
  readonly backOff: () => BackOffTimes;
  /** Makes a message of a record. What it throws, `emit` throws. */
  readonly encode: (record: LogRecord) => Uint8Array;
  /** Whose records they are, for reports. */
  readonly name: () => string;
  /** Whether failures are nobody's business. */
  readonly isQuiet?: () => boolean;
}

/**
 * A delivery engine for records that are messages on a line, again and again with growing waits if need be. It sends at
 * the end of the turn in which a record was logged.
 */
export class RecordSender {
  readonly #options: RecordSenderOptions;
  readonly #engine: DeliveryEngine;
  readonly #backOff = new BackOff();
  /** What is on its way, by what it begins with: on exit the engine hands it over once more. */
  readonly #flights = new Map<string, { readonly outcome: Promise<Outcome>; readonly records: number }>();
  readonly #unlisten: () => void;
  #isFailing = false;
  #lost = 0;
  #closed: Promise<void> | undefined;

  constructor(options: RecordSenderOptions) {
    this.#options = options;
    this.#engine = new DeliveryEngine({
      store: options.store,
      transport: { send: (batch) => this.#send(batch) },
      encodeRecord(record) {
        const bytes = Buffer.from(options.encode(record));
        return { text: bytes.toString('latin1'), bytes: bytes.length, truncated: false };
      },
      encodeBatch: ({ entries }) => entries.map(({ text }) => text).join(SEPARATOR),
      envelopeBytes: 0,
      declaresDrops: false,
      batch: BATCH,
      flushInterval: 0,
      flushLevel: Number.NEGATIVE_INFINITY,
      // How long to wait, every answer says itself.
      retry: { base: 0, cap: 0 },
    });
    // After the engine, which sends what it can.
    this.#unlisten = getPlatform().onExit((phase) => phase === 'exit' && this.#leave());
  }

  get stats(): DeliveryStats {
    return this.#engine.stats;
  }

  /** Records that were given up. */
  get dropped(): number {
    const { dropped, rejected } = this.stats;
    return Object.values(dropped).reduce((sum, count) => sum + count, rejected + this.#lost);
  }

  /** Records that wait, or are on their way. */
  get pending(): number {
    return this.stats.pending - this.#lost;
  }

  emit(record: LogRecord): void {
    this.#engine.emit(record);
  }

  /** Settles when all that is pending now is delivered, or nothing can be sent for now. */
  flush(): Promise<void> {
    return this.#engine.flush();
  }

  /** Sends what waits, in at most five seconds, lets go of the line, and accepts nothing more. */
  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    const { line, store } = this.#options;
    const cancel = getPlatform().timer(CLOSE_TIMEOUT_MS, () => line.drop());
    await this.#engine.close();
    cancel();
    this.#unlisten();
    await line.close();
    if (store.isDurable) return;
    this.#lost = this.stats.pending;
    this.#report(this.#lost, 'were not sent in time');
  }

  #send({ session, seqs, body }: Batch): Promise<Outcome> {
    const key = `${session} ${seqs[0]}`;
    let flight = this.#flights.get(key);
    if (flight === undefined) {
      const messages = body.split(SEPARATOR).map((text) => Buffer.from(text, 'latin1'));
      const outcome = this.#deliver(messages, seqs).finally(() => this.#flights.delete(key));
      flight = { outcome, records: seqs.length };
      this.#flights.set(key, flight);
    }
    return flight.outcome;
  }

  async #deliver(messages: readonly Uint8Array[], seqs: readonly number[]): Promise<Outcome> {
    const { line, backOff } = this.#options;
    const wasOpen = line.isOpen;
    try {
      const impossible = await line.send(messages);
      this.#backOff.reset();
      this.#isFailing = false;
      this.#report(impossible.length, line.refusal ?? 'can never be sent');
      return { kind: 'accepted', duplicates: 0, rejected: impossible.map((place) => seqs[place] as number) };
    } catch (error) {
      if (!this.#isFailing) this.#complain(error);
      this.#isFailing = true;
      // As in Python, a connection that was lost is made again at once, and only if that fails there is a wait.
      return { kind: 'retry', afterMs: wasOpen && !line.isOpen ? 0 : this.#backOff.next(backOff()) };
    }
  }

  /** What has no connection by now will never have one. */
  #leave(): void {
    if (this.#options.line.isOpen || this.#options.store.isDurable) return;
    let records = 0;
    for (const flight of this.#flights.values()) records += flight.records;
    this.#report(records, 'were not sent before the program ended: await shutdown() before it does');
  }

  #report(records: number, what: string): void {
    if (records === 0) return;
    countDropped(records);
    reportError(null, new Error(`${this.#options.name()}: ${records} records ${what}`));
  }

  #complain(cause: unknown): void {
    const { name, isQuiet } = this.#options;
    if (isQuiet?.()) return;
    // Where several addresses were tried, the message is empty.
    const { code, message } = cause as NodeJS.ErrnoException;
    reportError(null, new Error(`${name()} cannot send, its records wait: ${message || code}`, { cause }));
  }
}
