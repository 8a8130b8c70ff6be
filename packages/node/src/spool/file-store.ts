import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import {
  type DropRange,
  type DropReason,
  type Entry,
  type MemoryStore,
  memoryStore,
  reportError,
  type Store,
  type StoreSize,
  type TakeLimit,
  type Taken,
} from '@loggia/core';
import { claimAbandoned, makeOwnDirectory } from './claim.js';
import { Journal, type JournalLine, readJournal } from './journal.js';
import { entryLine, rangesOf, replay, sessionLine, settledLine, takenLine } from './lines.js';

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
  readonly #memory: MemoryStore;
  readonly #directory: string;
  #journal: Journal;
  /** Batches of processes that are gone, which the receiver may have: not in memory, so never evicted. */
  readonly #recovered = new Set<Taken>();
  /** Those of them that wait. */
  readonly #again: Taken[] = [];
  /** The drops of a session as the journal has them, until all are acknowledged. */
  readonly #ledgers = new Map<string, Taken>();
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
    this.#memory = memoryStore({ capacity, maxBytes, maxAge });
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
    this.#journal.write([entryLine(entry)]);
    this.#hold(entry);
    this.#compact();
  }

  take(limit: TakeLimit): Taken | undefined {
    const taken = this.#again.shift() ?? this.#memory.take(limit);
    return taken && this.#give(taken);
  }

  takeNow(limit: TakeLimit): Taken | undefined {
    const taken = this.#memory.takeNow(limit);
    return taken && this.#give(taken);
  }

  ack(taken: Taken): void {
    this.#settle(taken, null);
    if (!this.#recovered.delete(taken)) this.#memory.ack(taken);
    const { session } = taken;
    const ledger = this.#ledgers.get(session);
    if (ledger !== undefined && !this.#memory.ledgers().get(session)?.length) {
      this.#settle(ledger, null);
      this.#ledgers.delete(session);
    }
    this.#compact();
  }

  giveUp(taken: Taken, reason: DropReason): void {
    this.#settle(taken, reason);
    const { entries, dropped } = taken;
    if (!this.#recovered.delete(taken)) {
      this.#memory.giveUp(taken, reason);
      return;
    }
    this.#declare(taken, [...dropped, ...rangesOf(entries, reason)]);
    this.#tell(reason, entries.length);
  }

  release(taken: Taken): void {
    // What stays open in the journal is declared after a crash.
    if (taken.entries.length === 0) this.#settle(taken, null);
    this.#ids.delete(taken);
    if (!this.#recovered.delete(taken)) {
      this.#memory.release(taken);
      return;
    }
    this.#declare(taken, taken.dropped);
    for (const entry of taken.entries) this.#hold(entry);
  }

  size(): StoreSize {
    let { records, bytes, drops } = this.#memory.size();
    for (const { entries, dropped } of this.#recovered) {
      records += entries.length;
      for (const entry of entries) bytes += entry.bytes;
      drops += dropped.length;
    }
    return { records, bytes, drops };
  }

  #hold(entry: Entry): void {
    const { session, seq } = entry;
    this.#emitted.set(session, Math.max(seq, this.#emitted.get(session) ?? -1));
    this.#memory.append(entry);
  }

  #declare({ session }: Taken, dropped: readonly DropRange[]): void {
    this.#memory.adopt(session, this.#emitted.get(session) ?? -1, dropped);
  }

  #give(taken: Taken): Taken {
    if (this.#ids.has(taken)) return taken;
    const emitted = Math.max(taken.emitted, this.#emitted.get(taken.session) ?? -1);
    const given = { ...taken, emitted };
    if (this.#recovered.delete(taken)) this.#recovered.add(given);
    this.#ids.set(given, this.#batches);
    this.#journal.write([takenLine(this.#batches++, given)]);
    return given;
  }

  #settle(taken: Taken, reason: DropReason | null): void {
    const id = this.#ids.get(taken);
    this.#ids.delete(taken);
    if (id !== undefined) this.#journal.write([settledLine(id, taken, reason)]);
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
        if (batch.entries.length === 0) this.#declare(batch, batch.dropped);
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
    for (const ledger of this.#ledgers.values()) this.#ids.delete(ledger);
    for (const [session, dropped] of this.#memory.ledgers()) {
      const ledger = { session, emitted: this.#emitted.get(session) ?? -1, entries: [], dropped };
      if (dropped.length > 0) this.#ledgers.set(session, ledger);
      else this.#ledgers.delete(session);
    }
    const out = new Set([...this.#ids.keys(), ...this.#recovered, ...this.#ledgers.values()]);
    this.#forgetSessions(new Set([...free, ...out].map(({ session }) => session)));
    journal.write([...this.#emitted].map((pair) => sessionLine(...pair)));
    for (const { entries } of [...free, ...out]) journal.write(entries.map((entry) => entryLine(entry)));
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
      const taken = this.#memory.take(ALL);
      if (taken !== undefined && taken.entries.length > 0) all.push(taken);
      else return all;
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
