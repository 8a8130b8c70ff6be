import type { Writable } from 'node:stream';
import { getPlatform } from '@loggia/core';
import type { Frame } from './framing.js';
import type { OnFailure, SyslogLink } from './link.js';
import type { MessageQueue } from './message-queue.js';

/** Between attempts to connect, in milliseconds: doubled each time from the first to the last. */
const FIRST_WAIT_MS = 200;
const LONGEST_WAIT_MS = 30_000;

/** A connection, and how messages are told apart on it. */
export interface Connection {
  readonly stream: Writable;
  readonly frame: Frame;
}

/** Opens a connection. It settles within a time of its own. */
export type Connect = () => Promise<Connection>;

/**
 * Messages over a connection, which is made when there is something to send, and made anew when it breaks. A
 * message that the system has not taken by then is sent again.
 */
export class StreamLink implements SyslogLink {
  readonly queue: MessageQueue;
  readonly #connect: Connect;
  readonly #onFailure: OnFailure;
  #connection: Connection | undefined;
  #isConnecting = false;
  #isClosed = false;
  #failures = 0;
  #cancelWait: (() => void) | undefined;

  constructor(connect: Connect, queue: MessageQueue, onFailure: OnFailure) {
    this.#connect = connect;
    this.queue = queue;
    this.#onFailure = onFailure;
  }

  pump(atOnce = false): void {
    if (atOnce) this.#stopWaiting();
    if (this.#connection !== undefined) this.#writeAll(this.#connection);
    else if (this.#cancelWait !== undefined) this.queue.release();
    else if (!this.#isConnecting && !this.#isClosed && this.queue.length > 0) this.#open();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#stopWaiting();
    const { stream } = this.#connection ?? {};
    this.#connection = undefined;
    // A receiver that does not read must not keep the program waiting.
    if (stream?.writableLength === 0) await new Promise<void>((resolve) => stream.end(() => resolve()));
    stream?.destroy();
  }

  #stopWaiting(): void {
    this.#cancelWait?.();
    this.#cancelWait = undefined;
  }

  #open(): void {
    this.#isConnecting = true;
    this.#connect().then(
      (connection) => {
        this.#isConnecting = false;
        if (this.#isClosed) connection.stream.destroy();
        else this.#use(connection);
      },
      (error) => {
        this.#isConnecting = false;
        this.#fail(error);
      },
    );
  }

  #use(connection: Connection): void {
    this.#connection = connection;
    const { stream } = connection;
    const lost = (error?: unknown): void => this.#lose(connection, error);
    // At `end` the other side has said goodbye: what was written now would be lost without a word.
    stream.on('error', lost).on('close', lost).on('end', lost);
    stream.on('drain', () => this.pump());
    this.#writeAll(connection);
  }

  #writeAll(connection: Connection): void {
    const { stream, frame } = connection;
    while (!stream.writableNeedDrain && this.#connection === connection) {
      const message = this.queue.next();
      if (message === undefined) return;
      stream.write(frame(message), (error) => {
        if (error || this.#connection !== connection) return;
        this.#failures = 0;
        this.queue.taken();
      });
    }
  }

  #lose(connection: Connection, error: unknown): void {
    if (this.#connection !== connection) return;
    this.#connection = undefined;
    connection.stream.destroy();
    this.queue.rewind();
    if (this.queue.length > 0)
      this.#fail(error instanceof Error ? error : new Error('The other side closed the connection'));
  }

  #fail(error: unknown): void {
    if (this.#isClosed) {
      this.queue.release();
      return;
    }
    const waitMs = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** this.#failures);
    if (this.#failures++ === 0) this.#onFailure(error);
    this.#cancelWait = getPlatform().timer(waitMs, () => {
      this.#cancelWait = undefined;
      this.pump();
    });
    this.queue.release();
  }
}
