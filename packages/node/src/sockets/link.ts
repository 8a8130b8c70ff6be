import type { Socket } from 'node:net';
import type { Writable } from 'node:stream';
import { GOODBYE } from './goodbye.js';
import { Tail } from './tail.js';

/** How long a receiver may take to read what is left when the connection ends, in milliseconds. */
const CLOSE_MS = 1000;
/** A receiver that vanished without a word is found out after so long. */
const KEEP_ALIVE_MS = 60_000;

/** A socket, or a pipe to a program that has one. */
export type Channel = Writable & Partial<Pick<Socket, 'setNoDelay' | 'setKeepAlive' | 'ref' | 'unref'>>;

interface Write {
  readonly bytes: Uint8Array;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
  /** The kernel has it all. */
  isTaken: boolean;
}

/**
 * One connection to a receiver that never answers, made again when it is needed again. What it promises of a
 * write: the kernel took the bytes, and the connection was still whole when the event loop looked after that.
 *
 * The connection keeps the process alive only while there is something to write.
 */
export class Link {
  readonly #open: () => Promise<Channel>;
  readonly #tail = new Tail();
  /** In doubt since a reset; goes first on the next connection, and is not doubted twice. */
  #again: Uint8Array[] = [];
  #socket: Channel | undefined;
  #connecting: Promise<Channel> | undefined;
  #writes = new Set<Write>();
  #saidGoodbye = false;

  /** @param open - Makes a connected socket; asked once for each connection. */
  constructor(open: () => Promise<Channel>) {
    this.#open = open;
  }

  get isOpen(): boolean {
    return this.#socket !== undefined;
  }

  /** Makes a connection unless there is one. Settles when there is, or cannot be. */
  async connect(): Promise<void> {
    if (this.#socket !== undefined) return;
    this.#connecting ??= this.#open().finally(() => {
      this.#connecting = undefined;
    });
    const socket = await this.#connecting;
    if (this.#socket === undefined) this.#adopt(socket);
  }

  /**
   * Writes; at once if there is a connection. Resolves when the bytes count as delivered, and rejects when they
   * are in doubt.
   */
  write(bytes: Uint8Array): Promise<void> {
    return this.#socket === undefined ? this.connect().then(() => this.#write(bytes)) : this.#write(bytes);
  }

  /** Gives up the connection. What was written and is in doubt is rejected. */
  drop(error: Error = new Error('the connection was given up')): void {
    this.#lost(this.#socket, error);
  }

  /** Ends the connection after what was written, and waits until the receiver, which then has read it, ends its side. */
  async close(): Promise<void> {
    const socket = this.#socket;
    this.#tail.clear();
    this.#again = [];
    if (socket === undefined) return;
    this.#socket = undefined;
    await end(socket);
  }

  #adopt(socket: Channel): void {
    this.#socket = socket;
    this.#saidGoodbye = false;
    socket.setNoDelay?.(true).setKeepAlive?.(true, KEEP_ALIVE_MS);
    socket.on('data', (chunk: Buffer | string) => {
      this.#saidGoodbye ||= Buffer.from(chunk as Buffer).includes(GOODBYE);
    });
    socket.on('end', () => this.#ended(socket));
    socket.on('error', (error: NodeJS.ErrnoException) => this.#lost(socket, error));
    socket.on('close', () => this.#lost(socket, new Error('the connection was closed')));
    const again = this.#again;
    this.#again = [];
    for (const bytes of again) socket.write(bytes);
    this.#rest();
  }

  #write(bytes: Uint8Array): Promise<void> {
    const socket = this.#socket;
    if (socket === undefined) return Promise.reject(new Error('there is no connection'));
    return new Promise((resolve, reject) => {
      const write: Write = { bytes, resolve, reject, isTaken: false };
      this.#writes.add(write);
      socket.ref?.();
      socket.write(bytes, (error) => {
        if (error) return;
        write.isTaken = true;
        // The first turn may be over before the loop has looked at the socket; after the second it has.
        setImmediate(() => setImmediate(() => this.#settle(write)));
      });
    });
  }

  #settle(write: Write): void {
    if (!this.#writes.delete(write)) return;
    this.#tail.add(write.bytes);
    write.resolve();
    this.#rest();
  }

  // What is said by the receiver's end: with a goodbye, that it reads on until we end, too; without, that it reads
  // nothing more, so what was on its way is lost.
  #ended(socket: Channel): void {
    if (socket !== this.#socket) return;
    if (!this.#saidGoodbye) {
      this.#lost(socket, new Error('the receiver closed the connection'));
      return;
    }
    this.#socket = undefined;
    this.#tail.clear();
    const writes = this.#writes;
    this.#writes = new Set();
    end(socket).then(() => {
      for (const write of writes) {
        if (write.isTaken) write.resolve();
        else write.reject(new Error('the receiver closed the connection'));
      }
    });
  }

  #lost(socket: Channel | undefined, error: NodeJS.ErrnoException): void {
    if (socket === undefined || socket !== this.#socket) return;
    this.#socket = undefined;
    const wasReset = error.code === 'ECONNRESET' || error.code === 'EPIPE';
    if (wasReset) this.#again = this.#tail.take();
    else this.#tail.clear();
    socket.destroy();
    for (const { reject } of this.#writes) reject(error);
    this.#writes.clear();
  }

  #rest(): void {
    if (this.#writes.size === 0) this.#socket?.unref?.();
  }
}

async function end(socket: Channel): Promise<void> {
  socket.ref?.();
  const timer = setTimeout(() => socket.destroy(), CLOSE_MS);
  await new Promise((resolve) => {
    socket.once('close', resolve);
    socket.end();
  });
  clearTimeout(timer);
}
