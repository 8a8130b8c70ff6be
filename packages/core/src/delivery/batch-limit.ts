import type { TakeLimit } from './store.js';

/** By how much a limit grows with each batch that the receiver takes. */
const GROWTH = 1.05;

/** How much goes into one batch: as configured, but less for a while after the receiver found one too large. */
export class BatchLimit implements TakeLimit {
  readonly records: number;
  bytes: number;
  readonly #mostBytes: number;

  constructor({ records, bytes }: TakeLimit) {
    this.records = records;
    this.bytes = bytes;
    this.#mostBytes = bytes;
  }

  /** @param refused - The bytes of the batch that was too large. */
  halve(refused: number): void {
    this.bytes = Math.floor(Math.min(refused, this.bytes) / 2);
  }

  grow(): void {
    this.bytes = Math.min(this.#mostBytes, Math.ceil(this.bytes * GROWTH));
  }
}
