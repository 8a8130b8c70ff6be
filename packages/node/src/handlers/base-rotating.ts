import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ConfigError, getPlatform, type LogRecord, reportError } from '@loggia/core';
import { Compressor } from '../files/compress.js';
import { FileLock } from '../files/lock.js';
import { beyondLimits, checkKeep, type KeepOptions } from '../files/retention.js';
import { findArchives, GZIP, isSpecial, remove } from '../files/rollover.js';
import { SharedFile } from '../files/shared-file.js';
import { FileHandler, type FileHandlerOptions } from './file.js';

/** Options of every {@link BaseRotatingHandler}. */
export interface BaseRotatingOptions extends FileHandlerOptions {
  /**
   * `'gzip'`: archives are compressed, beside the running program, and get `.gz` after their names; `close()`
   * waits for it. What a killed process left is finished by the next one. Default: they stay as they are.
   */
  compress?: 'gzip' | null | undefined;
  /** How many archives are kept, by number, age and size. Default: see `backupCount`. */
  keep?: KeepOptions | null | undefined;
  /**
   * Whether several processes write to the file, each with a handler like this one. They take turns, and one of them
   * at a time rolls over, compresses and deletes. No call waits for another process: what is logged out of turn goes to
   * a file of its own in `.app.log.shared`, and to the log within milliseconds. Sizes are compared in bytes when they
   * are written; {@link BaseRotatingHandler.shouldRollover} is not asked. For processes of one machine and its own file
   * systems: see `docs/shared-files.md`. Default false.
   */
  shared?: boolean | undefined;
}

/**
 * The base of handlers that give up their file for a new one now and then: before a record is written,
 * {@link BaseRotatingHandler.shouldRollover} is asked, and {@link BaseRotatingHandler.doRollover} called.
 *
 * A rollover that fails loses nothing: the record goes to the old file, the first error of a row goes to
 * `handleError`, and each record tries again.
 *
 * @example
 * ```ts
 * import { BaseRotatingHandler, type LogRecord } from 'loggia/node';
 * class ErrorsApartHandler extends BaseRotatingHandler {
 *   override shouldRollover(record: LogRecord): boolean {
 *     return record.levelno >= 40;
 *   }
 *   override doRollover(): void {
 *     this.switchFile(() => this.rotate(this.baseFilename, `${this.baseFilename}.before-error`));
 *   }
 * }
 * new ErrorsApartHandler('logs/app.log').close();
 * ```
 */
export abstract class BaseRotatingHandler extends FileHandler {
  /** Turns the name that an archive would have into the one that it gets; null: it stays. */
  namer: ((defaultName: string) => string) | null = null;
  /** Takes the file `source` away and makes `dest` of it, before it returns; null: it is renamed. */
  rotator: ((source: string, dest: string) => void) | null = null;
  /** See {@link FileHandlerOptions.delay}; holds for the file after a rollover too. */
  delay: boolean;
  /** See {@link BaseRotatingOptions.keep}. */
  readonly keep: KeepOptions | null;
  /** The file that several processes write to; undefined if this one has it for itself. */
  protected readonly shared: SharedFile | undefined;
  /** What may follow the name of an archive. */
  protected readonly endings: readonly string[];
  /** Whether the last rollover failed, so that the next one goes on with what it left. */
  protected rolloverFailed = false;
  readonly #compressor: Compressor | undefined;
  /** The record that is being emitted to a shared file. */
  #emitted: LogRecord | null = null;
  /** What the log file was renamed to in the rollover that is going on. */
  #renamedTo: string | undefined;

  /** @throws What {@link FileHandler} throws, and ConfigError for other options that make no sense. */
  constructor(filename: string | URL, options: BaseRotatingOptions = {}) {
    const { compress = null, delay = false, shared = false } = options;
    if (compress !== null && compress !== 'gzip') {
      throw new ConfigError('compress', `unknown compression: '${String(compress)}'. Use 'gzip'`);
    }
    if (shared && options.mode?.startsWith('w')) {
      throw new ConfigError(
        'mode',
        `mode 'w' would cut what other processes wrote to a shared file. Use 'a'`,
      );
    }
    const keep = options.keep == null ? null : checkKeep(options.keep);
    super(filename, shared ? { ...options, delay: true } : options);
    this.delay = delay;
    this.keep = keep;
    this.endings = compress === null ? [''] : ['', GZIP];
    if (shared && !isSpecial(this.baseFilename)) {
      this.shared = this.#share();
      this.writer.outlet = this.shared;
    }
    if (shared && !delay) this.openAtOnce();
    if (compress !== null) {
      this.#compressor = this.#createCompressor();
      this.#compressor.wake();
    } else if (keep !== null || (shared && !delay)) queueMicrotask(() => this.#tidy());
  }

  /** Whether the file is to be given up before this record is written. */
  abstract shouldRollover(record: LogRecord): boolean;

  /** Gives up the file for a new one; see {@link BaseRotatingHandler.switchFile}. @throws The system's error. */
  abstract doRollover(): void;

  /** The name of an archive, by {@link BaseRotatingHandler.namer}. */
  rotationFilename(defaultName: string): string {
    return typeof this.namer === 'function' ? this.namer(defaultName) : defaultName;
  }

  /** Makes an archive of the log file, by {@link BaseRotatingHandler.rotator}. A file that is not there is none. */
  rotate(source: string, dest: string): void {
    if (typeof this.rotator === 'function') this.rotator(source, dest);
    else if (existsSync(source)) {
      if (!existsSync(dirname(dest))) mkdirSync(dirname(dest));
      renameSync(source, dest);
      this.#renamedTo = dest;
    }
  }

  override emit(record: LogRecord): void {
    if (this.shared === undefined) {
      if (this.shouldRollover(record)) this.#rollOver(record);
      super.emit(record);
      return;
    }
    this.#emitted = record;
    try {
      super.emit(record);
    } finally {
      this.#emitted = null;
    }
  }

  override close(): void | Promise<void> {
    const closed = super.close();
    const work = this.#compressor?.idle();
    return work === undefined ? closed : work.then(() => closed);
  }

  /**
   * Closes the file, lets `archive` take it away, opens the new one, and sees to the archives. If anything fails,
   * the handler goes on with the old file.
   *
   * @throws The system's error, or what `archive` throws.
   */
  protected switchFile(archive: () => void): void {
    this.#renamedTo = undefined;
    try {
      if (this.shared !== undefined) this.#switchShared(this.shared, archive);
      else this.#switchOwn(archive);
      this.rolloverFailed = false;
    } catch (error) {
      this.rolloverFailed = true;
      this.#goOn();
      throw error;
    }
    if (this.#compressor !== undefined) this.#compressor.wake();
    else this.#deleteOld();
  }

  /** Whether a shared file, which has `size` bytes, is to be given up before `bytes` more are written. */
  protected isDue(_size: number, _bytes: number): boolean {
    return false;
  }

  /** Opens the file in a constructor: a handler that was never finished must not be found by `shutdown`. */
  protected openAtOnce(): void {
    try {
      this.open();
    } catch (error) {
      void this.close();
      throw error;
    }
  }

  /** The names of the archives, without ending, the oldest first. */
  protected archives(): readonly string[] {
    return [];
  }

  /** The archives among the files: a pattern for what `rotationFilename` is given after the name, and an example. */
  protected findArchives(pattern: RegExp, example: string): Map<string, string> {
    const nameOf = (mark: string): string => this.rotationFilename(`${this.baseFilename}.${mark}`);
    return findArchives({ sample: nameOf(example), pattern, endings: this.endings, nameOf });
  }

  /** The files of an archive: two for a moment, when it has been compressed. */
  protected filesOf(archive: string): string[] {
    return this.endings.map((ending) => archive + ending).filter((path) => existsSync(path));
  }

  /** The files that are too many now. */
  protected superfluous(): string[] {
    if (this.keep === null) return [];
    const filesOf = (archive: string): string[] => this.filesOf(archive);
    return beyondLimits(this.archives(), filesOf, this.keep, getPlatform().now()).flatMap(filesOf);
  }

  #switchOwn(archive: () => void): void {
    const { writer } = this;
    // A full disk shows here, while the file is open, so that what waits is not lost.
    this.stream?.flush?.();
    writer.close();
    this.stream = null;
    archive();
    if (!this.delay) this.open();
  }

  #switchShared(shared: SharedFile, archive: () => void): void {
    // In the middle of writing, what waits is where it should be.
    if (!shared.isRollingOver) this.stream?.flush?.();
    shared.switchFile(archive, !this.delay);
  }

  #rollOver(record: LogRecord | null): void {
    const known = this.rolloverFailed;
    const { failure } = this.writer;
    try {
      this.doRollover();
      // Here, since an error at the first record would be too late to take the old file again.
      if (this.stream === null && this.shared === undefined) this.open();
      this.rolloverFailed = false;
    } catch (error) {
      this.#goOn();
      const isFullDisk = failure !== null && failure.code === (error as NodeJS.ErrnoException).code;
      if (!known && !isFullDisk) {
        if (record === null) reportError(null, error);
        else this.handleError(record, error);
      }
      this.rolloverFailed = true;
    }
  }

  #goOn(): void {
    if (this.stream !== null && this.shared === undefined) return;
    const { baseFilename } = this;
    try {
      if (this.#renamedTo !== undefined && !existsSync(baseFilename))
        renameSync(this.#renamedTo, baseFilename);
      // A shared file is looked up anyway, whenever others may have touched it.
      if (this.shared !== undefined) return;
      this.writer.open('a');
      this.stream = this.writer;
    } catch {
      // The first error is told already; the next record opens the file, or tells why not.
    }
  }

  #share(): SharedFile {
    const unit = this.writer.encode('x').length;
    return new SharedFile(this.baseFilename, {
      isDue: (size, bytes) => this.isDue(size, bytes),
      rollOver: () => this.#rollOver(this.#emitted),
      lineEnd: () => ({ bytes: this.writer.encode(this.terminator), unit }),
      onError: (error) => reportError(null, error),
    });
  }

  #createCompressor(): Compressor {
    const { shared } = this;
    return new Compressor({
      path: this.baseFilename,
      archives: () => this.archives(),
      alone: (work) => (shared === undefined ? work() : shared.alone(work)),
      lock: shared && new FileLock(join(shared.folder, 'gzip')),
      onProgress: () => this.#tidy(),
      onError: (error) => reportError(null, error),
    });
  }

  /** Deletes what is too much, when nobody renames it meanwhile. */
  #tidy(): void {
    if (this.shared === undefined) this.#deleteOld();
    else this.shared.tryAlone(() => this.#deleteOld());
  }

  #deleteOld(): void {
    try {
      for (const path of this.superfluous()) remove(path);
    } catch (error) {
      reportError(null, error);
    }
  }
}
