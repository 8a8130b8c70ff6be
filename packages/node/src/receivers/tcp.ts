import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { Connection, type ConnectionLimits } from './connection.js';
import { DEFAULT_MAX_FRAME_BYTES, Intake, type ReceiverOptions, type ReceiverStats } from './intake.js';
import { RefusedError } from './refusal.js';

/** Options of {@link LogRecordSocketReceiver}. */
export interface SocketReceiverOptions extends ReceiverOptions {
  /** The path of a unix socket to listen at, in place of host and port. */
  readonly path?: string;
  /** What a refused record leads to: `continue` with the next one, or `close` the connection. Default `continue`. */
  readonly afterRefusal?: 'continue' | 'close';
  /** How many connections may be open at once; further ones are closed. Default 100. */
  readonly maxConnections?: number;
  /** Milliseconds that a record may take from its first byte to its last. Default 30,000. */
  readonly frameTimeout?: number;
  /** Milliseconds that a connection may say nothing; 0 for any time. Default 3,600,000. */
  readonly idleTimeout?: number;
}

const DEFAULT_PORT = 9020;

/**
 * Receives records over TCP or a unix socket from {@link SocketHandler} and from Python's `SocketHandler`: pickles
 * as data only, or JSON.
 *
 * Whatever a sender does, memory is bounded and other connections go on. A record that is refused is skipped; the
 * connection is closed if it sends too slowly, is idle for too long or sends a frame of more than 64 MiB.
 *
 * @example
 * ```ts
 * import { LogRecordSocketReceiver } from 'loggia/node';
 * const receiver = new LogRecordSocketReceiver({ port: 0, onRecord: (record) => console.log(record.getMessage()) });
 * await receiver.start();
 * console.log(receiver.port > 0); // true
 * await receiver.stop();
 * ```
 */
export class LogRecordSocketReceiver {
  readonly #options: SocketReceiverOptions;
  readonly #limits: ConnectionLimits;
  readonly #intake: Intake;
  readonly #connections = new Set<Connection>();
  #server: Server | undefined;
  #port: number;

  constructor(options: SocketReceiverOptions = {}) {
    this.#options = options;
    this.#port = options.port ?? DEFAULT_PORT;
    this.#limits = {
      maxFrameBytes: options.maxFrameBytes ?? DEFAULT_MAX_FRAME_BYTES,
      frameTimeout: options.frameTimeout ?? 30_000,
      idleTimeout: options.idleTimeout ?? 3_600_000,
      afterRefusal: options.afterRefusal ?? 'continue',
    };
    this.#intake = new Intake(options);
  }

  /** The port. If it was to be any free one, it is known once {@link start} has settled, and stays the same. */
  get port(): number {
    return this.#port;
  }

  get stats(): ReceiverStats {
    return this.#intake.stats;
  }

  /** Starts to listen, also after a stop. Rejects if that is not possible. */
  async start(): Promise<void> {
    if (this.#server !== undefined) return;
    const server = createServer({ allowHalfOpen: true }, (socket) => this.#accept(socket));
    this.#server = server;
    server.maxConnections = this.#options.maxConnections ?? 100;
    server.on('drop', () =>
      this.#intake.refuse(new RefusedError('tooMany', 'there are too many connections')),
    );
    const { path, host = '127.0.0.1' } = this.#options;
    try {
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen(path === undefined ? { host, port: this.#port } : { path }, resolve);
      });
    } catch (error) {
      this.#server = undefined;
      throw error;
    }
    if (path === undefined) this.#port = (server.address() as AddressInfo).port;
  }

  /** Accepts no more connections, tells senders to stop, and settles when what was on its way has been read. */
  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (server === undefined) return;
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    for (const connection of this.#connections) connection.stop();
    await closed;
  }

  #accept(socket: Socket): void {
    const connection = new Connection(socket, this.#intake, this.#limits);
    this.#connections.add(connection);
    socket.once('close', () => this.#connections.delete(connection));
    if (this.#server === undefined) connection.stop();
  }
}
