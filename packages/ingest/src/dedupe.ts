import { getPlatform } from '@loggia/core';
import { type SeqMarks, type SeqRange, SeqWindow } from './seq-window.js';

/**
 * Keeps the marks of sessions across restarts. What is kept is text that only `createIngest` reads.
 *
 * `load` is asked once for a session that is not in memory; `save` is called before each answer that
 * acknowledges something new. If either fails, the answer is 503 and the client comes back.
 *
 * @example
 * ```ts
 * import { createIngest, type DedupeStore } from '@loggia/ingest';
 * const kept = new Map<string, string>();
 * const store: DedupeStore = { load: (id) => kept.get(id), save: (id, marks) => void kept.set(id, marks) };
 * const ingest = createIngest({ dedupe: { store } });
 * ```
 */
export interface DedupeStore {
  load(session: string): string | undefined | Promise<string | undefined>;
  save(session: string, marks: string): void | Promise<void>;
}

/** How records are told from ones that were accepted before. */
export interface DedupeOptions {
  /** How many sessions are remembered; the one not heard of for longest is forgotten. Default 10,000. */
  readonly sessions?: number | undefined;
  /** How far apart two numbers of a session may arrive and still both be known for sure. Default 16,384. */
  readonly window?: number | undefined;
  /** How long a session is remembered after its last batch, in seconds. Default 691,200, eight days. */
  readonly ttl?: number | undefined;
  /** Default: memory only. */
  readonly store?: DedupeStore | undefined;
}

interface Session {
  readonly window: SeqWindow;
  /** Milliseconds since the epoch. */
  lastSeen: number;
}

/** The marks of all sessions. */
export class Sessions {
  readonly #max: number;
  readonly #windowSize: number;
  readonly #ttlMs: number;
  readonly #store: DedupeStore | undefined;
  // In the order of their last use, oldest first: a Map keeps the order in which keys were set.
  readonly #sessions = new Map<string, Session>();

  constructor({ sessions = 10_000, window = 16_384, ttl = 691_200, store }: DedupeOptions = {}) {
    this.#max = sessions;
    this.#windowSize = window;
    this.#ttlMs = ttl * 1000;
    this.#store = store;
  }

  /** The marks of a session, empty if it is not known, or no longer. */
  async open(id: string): Promise<SeqWindow> {
    const now = getPlatform().now();
    this.#expire(now);
    let session = this.#sessions.get(id);
    if (session === undefined) {
      const kept = await this.#store?.load(id);
      const window = new SeqWindow(this.#windowSize, kept === undefined ? undefined : parseMarks(kept));
      session = { window, lastSeen: now };
    }
    session.lastSeen = now;
    this.#sessions.delete(id);
    this.#sessions.set(id, session);
    this.#expire(now);
    return session.window;
  }

  /** Keeps what was added to a session's marks. */
  async save(id: string, window: SeqWindow): Promise<void> {
    await this.#store?.save(id, JSON.stringify(window.marks()));
  }

  #expire(now: number): void {
    for (const [id, session] of this.#sessions) {
      if (this.#sessions.size <= this.#max && now - session.lastSeen <= this.#ttlMs) return;
      this.#sessions.delete(id);
    }
  }
}

/** Ranges in order and without overlap, so that the work of settling them is bounded by the window. */
export function mergeRanges(ranges: readonly SeqRange[]): SeqRange[] {
  const merged: SeqRange[] = [];
  for (const range of ranges.toSorted((a, b) => a.from - b.from)) {
    const last = merged.at(-1);
    if (last === undefined || range.from > last.to + 1) merged.push(range);
    else merged[merged.length - 1] = { from: last.from, to: Math.max(last.to, range.to) };
  }
  return merged;
}

function parseMarks(text: string): SeqMarks {
  return JSON.parse(text) as SeqMarks;
}
