// Hot path: bench case "file".
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LineEnd } from './line-end.js';
import { FileLock, makeOwner } from './lock.js';
import { LogFile } from './log-file.js';
import { makeFolder } from './open.js';
import type { Outlet } from './outlet.js';
import { Retry } from './retry.js';
import { Spill } from './spill.js';
import { SpillFolder } from './spill-folder.js';
import { Turn } from './turn.js';
import { nap, PATIENCE_MS } from './write-some.js';

/** What a {@link SharedFile} asks of the handler that writes to it. */
export interface SharedFileHooks {
  /** Whether the file, which has `size` bytes, is to be given up before `bytes` more are added. */
  isDue(size: number, bytes: number): boolean;
  /** Gives up the file by {@link SharedFile.switchFile}. It must not throw. */
  rollOver(): void;
  lineEnd(): LineEnd;
  /** Hears of errors where no caller is there to catch them. */
  onError(error: unknown): void;
}

/** How many bytes of what waits are poured at a time, so that no call takes long. */
const SLICE_BYTES = 2 ** 18;
/** How long a process that ends waits for its turn, in ms. */
const EXIT_PATIENCE_MS = 1000;
/** How long {@link SharedFile.alone} waits, in ms: asleep, without stopping anything else. */
const ALONE_PATIENCE_MS = 5000;
const NAP_MS = 2;

/**
 * A log file that any number of processes add to, and give up for a new one now and then.
 *
 * One process writes at a time: the one whose {@link Turn} it is. The others don't wait for it, but put their
 * texts into a {@link Spill}, and pour that into the log file when it is their turn. What dead processes left is
 * poured, and what they left half done is mended, by whoever is next. `docs/shared-files.md` tells more.
 */
export class SharedFile implements Outlet {
  readonly path: string;
  /** The directory where those who share the file keep what they need for that. */
  readonly folder: string;
  readonly #hooks: SharedFileHooks;
  readonly #file: LogFile;
  readonly #spills: SpillFolder;
  readonly #turn: Turn;
  /** Whether {@link SharedFileHooks.rollOver} has been called and has not returned. */
  isRollingOver = false;
  #isOpen = false;
  /** Sees to it that what waits is poured in time, and before the program ends. */
  readonly #retry: Retry;
  /** Spills of others that could not be worked on. */
  readonly #troubled = new Set<string>();

  constructor(path: string, hooks: SharedFileHooks) {
    this.path = path;
    this.folder = join(dirname(path), `.${basename(path)}.shared`);
    this.#hooks = hooks;
    this.#file = new LogFile(path);
    const owner = makeOwner();
    this.#spills = new SpillFolder(this.folder, owner);
    this.#turn = new Turn(new FileLock(join(this.folder, 'turn'), owner), {
      onTaken: (wasAbandoned) => {
        this.#file.isStale = true;
        if (wasAbandoned) this.#mend();
        this.#takeOver();
      },
      review: () => {
        this.#file.isStale = true;
        return this.#takeOver();
      },
      isBusy: () => this.isRollingOver,
    });
    this.#retry = new Retry({
      attempt: () => this.#pourAgain(),
      onExit: (phase) => {
        this.#settle(phase === 'exit' ? EXIT_PATIENCE_MS : 0);
        if (phase === 'exit') this.#turn.give();
      },
      onError: hooks.onError,
    });
  }

  get fd(): number | undefined {
    return this.#file.fd;
  }

  get size(): number {
    return this.#file.size;
  }

  /** Tells the present file from those before and after it. Only while it is our turn. */
  get inode(): bigint {
    return this.#file.end.inode;
  }

  open(): void {
    this.#file.open();
    makeFolder(this.folder);
    this.#isOpen = true;
  }

  write(bytes: Buffer, from: number, to: number, ends: readonly number[]): number {
    if (this.#turn.take() && this.#pourOwn()) return this.#append(bytes, from, to, ends);
    this.#spills.add(bytes, from, to, ends);
    this.#retry.start();
    return to - from;
  }

  /**
   * Lets `archive` take the file away, while no other process writes.
   *
   * @param reopen - Whether to begin the new one at once, not when the next text comes.
   * @throws The system's error, what `archive` throws, or, while others keep writing, an error with the code `EBUSY`.
   */
  switchFile(archive: () => void, reopen: boolean): void {
    if (!this.#turn.isOurs && !this.#waitForTurn(PATIENCE_MS)) throw this.#busy();
    this.#file.close();
    archive();
    if (reopen) this.#file.open();
  }

  /** Does something while no other process writes, or does not do it if that is impossible now. */
  tryAlone(work: () => void): void {
    try {
      if (this.#turn.take()) work();
    } catch (error) {
      this.#hooks.onError(error);
    } finally {
      if (!this.#isOpen) this.#rest();
    }
  }

  /** Does something while no other process writes, as soon as that is possible. */
  async alone<T>(work: () => T): Promise<T> {
    for (let waited = 0; !this.#turn.take(false); waited += NAP_MS) {
      if (waited >= ALONE_PATIENCE_MS) throw this.#busy();
      this.#announce();
      await sleep(NAP_MS);
    }
    try {
      return work();
    } finally {
      if (!this.#isOpen) this.#rest();
    }
  }

  close(): void {
    try {
      this.#settle(PATIENCE_MS);
    } finally {
      this.#spills.leave();
      this.#isOpen = false;
      this.#retry.stop();
      this.#rest();
    }
  }

  /** Adds texts to the file, as many of the next ones as it has room for. Only while it is our turn. */
  #append(bytes: Buffer, from: number, to: number, ends: readonly number[], spill?: Spill): number {
    const hooks = this.#hooks;
    const file = this.#file;
    if (file.isStale) file.refresh(hooks.lineEnd());
    const first = ends.findIndex((end) => end > from);
    if (hooks.isDue(file.size, ends[first]! - from)) {
      this.isRollingOver = true;
      hooks.rollOver();
      this.isRollingOver = false;
      file.refresh(hooks.lineEnd());
    }
    let next = first + 1;
    let end = ends[first]!;
    while (next < ends.length && ends[next]! <= to && !hooks.isDue(file.size + end - from, ends[next]! - end))
      end = ends[next++]!;
    spill?.aim(file.end);
    try {
      file.add(bytes, from, end);
    } catch (error) {
      spill?.aim(undefined);
      throw error;
    }
    spill?.poured(next - first, end - from);
    return end - from;
  }

  /** Pours some of a spill. @returns Whether that was all. */
  #pour(spill: Spill): boolean {
    const { bytes, ends } = spill.peek(SLICE_BYTES);
    for (let from = 0; from < bytes.length; ) from += this.#append(bytes, from, bytes.length, ends, spill);
    return ends.length === 0 || spill.isEmpty;
  }

  #pourOwn(): boolean {
    const { own } = this.#spills;
    if (own === undefined) return true;
    if (!this.#pour(own)) return false;
    this.#spills.remove();
    this.#retry.stop();
    return true;
  }

  #pourAgain(): 'done' | 'progress' | 'stuck' {
    const isOurTurn = this.#turn.take();
    if (isOurTurn && this.#pourOwn()) return 'done';
    // So that nobody takes it for left behind.
    this.#spills.own?.aim(undefined);
    return isOurTurn ? 'progress' : 'stuck';
  }

  /** Pours some of what dead processes left. @returns Whether others wait for their turn. */
  #takeOver(): boolean {
    const { left, isSomebodyWaiting } = this.#spills.survey();
    for (const path of left) {
      this.#withSpill(path, (spill) => {
        if (this.#pour(spill)) spill.remove();
        else this.#turn.keep();
      });
    }
    return isSomebodyWaiting;
  }

  /** Undoes what a process was about when it was killed. */
  #mend(): void {
    const lineEnd = this.#hooks.lineEnd();
    this.#file.mend(lineEnd, undefined);
    for (const path of this.#spills.all()) {
      this.#withSpill(path, (spill) => {
        if (spill.target === undefined) return;
        this.#file.mend(lineEnd, spill.target);
        spill.aim(undefined);
      });
    }
  }

  /** Works on another's spill; that it cannot be done is told once. */
  #withSpill(path: string, work: (spill: Spill) => unknown): void {
    try {
      const spill = Spill.open(path);
      try {
        work(spill);
      } finally {
        spill.close();
      }
      this.#troubled.delete(path);
    } catch (error) {
      if (!this.#troubled.has(path)) this.#hooks.onError(error);
      this.#troubled.add(path);
    }
  }

  #rest(): void {
    this.#turn.give();
    this.#file.close();
  }

  /** Whoever has the turn gives it up soon if somebody waits. */
  #announce(): void {
    this.#spills.announce();
    this.#retry.start();
  }

  #busy(): Error {
    return Object.assign(new Error(`another process is writing to '${this.path}'`), { code: 'EBUSY' });
  }

  #waitForTurn(patienceMs: number): boolean {
    for (let waited = 0; !this.#turn.take(false); waited += NAP_MS) {
      if (waited >= patienceMs) return false;
      this.#announce();
      nap(NAP_MS);
    }
    return true;
  }

  /** Pours all that waits. @returns False if it did not become our turn. */
  #settle(patienceMs: number): boolean {
    while (this.#spills.own !== undefined) {
      if (!this.#waitForTurn(patienceMs)) return false;
      this.#pourOwn();
    }
    return true;
  }
}
