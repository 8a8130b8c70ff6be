import {
  ConfigError,
  type DeliveryEngine,
  type DeliveryStats,
  getLevelName,
  Handler,
  type LogRecord,
  type Outcome,
  reportError,
  type Store,
  type TakeLimit,
} from '@loggia/core';
import { pickle } from '../pickle/encode.js';
import { BackOff } from '../sockets/backoff.js';
import { frame } from '../sockets/frame.js';
import { jsonText, pickleData, pythonDict } from '../sockets/python-dict.js';
import { recordEngine } from '../sockets/record-engine.js';

/** Options of the handlers that send records as bytes. */
export interface RemoteHandlerOptions {
  /** What a record is sent as: `json`, or the `pickle` that Python's receivers read. Default `json`. */
  readonly codec?: 'pickle' | 'json';
  /** Where records wait. Each handler needs its own. Default: in memory, 100,000 records or 64 MiB. */
  readonly store?: Store;
}

/**
 * What {@link SocketHandler} and {@link DatagramHandler} have in common: records become frames, wait in a store, and
 * are sent in the background, again and again with growing waits if need be.
 *
 * @example
 * ```ts
 * import { RemoteHandler, SocketHandler } from 'loggia/node';
 * console.log(new SocketHandler('localhost', 9020) instanceof RemoteHandler); // true
 * ```
 */
export abstract class RemoteHandler extends Handler {
  readonly host: string;
  readonly port: number | null;
  readonly codec: 'pickle' | 'json';
  /** Whether an error drops the socket and is not reported. Default false. */
  closeOnError = false;
  /** Seconds until the second attempt to connect. Default 1. */
  retryStart = 1;
  /** The longest wait between attempts, in seconds. Default 30. */
  retryMax = 30;
  /** By how much the wait grows with each attempt. Default 2. */
  retryFactor = 2;
  readonly #engine: DeliveryEngine;
  readonly #backOff = new BackOff();
  /** What is on its way, by what it begins with: on exit the engine hands it over once more. */
  readonly #flights = new Map<string, Promise<Outcome>>();
  #hasReported = false;

  /** @throws ConfigError for a host, a port or a codec that cannot work. */
  constructor(host: string, port: number | null, options: RemoteHandlerOptions, batch: TakeLimit) {
    checkAddress(host, port);
    const { codec = 'json', store } = options;
    if (codec !== 'json' && codec !== 'pickle') {
      throw new ConfigError('codec', `codec is 'json' or 'pickle', not ${String(codec)}`);
    }
    super();
    this.host = host;
    this.port = port;
    this.codec = codec;
    this.#engine = recordEngine({
      store,
      batch,
      encode: (record) => this.#encode(record),
      send: (bytes, session, seq) => this.#sendOnce(bytes, `${session} ${seq}`),
    });
  }

  /** What has become of this handler's records so far. */
  get stats(): DeliveryStats {
    return this.#engine.stats;
  }

  /**
   * The record as Python sends it: a 4-byte length, and a pickle of its dictionary. Override it to send something
   * else with the codec `pickle`.
   */
  makePickle(record: LogRecord): Uint8Array {
    return frame(pickle(pickleData(this.#dict(record))));
  }

  /** Sends bytes, whole frames. Settles when they count as delivered, rejects when they do not. */
  abstract send(bytes: Uint8Array): Promise<void>;

  /** Whether {@link send} need not make a socket first. */
  protected abstract get isOpen(): boolean;

  /** Gives up the socket, if there is one. */
  protected abstract dropSocket(): boolean;

  override emit(record: LogRecord): void {
    this.#engine.emit(record);
  }

  /** As Python's: with {@link closeOnError}, an error only drops the socket. */
  override handleError(record: LogRecord, error: unknown): void {
    if (!(this.closeOnError && this.dropSocket())) super.handleError(record, error);
  }

  /** Settles when all that is pending now is delivered, or nothing can be sent for now. */
  override flush(): Promise<void> {
    return this.#engine.flush();
  }

  /** Flushes, and accepts nothing more. */
  override async close(): Promise<void> {
    super.close();
    await this.#engine.close();
  }

  override toString(): string {
    const address = this.port === null ? this.host : `${this.host}:${this.port}`;
    return `<${this.constructor.name} ${address} (${getLevelName(this.level)})>`;
  }

  #encode(record: LogRecord): Uint8Array {
    return this.codec === 'pickle'
      ? this.makePickle(record)
      : frame(Buffer.from(jsonText(this.#dict(record))));
  }

  #dict(record: LogRecord): Map<string, unknown> {
    // The formatter puts the text of the error into the record.
    if (record.excInfo !== null && !record.excText) this.format(record);
    return pythonDict(record);
  }

  #sendOnce(bytes: Uint8Array, key: string): Promise<Outcome> {
    let flight = this.#flights.get(key);
    if (flight === undefined) {
      flight = this.#deliver(bytes).finally(() => this.#flights.delete(key));
      this.#flights.set(key, flight);
    }
    return flight;
  }

  async #deliver(bytes: Uint8Array): Promise<Outcome> {
    const wasOpen = this.isOpen;
    try {
      await this.send(bytes);
      this.#backOff.reset();
      this.#hasReported = false;
      return { kind: 'accepted', duplicates: 0, rejected: [] };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EMSGSIZE') return { kind: 'split' };
      this.#report(error);
      // As in Python, a connection that was lost is made again at once, and only if that fails there is a wait.
      return { kind: 'retry', afterMs: wasOpen ? 0 : this.#backOff.next(this) };
    }
  }

  #report(error: unknown): void {
    if (this.#hasReported || this.closeOnError) return;
    this.#hasReported = true;
    const { code, message } = error as NodeJS.ErrnoException;
    const text = `${this} cannot send, its records wait: ${code ?? message}`;
    reportError(null, new Error(text, { cause: error }));
  }
}

function checkAddress(host: unknown, port: unknown): void {
  if (typeof host !== 'string' || host === '') {
    throw new ConfigError('host', `the host is a name, an address or a path, not ${JSON.stringify(host)}`);
  }
  if (port !== null && !(Number.isInteger(port) && (port as number) >= 0 && (port as number) < 65_536)) {
    throw new ConfigError(
      'port',
      `the port is an integer below 65536, or null for a unix socket, not ${String(port)}`,
    );
  }
}
