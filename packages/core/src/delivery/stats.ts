import { state } from '../state.js';
import type { DropReason } from './store.js';

/**
 * What delivery is doing: `waiting` after a failure, `offline` until the host has a network again, `blocked`
 * while the receiver cannot be reached or refuses the credentials, which is tried again once a minute, or the host
 * forbids requests to it, which it does until the page is loaded anew.
 */
export type DeliveryState = 'idle' | 'sending' | 'waiting' | 'offline' | 'blocked';

/** What {@link DeliveryStats} counts up. */
export interface DeliveryCounts {
  /** Records accepted for delivery. */
  emitted: number;
  /** Records that the receiver took. */
  delivered: number;
  /** Records that the receiver had already: the answer to an earlier attempt was lost. */
  duplicates: number;
  /** Records that the receiver will never take, as it said of each. */
  rejected: number;
  /** Batches sent, each counted once however often it was sent again. */
  batches: number;
  /** Attempts to send a batch again. */
  retries: number;
  /** Bytes of all bodies sent, in UTF-8. */
  bytes: number;
  /** Records that were shortened because they were too large; they count elsewhere, too. */
  truncated: number;
  /** Records given up, by reason. */
  readonly dropped: Record<DropReason, number>;
}

/**
 * A handler's account of its records. At any time, for a store that was empty at the beginning:
 * `emitted = delivered + duplicates + rejected + pending + ` the sum of `dropped`.
 */
export interface DeliveryStats extends Readonly<DeliveryCounts> {
  /** Records that wait, or are on their way. */
  readonly pending: number;
  readonly state: DeliveryState;
  /** Seconds by which the clock here is ahead of the receiver's; null where no answer told. */
  readonly clockSkew: number | null;
}

export function newCounts(): DeliveryCounts {
  const dropped = { full: 0, tooLarge: 0, refused: 0, expired: 0, corrupt: 0 };
  return {
    emitted: 0,
    delivered: 0,
    duplicates: 0,
    rejected: 0,
    batches: 0,
    retries: 0,
    bytes: 0,
    truncated: 0,
    dropped,
  };
}

/** The account as it is now: what is given is counted on elsewhere. */
export function statsOf(
  { dropped, ...counts }: DeliveryCounts,
  pending: number,
  doing: DeliveryState,
  clockSkew: number | null = null,
): DeliveryStats {
  return { ...counts, pending, state: doing, clockSkew, dropped: { ...dropped } };
}

/** Counts a drop, here and for the whole process. */
export function countDrop(counts: DeliveryCounts, reason: DropReason, records: number): void {
  counts.dropped[reason] += records;
  state.stats.dropped += records;
}

/** Counts an answer. Whatever it claims, each of the `sent` records is counted once. */
export function countAnswer(
  counts: DeliveryCounts,
  sent: readonly number[],
  duplicates: number,
  rejected: readonly number[],
): void {
  const asked = new Set(sent);
  const refused = new Set(rejected.filter((seq) => asked.has(seq))).size;
  const known = Math.min(Math.max(Math.trunc(duplicates) || 0, 0), sent.length - refused);
  counts.rejected += refused;
  counts.duplicates += known;
  counts.delivered += sent.length - refused - known;
}
