import { countDropped } from '@loggia/core';

/** What a message takes beside its bytes, roughly. */
const OVERHEAD_BYTES = 100;

/**
 * Messages that the system has not taken yet, bounded: when they are too many, the oldest are given up that are
 * not on their way already.
 */
export class MessageQueue {
  /** Messages given up. */
  dropped = 0;
  readonly #maxBytes: number;
  readonly #messages: Uint8Array[] = [];
  #bytes = 0;
  #onTheWay = 0;
  #waiters: (() => void)[] = [];

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  get length(): number {
    return this.#messages.length;
  }

  push(message: Uint8Array): void {
    // It must not take all others with it.
    if (cost(message) > this.#maxBytes) {
      this.#giveUp(1);
      return;
    }
    this.#messages.push(message);
    this.#bytes += cost(message);
    while (this.#bytes > this.#maxBytes && this.#messages.length > this.#onTheWay) {
      this.#remove(this.#onTheWay);
      this.#giveUp(1);
    }
  }

  /** The oldest message that is not on its way; it is from now on. */
  next(): Uint8Array | undefined {
    const message = this.#messages[this.#onTheWay];
    if (message !== undefined) this.#onTheWay++;
    return message;
  }

  /** The system has taken the oldest of those that are on their way. */
  taken(): void {
    this.#onTheWay--;
    this.#remove(0);
    if (this.#messages.length === 0) this.release();
  }

  /** The system will never take it. */
  refused(): void {
    this.taken();
    this.#giveUp(1);
  }

  /** What was on its way may not have arrived: it is sent again. */
  rewind(): void {
    this.#onTheWay = 0;
  }

  /** Nothing more will be sent: gives up all that is not on its way, and says how many that were. */
  abandon(): number {
    const left = this.#messages.splice(this.#onTheWay);
    for (const message of left) this.#bytes -= cost(message);
    this.#giveUp(left.length);
    this.release();
    return left.length;
  }

  /** Settles when the queue is empty, or nothing can be sent for now. */
  flushed(): Promise<void> {
    return new Promise((resolve) => {
      if (this.#messages.length === 0) resolve();
      else this.#waiters.push(resolve);
    });
  }

  /** Nothing can be sent for now. */
  release(): void {
    for (const resolve of this.#waiters.splice(0)) resolve();
  }

  #remove(index: number): void {
    // `shift` is what engines make fast.
    const message = index === 0 ? this.#messages.shift() : this.#messages.splice(index, 1)[0];
    if (message !== undefined) this.#bytes -= cost(message);
  }

  #giveUp(count: number): void {
    this.dropped += count;
    countDropped(count);
  }
}

function cost(message: Uint8Array): number {
  return message.length + OVERHEAD_BYTES;
}
