import { createServer, type Server, type Socket } from 'node:net';
import { ConfigError, getPlatform, reportError } from '@loggia/core';
import type { ListenOptions } from '@loggia/core/config';
import { FrameReader } from './frame-reader.js';
import { DEFAULT_HOST, Listening } from './listening.js';

/** What the server can be told; see `ListenOptions`. */
export type ConfigServerOptions = Pick<ListenOptions, 'verify' | 'host' | 'maxBytes' | 'timeout'>;

/** What the server hands on. */
export interface ConfigServerEvents {
  /** Applies the text of a configuration. What it throws is what is wrong with it. */
  apply(text: string): void;
  /** Something was refused. It is called for each bad configuration, and once for each other reason. */
  onRefused(error: Error): void;
}

type Reason = 'tooLong' | 'cutShort' | 'idle' | 'tooMany' | 'notVerified';

/** Beyond these, connections are closed at once: nobody sends many configurations at a time. */
const MAX_CONNECTIONS = 16;
const DEFAULT_MAX_BYTES = 2 ** 20;
const DEFAULT_TIMEOUT_MS = 10_000;
/** How long a sender may take to read the answer, in milliseconds. */
const ANSWER_MS = 1000;

/**
 * Receives configurations over TCP: four bytes of length, then the text, one in each connection, as Python's
 * `logging.config.listen` takes them. They are applied one after the other. The sender is answered, if it waits for it:
 * `ok`, or `error: ` and what is wrong.
 */
export class ConfigServer extends Listening<Server> {
  readonly #options: ConfigServerOptions;
  readonly #events: ConfigServerEvents;
  readonly #sockets = new Set<Socket>();
  /** What was told once. */
  readonly #told = new Set<Reason>();
  /** Settles when the configurations that came so far are applied or refused. */
  #last: Promise<void> = Promise.resolve();

  constructor(port: number, options: ConfigServerOptions, events: ConfigServerEvents) {
    super(port);
    this.#options = options;
    this.#events = events;
  }

  protected override create(): Server {
    const server = createServer({ allowHalfOpen: true }, (socket) => this.#accept(socket));
    server.maxConnections = MAX_CONNECTIONS;
    return server.on('drop', () => this.#refuse('tooMany', 'there are too many connections'));
  }

  protected override listen(server: Server, done: () => void): void {
    server.listen({ host: this.#options.host ?? DEFAULT_HOST, port: this.port }, done);
  }

  /** What came whole is applied before. */
  protected override async sayGoodbye(): Promise<void> {
    await this.#last;
    for (const socket of this.#sockets) socket.destroy();
  }

  #accept(socket: Socket): void {
    const { maxBytes = DEFAULT_MAX_BYTES, timeout = DEFAULT_TIMEOUT_MS } = this.#options;
    let isWhole = false;
    const fail = (reason: Reason, message: string): void => {
      this.#refuse(reason, message);
      reader.stop();
      socket.destroy();
    };
    const reader = new FrameReader(maxBytes, {
      onFrame: (payload) => {
        isWhole = true;
        reader.stop();
        cancelTimer();
        this.#enqueue(Uint8Array.from(payload), socket);
      },
      onTooLong: (length) =>
        fail('tooLong', `a configuration of ${length} bytes is longer than the ${maxBytes} that are allowed`),
    });
    const cancelTimer = getPlatform().timer(timeout, () =>
      fail('idle', `a configuration did not come whole within ${timeout} ms`),
    );
    this.#sockets.add(socket);
    socket.on('data', (chunk) => reader.push(chunk));
    socket.on('end', () => {
      if (isWhole) return; // the answer ends it
      if (reader.isWithin) fail('cutShort', 'a connection ended in the middle of a configuration');
      else socket.end();
    });
    // Whatever goes wrong, the connection closes, and there is nobody to tell.
    socket.on('error', () => {});
    socket.on('close', () => {
      cancelTimer();
      this.#sockets.delete(socket);
    });
  }

  #enqueue(bytes: Uint8Array, socket: Socket): void {
    this.#last = this.#last
      .then(() => this.#take(bytes))
      .then((answer) => {
        const timer = setTimeout(() => socket.destroy(), ANSWER_MS).unref();
        socket.once('close', () => clearTimeout(timer)).end(answer);
      });
  }

  /** Applies a configuration, and says what the sender is answered. It never throws. */
  async #take(bytes: Uint8Array): Promise<string> {
    try {
      const verified = await this.#verify(bytes);
      if (verified === null) return '';
      this.#events.apply(decode(verified));
      return 'ok\n';
    } catch (error) {
      this.#tell(error as Error);
      return `error: ${(error as Error).message}\n`;
    }
  }

  /** Null for bytes that may not be read; why is nobody's business but ours. */
  async #verify(bytes: Uint8Array): Promise<Uint8Array | null> {
    const { verify } = this.#options;
    if (verify === undefined) return bytes;
    try {
      const verified = await verify(bytes);
      if (verified === null || verified instanceof Uint8Array)
        return verified ?? this.#refuseUnverified(bytes);
      throw new TypeError('verify must return bytes or null');
    } catch (error) {
      return this.#refuseUnverified(bytes, error);
    }
  }

  #refuseUnverified(bytes: Uint8Array, cause?: unknown): null {
    const why = cause instanceof Error ? `: ${cause.name}: ${cause.message}` : '';
    this.#refuse('notVerified', `verify refused a configuration of ${bytes.length} bytes${why}`);
    return null;
  }

  // Strangers must not be able to fill the log.
  #refuse(reason: Reason, message: string): void {
    if (!this.#told.has(reason)) this.#tell(new Error(message));
    this.#told.add(reason);
  }

  #tell(error: Error): void {
    try {
      this.#events.onRefused(error);
    } catch (another) {
      reportError(null, another);
    }
  }
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new ConfigError('', 'Unable to read the configuration: it is not UTF-8', { cause });
  }
}
