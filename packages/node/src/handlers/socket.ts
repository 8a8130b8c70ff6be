import { createConnection, type Socket } from 'node:net';
import { Link } from '../sockets/link.js';
import { opened } from '../sockets/opened.js';
import { RemoteHandler, type RemoteHandlerOptions } from './remote.js';

/** Options of {@link SocketHandler}. */
export interface SocketHandlerOptions extends RemoteHandlerOptions {
  /** Milliseconds until an attempt to connect is given up. Default 1,000. */
  readonly timeout?: number;
}

/**
 * Sends records over TCP or, if the port is null, a unix socket, to a receiver such as
 * {@link LogRecordSocketReceiver} or the one in Python's logging cookbook: each as a 4-byte length and a pickle or
 * JSON of Python's record dictionary.
 *
 * Logging calls never wait. Records wait in the store while there is no connection; when it is full, it gives
 * up the oldest of the lowest level first, and {@link SocketHandler.stats} counts them.
 *
 * A receiver of this kind never answers. A record counts as delivered when the kernel has taken it and the connection
 * was still whole after that. What had not got so far when the connection ended is sent again. When it was
 * reset, so that the receiver certainly lost something, what was written in the last two seconds (4 MiB at most)
 * is sent again, too: such records may arrive twice. When a `LogRecordSocketReceiver` is stopped, it says so and reads what is
 * on its way, so that nothing is lost or comes twice.
 *
 * At the natural end, and in the two seconds that a signal leaves, records are sent; at `process.exit` and an uncaught
 * error if there is a connection and as far as the kernel takes them at once. `await shutdown()` waits for them.
 *
 * @example
 * ```ts
 * import { getLogger, LogRecordSocketReceiver, SocketHandler } from 'loggia/node';
 * const receiver = new LogRecordSocketReceiver({ port: 0, onRecord: (record) => console.log(String(record)) });
 * await receiver.start(); // elsewhere, as a rule; Python's receivers understand the codec 'pickle'
 * const handler = new SocketHandler('127.0.0.1', receiver.port);
 * getLogger('shop').addHandler(handler);
 * getLogger('shop').error('no such item: %s', 'hat');
 * await handler.close();
 * await receiver.stop();
 * ```
 */
export class SocketHandler extends RemoteHandler {
  readonly #timeout: number;
  readonly #link = new Link(() => opened(this.makeSocket(), 'connect', this.#timeout));

  /**
   * @param host - A name or an address; the path of a unix socket if `port` is null.
   * @throws ConfigError for a host, a port or a codec that cannot work.
   */
  constructor(host: string, port: number | null, options: SocketHandlerOptions = {}) {
    super(host, port, options);
    this.#timeout = options.timeout ?? 1000;
  }

  /** Makes a socket that connects. Override it to use another kind, such as TLS. */
  makeSocket(): Socket {
    const target = this.port === null ? { path: this.host } : { host: this.host, port: this.port };
    // Half open: a receiver that has said goodbye still reads.
    return createConnection({ ...target, allowHalfOpen: true });
  }

  /** Makes a connection, if there is none. Rejects if that fails. */
  createSocket(): Promise<void> {
    return this.#link.connect();
  }

  /** Writes bytes, whole frames. Settles when they count as delivered, rejects when they do not. */
  override send(bytes: Uint8Array): Promise<void> {
    const write = (): Promise<void> => this.#link.write(bytes);
    // A subclass may do more to make a connection, as in Python. What is open is written to at once.
    return this.#link.isOpen ? write() : this.createSocket().then(write);
  }

  protected override get isOpen(): boolean {
    return this.#link.isOpen;
  }

  protected override dropSocket(): boolean {
    const wasOpen = this.#link.isOpen;
    this.#link.drop();
    return wasOpen;
  }

  protected override async sendAll(frames: readonly Uint8Array[]): Promise<readonly number[]> {
    await this.send(Buffer.concat(frames));
    return [];
  }

  protected override closeSocket(): Promise<void> {
    return this.#link.close();
  }
}
