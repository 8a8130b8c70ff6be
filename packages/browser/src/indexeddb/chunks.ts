import { type Entry, WARNING } from '@loggia/core';
import { chunkKey, type RowKey, toRow } from './row-key.js';

/** What a chunk grows to. A larger one would cost more each time that it grows. */
const CHUNK_RECORDS = 100;
const CHUNK_BYTES = 16_384;

/** A row to write. */
export type Put = [key: RowKey, value: unknown];

interface Chunk {
  /** Undefined if nothing of it is on the disk, nor on its way there. */
  key: RowKey | undefined;
  entries: Entry[];
  bytes: number;
  /** How many of the entries are still wanted. */
  live: number;
}

/**
 * Which entry of those in memory has its copy in which chunk on the disk. There are two lanes, so that warnings and above
 * outlive what is below.
 */
export class Chunks {
  readonly #start: number;
  readonly #unsealed = new Set<Entry>();
  readonly #homes = new Map<Entry, Chunk>();
  /** The chunks that grow, by session and lane. */
  #growing = new Map<string, Chunk>();

  /** @param start - What the keys begin with. */
  constructor(start: number) {
    this.#start = start;
  }

  /** Whether there are entries without a copy. */
  get isOpen(): boolean {
    return this.#unsealed.size > 0;
  }

  add(entry: Entry): void {
    this.#unsealed.add(entry);
  }

  /** These have a copy already. */
  adopt(key: RowKey, entries: Entry[]): void {
    const chunk = { key, entries, bytes: 0, live: entries.length };
    for (const entry of entries) this.#homes.set(entry, chunk);
  }

  /**
   * The entry needs no copy any more.
   *
   * @returns The key of what was its chunk, if it was the last one there.
   */
  leave(entry: Entry): RowKey | undefined {
    const chunk = this.#homes.get(entry);
    this.#homes.delete(entry);
    if (this.#unsealed.delete(entry) || chunk === undefined || --chunk.live > 0) return undefined;
    const { key } = chunk;
    chunk.key = undefined;
    return key;
  }

  /**
   * Gives each entry a place in a chunk. One that has grown has another key.
   *
   * @param gone - Gets the keys that are replaced.
   */
  seal(gone: RowKey[]): Put[] {
    const grown = new Set<Chunk>();
    for (const entry of this.#unsealed) {
      const lane = entry.session + (entry.levelno >= WARNING);
      let chunk = this.#growing.get(lane);
      if (chunk === undefined || chunk.entries.length >= CHUNK_RECORDS || chunk.bytes >= CHUNK_BYTES) {
        chunk = { key: undefined, entries: [], bytes: 0, live: 0 };
        this.#growing.set(lane, chunk);
      }
      chunk.entries.push(entry);
      chunk.bytes += entry.bytes;
      chunk.live++;
      this.#homes.set(entry, chunk);
      grown.add(chunk);
    }
    this.#unsealed.clear();
    return this.#write(grown, gone);
  }

  /** As {@link seal}, for chunks that hold what is not wanted any more. */
  tidy(gone: RowKey[]): Put[] {
    const chunks = [...this.#homes.values()].filter(({ key, live, entries }) => key && live < entries.length);
    return this.#write(new Set(chunks), gone);
  }

  /**
   * What did not get to the disk, or is lost there, has no copy.
   *
   * @param puts - What did not; absent: all is lost.
   */
  reopen(puts?: readonly Put[]): void {
    const keys = puts && new Set(puts.map(([key]) => key));
    for (const [entry, { key }] of this.#homes) {
      if (keys !== undefined && (key === undefined || !keys.has(key))) continue;
      this.#homes.delete(entry);
      this.#unsealed.add(entry);
    }
    this.#growing = new Map();
  }

  #write(chunks: ReadonlySet<Chunk>, gone: RowKey[]): Put[] {
    return [...chunks].map((chunk) => {
      if (chunk.key) gone.push(chunk.key);
      chunk.entries = chunk.entries.filter((entry) => this.#homes.get(entry) === chunk);
      chunk.key = chunkKey(this.#start, chunk.entries);
      chunk.bytes = chunk.key[4];
      return [chunk.key, chunk.entries.map(toRow)];
    });
  }
}
