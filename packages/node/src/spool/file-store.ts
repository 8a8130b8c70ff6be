import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import {
  type DropReason,
  type Entry,
  getPlatform,
  memoryStore,
  reportError,
  type Store,
  type StoreSize,
  type TakeLimit,
  type Taken,
} from '@loggia/core';
import { claimAbandoned, makeOwnDirectory } from './claim.js';
import { Journal, type JournalLine, readJournal } from './journal.js';
import {
  entryLine,
  rangesOf,
  replay,
  type SpoolEntry,
  sessionLine,
  settledLine,
  takenLine,
} from './lines.js';

/** The bounds of a spool. What goes beyond gives up the oldest of the lowest level. */
export interface FileSpoolOptions {
  /** Records. Default 100,000. */
  readonly capacity?: number | undefined;
  /** Bytes of their JSON in UTF-8. The files may take twice as much, and 1 MiB. Default 16 MiB. */
  readonly maxBytes?: number | undefined;
  /** Seconds after which a record is not worth delivering. Default 604,800, a week. */
  readonly maxAge?: number | undefined;
}

/** How much a journal may hold beside twice what is live before it is written anew. */
const SLACK_BYTES = 2 ** 20;
const ALL: TakeLimit = { records: Infinity, bytes: Infinity };
const FILE = 'journal';

/** See `fileSpool`. */
export class FileStore implements Store {
  readonly isDurable = true;
  readonly #maxAge: number;
  readonly #memory: Store;
  readonly #directory: string;
  #journal: Journal;
  /** Batches of processes that are gone, which the receiver may have: not in memory, so never evicted. */
  readonly #recovered = new Set<Taken>();
  /** Those of them that wait. */
  readonly #again: Taken[] = [];
  /** Drops of sessions that may have no records left to go with. */
  readonly #loose = new Set<Taken>();
  /** What is in the journal as a batch that nobody has answered for, with its number there. */
  readonly #ids = new Map<Taken, number>();
  readonly #emitted = new Map<string, number>();
  #batches = 0;
  /** Bytes of the journal at which it is written anew. */
  #compactAt = SLACK_BYTES;
  #onDrop: Store['onDrop'];
  /** Dropped before anybody listened. */
  readonly #early = new Map<DropReason, number>();

  constructor(
    parent: string,
    { capacity = 100_000, maxBytes = 2 ** 24, maxAge = 604_800 }: FileSpoolOptions,
  ) {
    this.#maxAge = maxAge;
    this.#memory = memoryStore({ capacity, maxBytes });
    this.#memory.onDrop = (reason, records) => this.#tell(reason, records);
    mkdirSync(parent, { recursive: true });
    this.#directory = makeOwnDirectory(parent);
    this.#journal = new Journal(join(this.#directory, FILE));
    this.#recover(claimAbandoned(parent, this.#directory));
  }

  get onDrop(): Store['onDrop'] {
    return this.#onDrop;
  }

  set onDrop(listener: Store['onDrop']) {
    this.#onDrop = listener;
    if (listener === undefined) return;
    for (const [reason, records] of this.#early) listener(reason, records);
    this.#early.clear();
  }

  append(entry: Entry): void {
    const kept: SpoolEntry = { ...entry, at: this.#now };
    this.#journal.write([entryLine(kept)]);
    this.#hold(kept);
    this.#compact();
  }

  take(limit: TakeLimit): Taken | undefined {
    const again = this.#again.shift();
    const taken = again ?? this.#takeFresh(limit) ?? [...this.#loose][0];
    return taken && this.#give(taken);
  }

  takeNow(limit: TakeLimit): Taken | undefined {
    const taken = this.#withEntries(() => this.#memory.takeNow(limit));
    return taken && this.#give(taken);
  }

  ack(taken: Taken): void {
    this.#settle(taken, null);
    if (!this.#recovered.delete(taken) && !this.#loose.delete(taken)) void this.#memory.ack(taken);
    this.#compact();
  }

  giveUp(taken: Taken, reason: DropReason): void {
    if (this.#loose.has(taken)) return;
    this.#settle(taken, reason);
    const { entries, dropped } = taken;
    if (!this.#recovered.delete(taken)) {
      void this.#memory.giveUp(taken, reason);
      return;
    }
    this.#loose.add({ ...taken, entries: [], dropped: [...dropped, ...rangesOf(entries, reason)] });
    this.#tell(reason, entries.length);
  }

  release(taken: Taken): void {
    if (this.#loose.has(taken)) return;
    this.#ids.delete(taken);
    if (!this.#recovered.delete(taken)) {
      this.#memory.release(taken);
      return;
    }
    for (const entry of taken.entries) this.#hold(entry as SpoolEntry);
    if (taken.dropped.length > 0) this.#loose.add({ ...taken, entries: [] });
  }

  size(): StoreSize {
    let { records, bytes, drops } = this.#memory.size();
    for (const { entries, dropped } of [...this.#recovered, ...this.#loose]) {
      records += entries.length;
      for (const entry of entries) bytes += entry.bytes;
      drops += dropped.length;
    }
    return { records, bytes, drops };
  }

  get #now(): number {
    return getPlatform().now() / 1000;
  }

  #hold(entry: SpoolEntry): void {
    const { session, seq } = entry;
    this.#emitted.set(session, Math.max(seq, this.#emitted.get(session) ?? -1));
    this.#memory.append(entry);
  }

  #give(taken: Taken): Taken {
    if (this.#ids.has(taken)) return taken;
    const emitted = Math.max(taken.emitted, this.#emitted.get(taken.session) ?? -1);
    const given = { ...taken, emitted };
    for (const kept of [this.#recovered, this.#loose]) if (kept.delete(taken)) kept.add(given);
    this.#ids.set(given, this.#batches);
    this.#journal.write([takenLine(this.#batches++, given)]);
    return given;
  }

  #settle(taken: Taken, reason: DropReason | null): void {
    const id = this.#ids.get(taken);
    this.#ids.delete(taken);
    if (id !== undefined) this.#journal.write([settledLine(id, taken, reason)]);
  }

  /** Records that are worth sending; those that are not are given up, and declared another time. */
  #takeFresh(limit: TakeLimit): Taken | undefined {
    for (;;) {
      const taken = this.#withEntries(() => this.#memory.take(limit) as Taken | undefined);
      if (taken === undefined) return undefined;
      const oldest = this.#now - this.#maxAge;
      const isFresh = (entry: Entry): boolean => (entry as SpoolEntry).at >= oldest;
      const entries = taken.entries.filter(isFresh);
      if (entries.length === taken.entries.length) return taken;
      const expired = taken.entries.filter((entry) => !isFresh(entry));
      void this.#memory.giveUp({ ...taken, entries: expired, dropped: [] }, 'expired');
      if (entries.length > 0) return { ...taken, entries };
    }
  }

  /** The memory gives the drops of one session before the records of the next: here they wait for those. */
  #withEntries(take: () => Taken | undefined): Taken | undefined {
    for (;;) {
      const taken = take();
      if (taken === undefined || taken.entries.length > 0) return taken;
      void this.#memory.ack(taken);
      this.#loose.add(taken);
    }
  }

  #tell(reason: DropReason, records: number): void {
    if (this.#onDrop !== undefined) this.#onDrop(reason, records);
    else this.#early.set(reason, (this.#early.get(reason) ?? 0) + records);
  }

  /** Reads what other processes have left, and removes their files when it is in ours. */
  #recover(directories: readonly string[]): void {
    if (directories.length === 0) return;
    const lines = directories.flatMap((directory) => readLines(directory));
    for (const [session, { emitted, entries, batches, missing }] of replay(lines)) {
      this.#emitted.set(session, emitted);
      if (missing.size > 0) this.#tell('corrupt', missing.size);
      for (const batch of batches) {
        if (batch.entries.length === 0) this.#loose.add(batch);
        else {
          this.#recovered.add(batch);
          this.#again.push(batch);
        }
      }
      for (const seq of [...entries.keys()].sort((a, b) => a - b)) this.#hold(entries.get(seq)!);
    }
    if (!this.#rewrite()) return;
    for (const directory of directories) rmSync(directory, { recursive: true, force: true });
  }

  #compact(): void {
    if (this.#journal.bytes <= this.#compactAt) return;
    try {
      this.#rewrite();
    } catch (error) {
      reportError(null, error);
    }
    // In relation to what is live, so that it is rare; after a failure, not at once again.
    this.#compactAt = 2 * this.#journal.bytes + SLACK_BYTES;
  }

  /**
   * Writes a journal that holds what is live and nothing else, and puts it in the place of the present one.
   *
   * @returns Whether there was room for it.
   */
  #rewrite(): boolean {
    const path = join(this.#directory, FILE);
    const journal = new Journal(`${path}.new`);
    const free = this.#takeAll();
    const out = new Set([...this.#ids.keys(), ...this.#recovered, ...this.#loose]);
    this.#forgetSessions(new Set([...free, ...out].map(({ session }) => session)));
    journal.write([...this.#emitted].map((pair) => sessionLine(...pair)));
    for (const { entries } of [...free, ...out])
      journal.write(entries.map((entry) => entryLine(entry as SpoolEntry)));
    for (const taken of out) if (!this.#ids.has(taken)) this.#ids.set(taken, this.#batches++);
    journal.write([...this.#ids].map(([taken, id]) => takenLine(id, taken)));
    for (const taken of free) this.#memory.release(taken);
    if (journal.hasFailed) {
      journal.close();
      rmSync(journal.path, { force: true });
      return false;
    }
    this.#journal.close();
    renameSync(journal.path, path);
    this.#journal = journal;
    return true;
  }

  #takeAll(): Taken[] {
    const all: Taken[] = [];
    for (;;) {
      const taken = this.#withEntries(() => this.#memory.take(ALL) as Taken | undefined);
      if (taken === undefined) return all;
      all.push(taken);
    }
  }

  /** Forgets the numbers of sessions that are over; the latest is not. */
  #forgetSessions(live: ReadonlySet<string>): void {
    const latest = [...this.#emitted.keys()].at(-1);
    for (const session of this.#emitted.keys()) {
      if (session !== latest && !live.has(session)) this.#emitted.delete(session);
    }
  }
}

/** The lines of an abandoned directory. Batches are numbered in each anew, so their numbers get its name. */
function readLines(directory: string): JournalLine[] {
  const { lines, spoilt } = readJournal(join(directory, FILE));
  if (spoilt > 0)
    reportError(null, new Error(`${spoilt} lines of the journal in ${directory} cannot be read`));
  return lines.map((line) => {
    const [kind, session, id, ...rest] = line;
    return kind === 't' || kind === '-' ? [kind, session, `${directory} ${id}`, ...rest] : line;
  });
}
