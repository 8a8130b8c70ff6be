import type { Entry, ExitPhase } from '@loggia/core';
import { ChunkStore } from './chunk-store.js';
import { CLOSED, isChunk, type RowKey, readChunk } from './row-key.js';

/** The pages of an origin share a database: it holds what so many of them may hold. */
const PAGES = 5;
const WEEK = 604_800;

/** The buffer of one page that outlives it. What it gives up was never to be delivered, so it declares nothing. */
export class RingStore extends ChunkStore {
  /** Of the records in it. */
  readonly session: string;
  /** Whether the page is gone, for all that is known. */
  #hasEnded = false;

  constructor(name: string, session: string, capacity: number, maxBytes: number) {
    super(name, { capacity, maxBytes, maxAge: WEEK, declares: false, pages: PAGES });
    this.session = session;
  }

  /**
   * Takes what pages left that have ended: as they should, or not. No other page gets it then. Where nobody can tell
   * which pages live, that is nothing.
   */
  async claim(hasClosed: boolean): Promise<Entry[]> {
    const found = await this.remains.claim((left) => {
      const sessionsOf = (keys: RowKey[]): Set<string> => new Set(keys.map(([, session]) => session));
      const closed = sessionsOf(left.filter((key) => key[2] === CLOSED));
      const full = sessionsOf(left.filter(isChunk));
      return left.filter(
        ([, session]) => closed.has(session) === hasClosed || (closed.has(session) && !full.has(session)),
      );
    });
    return found.flatMap(([key, value]) => (isChunk(key) && readChunk(key, value)) || []);
  }

  override saveNow(phase: ExitPhase): void {
    this.#hasEnded ||= phase === 'exit';
    // Each time: a page is hidden after it has gone, and what was to be removed until then is removed once more.
    const isEnd = this.#hasEnded && this.memory.size().records > 0;
    super.saveNow(phase, isEnd ? [[this.#closed, 0]] : []);
  }

  protected override resume(): void {
    if (this.#hasEnded) this.gone.push(this.#closed);
    this.#hasEnded = false;
    super.resume();
  }

  protected override evicted(): void {}

  get #closed(): RowKey {
    return [this.start, this.session, CLOSED] as unknown as RowKey;
  }
}
