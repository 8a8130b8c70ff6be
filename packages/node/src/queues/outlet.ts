// Hot path: what a record costs the thread that logs it.
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import type { QueueLimits } from './limits.js';

/** What the reading thread has taken so far, both modulo 2 ** 32. */
const RECORDS = 0;
const CHARACTERS = 1;

/** What goes in one message. */
const BATCH_RECORDS = 64;
const BATCH_CHARACTERS = 65_536;

/** What the reading thread is given. */
export interface Inlet {
  readonly port: MessagePort;
  readonly taken: Int32Array<SharedArrayBuffer>;
}

/**
 * The writing end of a channel between threads. A text is with the other thread when `post` returns: this one may
 * exit at once. How far the other one is behind is told by memory that both see, so that it is known also
 * while this thread's event loop stands still, and no listener of ours disturbs a port of the application.
 */
export class Outlet {
  /** To be transferred to the reading thread, with its port in the list. */
  readonly inlet: Inlet;
  readonly port: MessagePort;
  isClosed = false;
  readonly #limits: QueueLimits;
  readonly #taken: Int32Array<SharedArrayBuffer>;
  #records = 0;
  #characters = 0;
  #batch: string[] = [];
  #batchCharacters = 0;

  /** @param onGone - Called when the other side has closed its end, or its thread has ended. */
  constructor(limits: QueueLimits, onGone: () => void) {
    const { port1, port2 } = new MessageChannel();
    this.#limits = limits;
    this.#taken = new Int32Array(new SharedArrayBuffer(8));
    this.inlet = { port: port2, taken: this.#taken };
    this.port = port1;
    port1.on('close', () => {
      if (this.isClosed) return;
      this.isClosed = true;
      onGone();
    });
    port1.unref();
  }

  /** How many texts have been posted. */
  get posted(): number {
    return this.#records;
  }

  /** Records that the other side has not taken yet. */
  get pending(): number {
    // In 32 bits, so that the difference is right when the counters have gone round.
    return (this.#records - Atomics.load(this.#taken, RECORDS)) | 0;
  }

  /** Whether the other side keeps up well enough to be sent so much more. */
  hasRoomFor(text: string, share = 1): boolean {
    const characters = (this.#characters - Atomics.load(this.#taken, CHARACTERS)) | 0;
    const { capacity, maxCharacters } = this.#limits;
    return this.pending < capacity * share && characters + text.length <= maxCharacters * share;
  }

  post(text: string): void {
    this.#count(text);
    this.port.postMessage(text);
  }

  /** Posts it at the end of this turn, or when there are enough: a message costs as much as making the text. */
  postSoon(text: string): void {
    this.#count(text);
    this.#batch.push(text);
    this.#batchCharacters += text.length;
    if (this.#batch.length >= BATCH_RECORDS || this.#batchCharacters >= BATCH_CHARACTERS) this.postBatch();
    else if (this.#batch.length === 1) queueMicrotask(() => this.postBatch());
  }

  /** Posts now what was to be posted soon. */
  postBatch(): void {
    if (this.#batch.length === 0) return;
    this.port.postMessage(this.#batch);
    this.#batch = [];
    this.#batchCharacters = 0;
  }

  #count(text: string): void {
    this.#records++;
    this.#characters += text.length;
  }

  close(): void {
    this.isClosed = true;
    this.port.close();
  }
}

/** Notes that a text was taken. */
export function noteTaken({ taken }: Inlet, text: string): void {
  Atomics.add(taken, CHARACTERS, text.length);
  Atomics.add(taken, RECORDS, 1);
}
