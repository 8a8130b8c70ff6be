import { mergeRanges } from './seq-ranges.js';
import { type SeqMarks, SeqWindow } from './seq-window.js';
import type { Batch } from './validate.js';

/**
 * The account of a session's records. Always: `received + dropped + expected = emitted`.
 */
export interface SessionAccount {
  readonly session: string;
  /** How many records the client has made, as far as it has said. */
  readonly emitted: number;
  /** How many have come, each counted once. */
  readonly received: number;
  /** How many of those that have come were rejected. */
  readonly rejected: number;
  /** How many the client has declared as dropped. */
  readonly dropped: number;
  /** How many are still to come. */
  readonly expected: number;
  /** How many of those lie below one that has come or was declared: late, or lost. */
  readonly gaps: number;
  /** When the last batch came, in seconds since the epoch. */
  readonly lastSeen: number;
}

/** What is kept of a session. */
interface Kept extends SeqMarks {
  readonly emitted: number;
  readonly rejected: number;
  readonly dropped: number;
}

/** What is known of one session. */
export class Session {
  readonly window: SeqWindow;
  /** Milliseconds since the epoch. */
  lastSeen = 0;
  #emitted: number;
  #rejected: number;
  #dropped: number;

  constructor(windowSize: number, text?: string) {
    const kept = text === undefined ? undefined : (JSON.parse(text) as Kept);
    this.window = new SeqWindow(windowSize, kept);
    this.#emitted = kept?.emitted ?? -1;
    this.#rejected = kept?.rejected ?? 0;
    this.#dropped = kept?.dropped ?? 0;
  }

  /** Notes how far the client has counted. Returns whether that is new. */
  noteEmitted(emitted: number): boolean {
    if (emitted <= this.#emitted) return false;
    this.#emitted = emitted;
    return true;
  }

  /** Settles a record that will never be accepted. Returns whether it is new. */
  reject(seq: number): boolean {
    if (this.window.has(seq)) return false;
    this.window.add(seq);
    this.#rejected++;
    return true;
  }

  /** Settles what was declared, and returns how many were new by reason. */
  declare(dropped: Batch['dropped']): Map<string, number> {
    const added = new Map<string, number>();
    for (const reason of new Set(dropped.map((range) => range.reason))) {
      const ranges = dropped.filter((range) => range.reason === reason);
      const sum = mergeRanges(ranges).reduce((before, range) => before + this.window.addRange(range), 0);
      this.#dropped += sum;
      added.set(reason, sum);
    }
    return added;
  }

  account(session: string): SessionAccount {
    const { count, top } = this.window;
    const emitted = Math.max(this.#emitted, top) + 1;
    return {
      session,
      emitted,
      received: count - this.#dropped,
      rejected: this.#rejected,
      dropped: this.#dropped,
      expected: emitted - count,
      gaps: top + 1 - count,
      lastSeen: this.lastSeen / 1000,
    };
  }

  toText(): string {
    const [emitted, rejected, dropped] = [this.#emitted, this.#rejected, this.#dropped];
    return JSON.stringify({ ...this.window.marks(), emitted, rejected, dropped } satisfies Kept);
  }
}
