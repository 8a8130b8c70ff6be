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
  /** How many entries are taken, and neither settled nor restored. */
  out = 0;
  #emitted = -1;
  readonly #lanes: readonly EntryQueue[] = Array.from({ length: LANES }, () => new EntryQueue());

  constructor(session: string) {
    this.session = session;
  }

  get isWaiting(): boolean {
    return this.#lanes.some((lane) => lane.length > 0);
  }

  noteEmitted(seq: number): void {
    this.#emitted = Math.max(this.#emitted, seq);
  }

  append(entry: Entry): void {
    this.noteEmitted(entry.seq);
    this.#lanes[laneOf(entry)]!.push(entry);
  }

  /** Takes the oldest entry of that lane away and records the drop, if it was accepted before that time. */
  evict(lane: number, reason: DropReason, before: number): Entry | undefined {
    const entry = this.#lanes[lane]!.peek();
    if (entry === undefined || entry.at >= before) return undefined;
    this.drop(entry, reason);
    return this.#lanes[lane]!.shift();
  }

  drop(entry: Entry, reason: DropReason): void {
    const { seq, levelno } = entry;
    this.drops.add({ from: seq, to: seq, reason, levelno });
  }

  restore(entries: readonly Entry[]): void {
    this.out -= entries.length;
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
    return entries.length > 0
      ? this.#taken(
          entries.sort((a, b) => a.seq - b.seq),
          dropped,
        )
      : undefined;
  }

  #taken(entries: readonly Entry[], dropped: readonly DropRange[]): Taken | undefined {
    if (entries.length === 0 && dropped.length === 0) return undefined;
    this.out += entries.length;
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
