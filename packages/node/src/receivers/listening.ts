import type { EventEmitter } from 'node:events';
import type { AddressInfo } from 'node:net';

/** Nobody else's machine reaches it: who wants that says so. */
export const DEFAULT_HOST = '127.0.0.1';

/** A socket that listens, of any kind. */
export interface Listener extends EventEmitter {
  address(): AddressInfo | string | null;
  close(done: () => void): unknown;
}

/** What listens at a port, and can be stopped and started again. */
export abstract class Listening<L extends Listener> {
  #listener: L | undefined;
  #port: number;

  /** @param port - 0 for any free one. */
  constructor(port: number) {
    this.#port = port;
  }

  /** The port. If it was to be any free one, it is known once {@link start} has settled, and stays the same. */
  get port(): number {
    return this.#port;
  }

  /** Starts to listen, also after a stop. Rejects if that is not possible. */
  async start(): Promise<void> {
    if (this.#listener !== undefined) return;
    const listener = this.create();
    this.#listener = listener;
    try {
      await new Promise<void>((resolve, reject) => {
        listener.once('error', reject);
        this.listen(listener, resolve);
      });
    } catch (error) {
      this.#listener = undefined;
      throw error;
    }
    // Reports of what somebody else did, which are none of our business.
    listener.on('error', () => {});
    const address = listener.address();
    if (typeof address === 'object' && address !== null) this.#port = address.port;
  }

  /** Takes in nothing more, tells senders to stop where that is possible, and settles when what was on its way has been read. */
  async stop(): Promise<void> {
    const listener = this.#listener;
    this.#listener = undefined;
    if (listener === undefined) return;
    const closed = new Promise<void>((resolve) => listener.close(() => resolve()));
    await this.sayGoodbye();
    await closed;
  }

  protected get isListening(): boolean {
    return this.#listener !== undefined;
  }

  protected abstract create(): L;

  protected abstract listen(listener: L, done: () => void): void;

  /** Lets go of all senders. */
  protected sayGoodbye(): void | Promise<void> {}
}
