import { DropLedger } from './drop-ledger.js';
import { EntryQueue } from './entry-queue.js';
import type { DropRange, DropReason, Entry, TakeLimit, Taken } from './store.js';

/** One for each of Python's levels from NOTSET to CRITICAL; a level in between belongs to the one below. */
export const LANES = 6;

/** An estimate of a drop range in a request, in bytes. */
const RANGE_BYTES = 64;

/** One session's records, and what it has to declare. */
export class SessionQueue {
  readonly session: string;
  readonly drops: DropLedger = new DropLedger();
  #emitted = -1;
  readonly #lanes: readonly EntryQueue[] = Array.from({ length: LANES }, () => new EntryQueue());

  constructor(session: string) {
    this.session = session;
  }

  append(entry: Entry): void {
    this.#emitted = Math.max(this.#emitted, entry.seq);
    this.#lanes[laneOf(entry)]!.push(entry);
  }

  /** Takes the oldest entry of that lane away and records the drop. */
  evict(lane: number): Entry | undefined {
    const entry = this.#lanes[lane]!.shift();
    if (entry !== undefined) this.drop(entry, 'full');
    return entry;
  }

  drop(entry: Entry, reason: DropReason): void {
    this.drops.add(entry.seq, reason, entry.levelno);
  }

  restore(entries: readonly Entry[]): void {
    for (const entry of entries) this.#lanes[laneOf(entry)]!.restore(entry);
  }

  /** Takes the oldest entries, and declares drops on at most half of the bytes. */
  take(limit: TakeLimit): Taken | undefined {
    const dropped = this.drops.first(Math.max(1, Math.floor(limit.bytes / 2 / RANGE_BYTES)));
    const entries: Entry[] = [];
    let left = limit.bytes - dropped.length * RANGE_BYTES;
    for (let lane = this.#oldestLane(); lane !== undefined; lane = this.#oldestLane()) {
      left -= lane.peek()!.bytes + 1; // and a comma
      if (entries.length > 0 && (left < 0 || entries.length >= limit.records)) break;
      entries.push(lane.shift()!);
    }
    return this.#taken(entries, dropped);
  }

  /** Takes what fits, the highest levels first. */
  takeHighest(limit: TakeLimit): Taken | undefined {
    const dropped = this.drops.first(Math.floor(limit.bytes / 2 / RANGE_BYTES));
    const entries: Entry[] = [];
    let left = limit.bytes - dropped.length * RANGE_BYTES;
    for (const lane of this.#lanes.toReversed()) {
      while (entries.length < limit.records && lane.length > 0 && lane.peek()!.bytes < left) {
        left -= lane.peek()!.bytes + 1;
        entries.push(lane.shift()!);
      }
    }
    return this.#taken(
      entries.sort((a, b) => a.seq - b.seq),
      dropped,
    );
  }

  #taken(entries: readonly Entry[], dropped: readonly DropRange[]): Taken | undefined {
    if (entries.length === 0 && dropped.length === 0) return undefined;
    return { session: this.session, emitted: this.#emitted, entries, dropped };
  }

  #oldestLane(): EntryQueue | undefined {
    let oldest: EntryQueue | undefined;
    for (const lane of this.#lanes) {
      if (lane.length > 0 && (!oldest || lane.peek()!.seq < oldest.peek()!.seq)) oldest = lane;
    }
    return oldest;
  }
}

function laneOf({ levelno }: Entry): number {
  return Math.min(Math.max(Math.floor(levelno / 10), 0), LANES - 1);
}
