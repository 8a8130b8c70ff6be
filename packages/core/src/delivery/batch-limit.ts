import type { TakeLimit } from './store.js';

/** By how much a limit grows with each batch that the receiver takes. */
const GROWTH = 1.05;

/** How much goes into one batch: as configured, but less for a while after the receiver found one too large. */
export class BatchLimit implements TakeLimit {
  readonly #most: TakeLimit;
  records: number;
  bytes: number;

  constructor(most: TakeLimit) {
    this.#most = most;
    this.records = most.records;
    this.bytes = most.bytes;
  }

  /** Both halves count, so that even the smallest batch is split in the end. */
  halve(records: number, bytes: number): void {
    this.records = Math.max(1, Math.floor(records / 2));
    this.bytes = Math.floor(Math.min(bytes, this.bytes) / 2);
  }

  grow(): void {
    this.records = Math.min(this.#most.records, Math.ceil(this.records * GROWTH));
    this.bytes = Math.min(this.#most.bytes, Math.ceil(this.bytes * GROWTH));
  }
}
