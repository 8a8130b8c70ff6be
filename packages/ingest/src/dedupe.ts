import { getPlatform, reportError } from '@loggia/core';
import { Session } from './session.js';

/**
 * Keeps the marks of sessions across restarts, as `fileDedupeStore` of `loggia/node` does. What is kept is text
 * that only `createIngest` reads.
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

/** All sessions. */
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

  /** A session, new if it is not known, or no longer. */
  async open(id: string): Promise<Session> {
    const now = getPlatform().now();
    this.#expire(now);
    const session = this.#sessions.get(id) ?? (await this.#load(id));
    session.lastSeen = now;
    this.#sessions.delete(id);
    this.#sessions.set(id, session);
    this.#expire(now);
    return session;
  }

  /** Keeps what was added to a session's marks. */
  async save(id: string, session: Session): Promise<void> {
    if (this.#store !== undefined) await this.#store.save(id, session.toText());
  }

  get size(): number {
    return this.#sessions.size;
  }

  get(id: string): Session | undefined {
    return this.#sessions.get(id);
  }

  /** The one not heard of for longest first. */
  [Symbol.iterator](): IterableIterator<[string, Session]> {
    return this.#sessions.entries();
  }

  async #load(id: string): Promise<Session> {
    const kept = await this.#store?.load(id);
    if (kept === undefined) return new Session(this.#windowSize);
    try {
      return new Session(this.#windowSize, kept);
    } catch (error) {
      // To refuse the session would lose its records; to begin anew may at worst take some twice.
      reportError(null, error);
      return new Session(this.#windowSize);
    }
  }

  #expire(now: number): void {
    for (const [id, session] of this.#sessions) {
      if (this.#sessions.size <= this.#max && now - session.lastSeen <= this.#ttlMs) return;
      this.#sessions.delete(id);
    }
  }
}
