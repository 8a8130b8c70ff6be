import { createServer, type Server, type Socket } from 'node:net';
import { DEFAULT_TCP_LOGGING_PORT } from '../ports.js';
import { Connection, type ConnectionLimits } from './connection.js';
import { DEFAULT_MAX_FRAME_BYTES, type ReceiverOptions } from './intake.js';
import { DEFAULT_HOST } from './listening.js';
import { Receiver } from './receiver.js';
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
export class LogRecordSocketReceiver extends Receiver<Server> {
  readonly #options: SocketReceiverOptions;
  readonly #limits: ConnectionLimits;
  readonly #connections = new Set<Connection>();

  constructor(options: SocketReceiverOptions = {}) {
    super(options, DEFAULT_TCP_LOGGING_PORT);
    this.#options = options;
    this.#limits = {
      maxFrameBytes: options.maxFrameBytes ?? DEFAULT_MAX_FRAME_BYTES,
      frameTimeout: options.frameTimeout ?? 30_000,
      idleTimeout: options.idleTimeout ?? 3_600_000,
      afterRefusal: options.afterRefusal ?? 'continue',
    };
  }

  protected override create(): Server {
    const server = createServer({ allowHalfOpen: true }, (socket) => this.#accept(socket));
    server.maxConnections = this.#options.maxConnections ?? 100;
    return server.on('drop', () =>
      this.intake.refuse(new RefusedError('tooMany', 'there are too many connections')),
    );
  }

  protected override listen(server: Server, done: () => void): void {
    const { path, host = DEFAULT_HOST } = this.#options;
    server.listen(path === undefined ? { host, port: this.port } : { path }, done);
  }

  protected override sayGoodbye(): void {
    for (const connection of this.#connections) connection.stop();
  }

  #accept(socket: Socket): void {
    const connection = new Connection(socket, this.intake, this.#limits);
    this.#connections.add(connection);
    socket.once('close', () => this.#connections.delete(connection));
    if (!this.isListening) connection.stop();
  }
}
