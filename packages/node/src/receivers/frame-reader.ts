import { HEADER_BYTES } from '../sockets/frame.js';

/** What a frame takes in memory at first: whatever its length claims, memory grows only with what has come. */
const FIRST_BYTES = 4096;

/** What {@link FrameReader} finds. */
export interface FrameEvents {
  /** A whole payload. It is only valid during the call. */
  onFrame(payload: Uint8Array): void;
  /** A frame longer than the limit; its bytes will be skipped. */
  onTooLong(length: number): void;
}

/** Cuts a stream of bytes into frames, each with its 4-byte length before it. */
export class FrameReader {
  readonly #maxBytes: number;
  readonly #events: FrameEvents;
  #buffer: Buffer = Buffer.alloc(0);
  /** How much of the present header or payload is in the buffer. */
  #filled = 0;
  /** Of the payload; undefined while the header is read. */
  #length: number | undefined;
  #skip = 0;
  #isStopped = false;

  constructor(maxBytes: number, events: FrameEvents) {
    this.#maxBytes = maxBytes;
    this.#events = events;
  }

  /** Whether a frame has begun and is not complete. */
  get isWithin(): boolean {
    return this.#filled > 0 || this.#length !== undefined || this.#skip > 0;
  }

  /** Reads no further, not even what is left of the present chunk. */
  stop(): void {
    this.#isStopped = true;
    this.#buffer = Buffer.alloc(0);
  }

  push(chunk: Buffer): void {
    let at = 0;
    while (at < chunk.length && !this.#isStopped) {
      if (this.#skip > 0) {
        const skipped = Math.min(this.#skip, chunk.length - at);
        this.#skip -= skipped;
        at += skipped;
      } else at += this.#fill(chunk.subarray(at));
    }
  }

  #fill(chunk: Buffer): number {
    const wanted = this.#length ?? HEADER_BYTES;
    // A whole payload within the chunk need not be copied.
    if (this.#filled === 0 && chunk.length >= wanted) {
      this.#complete(chunk.subarray(0, wanted));
      return wanted;
    }
    const taken = Math.min(wanted - this.#filled, chunk.length);
    this.#reserve(this.#filled + taken, wanted);
    chunk.copy(this.#buffer, this.#filled, 0, taken);
    this.#filled += taken;
    if (this.#filled === wanted) {
      this.#filled = 0;
      const whole = this.#buffer.subarray(0, wanted);
      if (this.#length !== undefined) this.#buffer = Buffer.alloc(0);
      this.#complete(whole);
    }
    return taken;
  }

  #complete(bytes: Buffer): void {
    if (this.#length === undefined) this.#begin(bytes.readUInt32BE());
    else {
      this.#length = undefined;
      this.#events.onFrame(bytes);
    }
  }

  #begin(length: number): void {
    if (length > this.#maxBytes) {
      this.#skip = length;
      this.#events.onTooLong(length);
    } else if (length === 0) this.#events.onFrame(Buffer.alloc(0));
    else this.#length = length;
  }

  #reserve(needed: number, limit: number): void {
    if (needed <= this.#buffer.length) return;
    const size = Math.min(limit, Math.max(needed, this.#buffer.length * 2, FIRST_BYTES));
    const larger = Buffer.alloc(size);
    this.#buffer.copy(larger, 0, 0, this.#filled);
    this.#buffer = larger;
  }
}
