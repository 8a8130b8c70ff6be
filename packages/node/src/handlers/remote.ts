import { ConfigError, type LogRecord, memoryStore, type Store } from '@loggia/core';
import { pickle } from '../pickle/encode.js';
import { frame } from '../sockets/frame.js';
import { jsonText, pickleData, pythonDict } from '../sockets/python-dict.js';
import { SenderHandler } from '../sockets/sender-handler.js';

/** Some 100 MB of a busy server's records would be too much, some seconds of them too little. */
const DEFAULT_CAPACITY = { capacity: 100_000, maxBytes: 64 * 2 ** 20 };

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
export abstract class RemoteHandler extends SenderHandler {
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

  /** @throws ConfigError for a host, a port or a codec that cannot work. */
  constructor(host: string, port: number | null, options: RemoteHandlerOptions) {
    checkAddress(host, port);
    const { codec = 'json', store = memoryStore(DEFAULT_CAPACITY) } = options;
    if (codec !== 'json' && codec !== 'pickle') {
      throw new ConfigError('codec', `codec is 'json' or 'pickle', not ${String(codec)}`);
    }
    const isOpen = (): boolean => this.isOpen;
    super({
      store,
      line: {
        get isOpen() {
          return isOpen();
        },
        send: (messages) => this.sendAll(messages),
        drop: () => void this.dropSocket(),
        close: () => this.closeSocket(),
      },
      backOff: () => this,
      encode: (record) => this.#encode(record),
      name: () => `${String(this)} to ${port === null ? host : `${host}:${port}`}`,
      isQuiet: () => this.closeOnError,
    });
    this.host = host;
    this.port = port;
    this.codec = codec;
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

  /** Sends frames through {@link send}, and answers with the places of those that are too large. */
  protected abstract sendAll(frames: readonly Uint8Array[]): Promise<readonly number[]>;

  /** Gives up the socket, if there is one. */
  protected abstract dropSocket(): boolean;

  /** Lets go of the socket when all is sent. */
  protected abstract closeSocket(): Promise<void>;

  /** As Python's: with {@link closeOnError}, an error only drops the socket. */
  override handleError(record: LogRecord, error: unknown): void {
    if (!(this.closeOnError && this.dropSocket())) super.handleError(record, error);
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
