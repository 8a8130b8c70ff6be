import {
  type DropRange,
  type DropReason,
  type Entry,
  type ExitPhase,
  getPlatform,
  type MemoryStore,
  memoryStore,
  type Store,
  type StoreSize,
  type TakeLimit,
  type Taken,
  WARNING,
} from '@loggia/core';
import { Chunks, type Put } from './chunks.js';
import { change, Disk } from './disk.js';
import { Ledgers } from './ledgers.js';
import { holdForLife, Turn } from './locks.js';
import { lifeLock, Remains } from './remains.js';
import { evict, isBeyond, type Sum, sumAfter, sumOf } from './room.js';
import { chunkDrops, isChunk, type RowKey, readChunk } from './row-key.js';
import { SaveTimer, SEAL_MS } from './save-timer.js';

/** {@link SEAL_MS} of warnings and above. */
const SEAL_WARNING_MS = 100;
/** How often the rows of other pages are looked at. */
const LOOK_MS = 10_000;

export interface ChunkStoreOptions {
  /** Records. */
  readonly capacity: number;
  readonly maxBytes: number;
  /** Seconds. */
  readonly maxAge: number;
  /** Whether anybody wants to hear of what is dropped, when the page is gone. */
  readonly declares: boolean;
  /** How many times as much the database may hold, for so many pages. Absent: as much, for all. */
  readonly pages?: number;
}

/**
 * What waits is in memory, and a copy of it on the disk, in chunks: two lanes, so that warnings and above outlive what
 * is below. What other pages have left on the disk goes into memory a batch at a time, when nothing of this one waits.
 */
export class ChunkStore implements Store {
  readonly isDurable = true;
  readonly #options: ChunkStoreOptions;
  readonly memory: MemoryStore;
  readonly disk: Disk;
  /** When this page began, and something that no other one has: it names its rows, and the lock of its life. */
  readonly start: number = getPlatform().now() + Math.random();
  readonly #turn: Turn;
  readonly #chunks: Chunks;
  /** Rows to remove. */
  protected readonly gone: RowKey[] = [];
  /** On their way to the disk. */
  #puts: Put[] = [];
  #going: RowKey[] = [];
  readonly remains: Remains;
  readonly #ledgers: Ledgers;
  readonly #timer: SaveTimer;
  onDrop: Store['onDrop'];
  onFound: (() => void) | undefined;

  constructor(name: string, options: ChunkStoreOptions) {
    this.#options = options;
    this.disk = new Disk(name);
    this.remains = new Remains(this.disk, name, this.start);
    this.#chunks = new Chunks(this.start);
    this.#ledgers = new Ledgers(this.start, options.declares);
    this.#turn = new Turn(name);
    this.#timer = new SaveTimer(this.disk, () => this.#save());
    this.memory = memoryStore(options);
    this.memory.onDrop = (reason, records, entry) => {
      if (entry !== undefined) this.#leave(entry);
      this.drop(reason, records);
    };
    this.disk.onLost = () => {
      this.#chunks.reopen();
      this.saveNow('leaving');
    };
    getPlatform().onExit((phase) => {
      this.#timer.isAway = true;
      this.saveNow(phase);
    });
    getPlatform().onResume(() => this.resume());
    holdForLife(lifeLock(name, this.start));
    // Whoever wants nothing to be declared asks for the rows of others himself.
    if (options.declares) this.#lookOften();
  }

  append(entry: Entry): void {
    this.#chunks.add(entry);
    this.memory.append(entry);
    this.#timer.saveIn(entry.levelno >= WARNING ? SEAL_WARNING_MS : SEAL_MS);
  }

  async take(limit: TakeLimit): Promise<Taken | undefined> {
    await this.#turn.take();
    if (!this.memory.hasWaiting && this.remains.sum.records > 0) await this.#look(limit);
    const taken = this.memory.take(limit);
    this.#turn.isFor = taken;
    if (taken === undefined) this.#turn.end();
    return taken;
  }

  takeNow(limit: TakeLimit): Taken | undefined {
    return this.memory.takeNow(limit);
  }

  ack(taken: Taken): void {
    this.#turn.end(taken);
    this.memory.ack(taken);
    for (const entry of taken.entries) this.#leave(entry);
    if (taken.dropped.length > 0) this.#declare();
  }

  giveUp(taken: Taken, reason: DropReason): void {
    this.#turn.end(taken);
    for (const entry of taken.entries) this.#leave(entry);
    this.memory.giveUp(taken, reason);
  }

  release(taken: Taken): void {
    this.#turn.end(taken);
    this.memory.release(taken);
  }

  size(): StoreSize {
    const { records, bytes, drops } = this.memory.size();
    return { records: records + this.remains.sum.records, bytes: bytes + this.remains.sum.bytes, drops };
  }

  protected drop(reason: DropReason, records: number): void {
    this.#declare();
    this.onDrop?.(reason, records);
  }

  /** Whatever is only in memory goes to the disk in this very turn: a page that goes has no other. */
  saveNow(_phase: ExitPhase, marks: readonly Put[] = []): void {
    this.#turn.end();
    const sealed = this.#chunks.seal(this.gone);
    const puts = [...this.#puts, ...sealed, ...this.#ledgers.puts(this.memory, this.gone), ...marks];
    const gone = [...this.#going, ...this.gone];
    if (puts.length + gone.length === 0) return;
    this.disk.changeAtLast(gone, puts).catch(() => this.#failed(gone, puts));
  }

  protected resume(): void {
    this.#timer.isAway = false;
    this.#timer.saveIn(SEAL_MS);
  }

  /** A chunk of another page has to make room. */
  protected evicted(key: RowKey): void {
    this.#adoptDrops(key, chunkDrops(key, 'full'));
    this.drop('full', key[5]);
  }

  #declare(): void {
    this.#ledgers.hasNews = true;
    this.#timer.saveIn(SEAL_MS);
  }

  /** The record needs no place on the disk any more. */
  #leave(entry: Entry): void {
    const key = this.#chunks.leave(entry);
    if (key === undefined) return;
    this.gone.push(key);
    this.#timer.saveIn(SEAL_MS);
  }

  async #save(): Promise<boolean> {
    try {
      await this.#saveAll().catch((error) => {
        if (error?.name !== 'QuotaExceededError') throw error;
        return this.#halve().then(() => this.#saveAll());
      });
    } catch (error) {
      this.disk.rest(error);
    }
    return this.#chunks.isOpen || this.#ledgers.hasNews || this.gone.length > 0;
  }

  async #saveAll(): Promise<void> {
    const { capacity, maxBytes, pages = 1 } = this.#options;
    const bounds = { records: capacity * pages, bytes: maxBytes * pages };
    this.#puts = this.#chunks.seal(this.gone);
    this.#going = this.gone.splice(0);
    try {
      await this.#withKeys((rows, keys) => {
        this.#going.push(...this.#makeRoom(keys, bounds));
        change(rows, this.#going, [...this.#puts, ...this.#ledgers.puts(this.memory, this.#going)]);
      });
    } catch (error) {
      this.#failed(this.#going, this.#puts);
      throw error;
    } finally {
      this.#puts = [];
      this.#going = [];
    }
  }

  /** The disk is full: half of what is on it is given up, so that the application has room, too. */
  async #halve(): Promise<void> {
    const { memory } = this;
    const { records, bytes } = memory.size();
    memory.capacity = records >> 1;
    memory.maxBytes = bytes >> 1;
    memory.trim();
    await this.#withKeys((rows, keys) => {
      const half = sumOf(keys);
      this.#going = this.gone.splice(0);
      const gone = this.#makeRoom(keys, { records: half.records >> 1, bytes: half.bytes >> 1 });
      change(rows, [...this.#going, ...gone], []);
      this.#failed(this.#going, this.#puts.splice(0));
    });
  }

  /** It is to be done another time. */
  #failed(gone: readonly RowKey[], puts: readonly Put[]): void {
    this.#ledgers.hasNews = true;
    this.gone.push(...gone);
    this.#chunks.reopen(puts);
    this.#timer.saveIn(SEAL_MS);
  }

  #withKeys(work: (rows: IDBObjectStore, keys: RowKey[]) => void): Promise<void> {
    return this.disk.run('readwrite', (rows) => {
      rows.getAllKeys().onsuccess = ({ target }) => work(rows, (target as IDBRequest<RowKey[]>).result);
    });
  }

  /** @returns The rows of others that have to go. What this page has left is in bounds by itself, once it is tidied. */
  #makeRoom(keys: RowKey[], bounds: Sum): RowKey[] {
    const sum = (): Sum => sumAfter(keys, this.#going, this.#puts);
    if (isBeyond(sum(), bounds)) this.#puts.push(...this.#chunks.tidy(this.#going));
    const others = this.remains.othersOf(keys).filter(isChunk);
    const [gone, warnings] = evict(others, sum(), bounds);
    for (const key of gone) {
      this.remains.settle(key);
      this.evicted(key);
    }
    // What others have to warn of is worth more than what is below.
    const { memory } = this;
    const { capacity, maxBytes } = this.#options;
    memory.capacity = Math.max(capacity >> 1, capacity - warnings.records);
    memory.maxBytes = Math.max(maxBytes >> 1, maxBytes - warnings.bytes);
    return gone;
  }

  /** Other pages end at any time, and this one may have nothing else to do. */
  #lookOften(): void {
    void this.#look();
    getPlatform().timer(LOOK_MS, () => this.#lookOften());
  }

  /** Takes over what ended pages have to declare, and of their records what fits the limit. */
  async #look(limit: TakeLimit = { records: 0, bytes: 0 }): Promise<void> {
    try {
      const found = await this.remains.find(limit);
      for (const [key, value] of found) this.#adopt(key, value);
      if (this.remains.sum.records + found.length > 0) this.onFound?.();
    } catch (error) {
      this.disk.rest(error);
    }
  }

  #adopt(key: RowKey, value: unknown): void {
    this.remains.settle(key);
    const entries = isChunk(key) ? readChunk(key, value) : [];
    if (entries === undefined) {
      this.#adoptDrops(key, chunkDrops(key, 'corrupt'));
      this.drop('corrupt', key[5]);
    } else this.#adoptDrops(key, isChunk(key) || !Array.isArray(value) ? [] : value);
    const drops = this.memory.ledgers().get(key[1]) ?? [];
    const kept = (entries ?? []).filter(({ seq }) => !drops.some(({ from, to }) => from <= seq && seq <= to));
    if (kept.length === 0) {
      this.gone.push(key);
      this.#declare();
    }
    this.#chunks.adopt(key, kept);
    for (const entry of kept) this.memory.append(entry);
  }

  #adoptDrops(key: RowKey, drops: readonly DropRange[]): void {
    this.memory.adopt(key[1], Math.max(key.at(-1) as number, drops.at(-1)?.to ?? 0), drops);
  }
}
