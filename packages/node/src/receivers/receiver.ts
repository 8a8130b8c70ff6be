import type { EventEmitter } from 'node:events';
import type { AddressInfo } from 'node:net';
import { Intake, type ReceiverOptions, type ReceiverStats } from './intake.js';

/** What listens for one of the receivers. */
interface Listener extends EventEmitter {
  address(): AddressInfo | string | null;
  close(done: () => void): unknown;
}

/** What both receivers have in common: they listen, can be stopped and started again, and account for what came. */
export abstract class Receiver<L extends Listener> {
  protected readonly intake: Intake;
  #listener: L | undefined;
  #port: number;

  constructor(options: ReceiverOptions, defaultPort: number) {
    this.intake = new Intake(options);
    this.#port = options.port ?? defaultPort;
  }

  /** The port. If it was to be any free one, it is known once {@link start} has settled, and stays the same. */
  get port(): number {
    return this.#port;
  }

  get stats(): ReceiverStats {
    return this.intake.stats;
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
    this.sayGoodbye();
    await closed;
  }

  protected get isListening(): boolean {
    return this.#listener !== undefined;
  }

  protected abstract create(): L;

  protected abstract listen(listener: L, done: () => void): void;

  /** Tells all senders to stop. */
  protected sayGoodbye(): void {}
}
