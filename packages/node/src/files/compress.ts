import { randomBytes } from 'node:crypto';
import {
  type BigIntStats,
  closeSync,
  createReadStream,
  createWriteStream,
  fstatSync,
  openSync,
  renameSync,
  statSync,
  utimesSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { clearInterval, setInterval } from 'node:timers';
import { createGzip } from 'node:zlib';
import { getPlatform } from '@loggia/core';
import type { FileLock } from './lock.js';
import { filesIn, GZIP, remove } from './rollover.js';

/** What a {@link Compressor} works on. */
export interface CompressorOptions {
  /** The log file; what is unfinished is kept beside it. */
  readonly path: string;
  /** The names of all archives, without {@link GZIP}; asked again whenever they may have been renamed. */
  archives(): readonly string[];
  /** Does something while nobody else renames or deletes archives. */
  alone<T>(work: () => T): T | Promise<T>;
  /** Held while it compresses, where other processes may do so too. */
  readonly lock?: FileLock | undefined;
  /** Called after each archive, and when there is nothing left to do or nothing can be done. */
  onProgress(): void;
  onError(error: unknown): void;
}

/** How long nothing may have been written to an unfinished file before it counts as left behind, in ms. */
const ABANDONED_MS = 60_000;
/** When it is looked again whether another process has compressed all, in ms. */
const RETRY_MS = 1000;
/** Well before others take an old lock for left behind, in ms. */
const RENEW_MS = 10_000;

/**
 * Compresses archives, one at a time, beside the running program: it reads and writes in streams, so the event
 * loop goes on meanwhile.
 *
 * The compressed bytes go to a file with a name of its own. When all are there, it gets the archive's name and the
 * archive is deleted, in one turn of the event loop. So whatever the process is killed in, an archive is never
 * lost, and if it is still there it is compressed again at the next start.
 */
export class Compressor {
  readonly #options: CompressorOptions;
  #work: Promise<void> | undefined;
  #again = false;
  #cancelRetry: (() => void) | undefined;

  constructor(options: CompressorOptions) {
    this.#options = options;
  }

  /** Compresses what is not compressed yet, whoever left it, soon. */
  wake(): void {
    this.#again = true;
    this.#work ??= this.#run().finally(() => {
      this.#work = undefined;
    });
  }

  /** Settled when there is nothing to do; undefined if there is nothing now. */
  idle(): Promise<void> | undefined {
    return this.#work;
  }

  async #run(): Promise<void> {
    const { onError, onProgress } = this.#options;
    // Whoever creates a handler sets its namer after that.
    await undefined;
    while (this.#again) {
      this.#again = false;
      try {
        await this.#compressAll();
      } catch (error) {
        onError(error);
      }
      onProgress();
    }
  }

  async #compressAll(): Promise<void> {
    const { path, alone, lock, onProgress } = this.#options;
    if (lock !== undefined && lock.tryAcquire() === undefined) {
      this.#retry();
      return;
    }
    const renewal = setInterval(() => lock?.renew(), RENEW_MS).unref();
    try {
      removeAbandoned(path);
      const tried = new Set<string>();
      const next = (): number | undefined => this.#next(tried);
      for (let fd = await alone(next); fd !== undefined; fd = await alone(next)) {
        await this.#compress(fd);
        onProgress();
      }
    } finally {
      clearInterval(renewal);
      lock?.release();
    }
  }

  /** Another process compresses; what it does not find any more is left to us. */
  #retry(): void {
    this.#cancelRetry ??= getPlatform().timer(RETRY_MS, () => {
      this.#cancelRetry = undefined;
      this.wake();
    });
  }

  /** Opens the oldest archive that is not compressed: from now on it may be renamed. */
  #next(tried: Set<string>): number | undefined {
    for (const archive of this.#options.archives()) {
      const stats = statOf(archive);
      if (stats === undefined || !stats.isFile() || tried.has(identity(stats))) continue;
      tried.add(identity(stats));
      return openSync(archive, 'r');
    }
    return undefined;
  }

  async #compress(fd: number): Promise<void> {
    const { path, alone } = this.#options;
    const unfinished = `${path}.${process.pid}.${randomBytes(4).toString('hex')}${GZIP}.tmp`;
    try {
      const source = createReadStream('', { fd, autoClose: false });
      const stats = fstatSync(fd, { bigint: true });
      const mode = Number(stats.mode) & 0o777;
      const target = createWriteStream(unfinished, { flags: 'wx', mode, flush: true });
      await pipeline(source, createGzip(), target);
      await alone(() => this.#finish(unfinished, stats, fd));
    } finally {
      closeSync(fd);
      remove(unfinished);
    }
  }

  /** Puts the compressed file in the place of its archive, unless that was deleted or written to meanwhile. */
  #finish(unfinished: string, before: BigIntStats, fd: number): void {
    const archive = this.#options.archives().find((name) => {
      const stats = statOf(name);
      return stats !== undefined && identity(stats) === identity(before);
    });
    if (archive === undefined || fstatSync(fd, { bigint: true }).size !== before.size) return;
    // The age of an archive is that of its records.
    utimesSync(unfinished, Number(before.atimeMs) / 1000, Number(before.mtimeMs) / 1000);
    renameSync(unfinished, archive + GZIP);
    remove(archive);
  }
}

function statOf(path: string): BigIntStats | undefined {
  return statSync(path, { bigint: true, throwIfNoEntry: false });
}

function identity({ dev, ino }: BigIntStats): string {
  return `${dev}:${ino}`;
}

/** Deletes what a killed process did not finish. */
function removeAbandoned(path: string): void {
  const directory = dirname(path);
  const prefix = `${basename(path)}.`;
  for (const file of filesIn(directory)) {
    const [, pid] =
      (file.startsWith(prefix) && /^(\d+)\.[\da-f]{8}\.gz\.tmp$/.exec(file.slice(prefix.length))) || [];
    if (pid !== undefined && isAbandoned(join(directory, file), Number(pid))) remove(join(directory, file));
  }
}

function isAbandoned(path: string, pid: number): boolean {
  // In a container each start may have the same process id.
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats !== undefined && stats.mtimeMs < getPlatform().now() - ABANDONED_MS) return true;
  try {
    return process.kill(pid, 0) && false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}
