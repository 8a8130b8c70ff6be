import { statSync } from 'node:fs';
import { ConfigError, Formatter, getPlatform, type LogRecord, makeLogRecord } from '@loggia/core';
import { readNote, writeNote } from '../files/note.js';
import { isSpecial } from '../files/rollover.js';
import { intervalStart, nextRollover, periodOf, timeOfDay } from '../files/rollover-time.js';
import type { SharedFile } from '../files/shared-file.js';
import { BaseRotatingHandler, type BaseRotatingOptions } from './base-rotating.js';

/** Options of {@link TimedRotatingFileHandler}. A file is always added to. */
export interface TimedRotatingFileOptions extends Omit<BaseRotatingOptions, 'mode'> {
  /**
   * `'S'`, `'M'`, `'H'`, `'D'`: seconds, minutes, hours, days from when the file was written to last;
   * `'MIDNIGHT'`; `'W0'` (Monday) to `'W6'`. Capitals don't matter. Default `'h'`.
   */
  when?: string | undefined;
  /** How many of them. Default 1. */
  interval?: number | undefined;
  /** How many archives are kept. Default 0: all. */
  backupCount?: number | undefined;
  /** Use the clock of UTC instead of the local one. Default false. */
  utc?: boolean | undefined;
  /** At what time of day, instead of midnight: `'17:30:00'`. Only for `MIDNIGHT` and weekdays. */
  atTime?: string | null | undefined;
}

/**
 * Writes to a file until a time comes; then `app.log` is named after the time when it was begun, such as
 * `app.log.2024-03-10`. A rollover takes place when a record comes, so a file may last longer than its time.
 *
 * @example
 * ```ts
 * import { getLogger, TimedRotatingFileHandler } from 'loggia/node';
 * const handler = new TimedRotatingFileHandler('logs/app.log', { when: 'midnight', keep: { days: 30 } });
 * getLogger('shop').addHandler(handler);
 * getLogger('shop').error('no such item: %s', 'hat');
 * handler.close();
 * ```
 */
export class TimedRotatingFileHandler extends BaseRotatingHandler {
  /** In capitals. */
  readonly when: string;
  /** In seconds. */
  interval: number;
  backupCount: number;
  readonly utc: boolean;
  readonly atTime: string | null;
  /** How the names of archives end, for `strftime`; a change needs one of `extMatch`. */
  suffix: string;
  /** Finds what `suffix` writes. */
  extMatch: RegExp;
  /** The time of the next rollover, in seconds since the epoch. */
  rolloverAt: number;
  readonly #secondOfDay: number | null;
  readonly #clock: Formatter = new Formatter();
  /** The inode of the shared file whose time all know. */
  #agreedFor: bigint | undefined;

  /**
   * @throws What {@link BaseRotatingHandler} throws; ValueError for an unknown `when`; ConfigError for an
   * `interval`, `backupCount` or `atTime` that makes no sense.
   */
  constructor(filename: string | URL, options: TimedRotatingFileOptions = {}) {
    const { interval = 1, backupCount = 0, utc = false, atTime = null, delay = false } = options;
    const period = periodOf(options.when ?? 'h');
    const secondOfDay = timeOfDay(atTime);
    if (!(Number.isFinite(interval) && interval > 0)) {
      throw new ConfigError('interval', `interval is a number above 0, not ${String(interval)}`);
    }
    if (!Number.isSafeInteger(backupCount)) {
      throw new ConfigError('backupCount', `backupCount is an integer, not ${String(backupCount)}`);
    }
    // Opened below: whether there was a file before decides about the first rollover.
    super(filename, { ...options, mode: 'a', delay: true });
    this.delay = delay;
    this.when = period.when;
    this.interval = period.seconds * interval;
    this.backupCount = backupCount;
    this.utc = utc;
    this.atTime = atTime;
    this.suffix = period.suffix;
    this.extMatch = period.pattern;
    this.#secondOfDay = secondOfDay;
    this.rolloverAt = this.#firstRollover();
    if (!delay) this.openAtOnce();
  }

  /** The time of the rollover that follows a time, both in seconds since the epoch. */
  computeRollover(epochSeconds: number): number {
    const { when, interval, utc } = this;
    return nextRollover(epochSeconds, { when, interval, utc, atTime: this.#secondOfDay });
  }

  override shouldRollover(_record: LogRecord): boolean {
    const time = now();
    if (time < this.rolloverAt || (this.stream !== null && this.stream !== this.writer)) return false;
    if (!isSpecial(this.baseFilename)) return true;
    this.rolloverAt = this.computeRollover(time);
    return false;
  }

  /** As in Python, it does nothing while there is an archive of that name already. */
  override doRollover(): void {
    const time = now();
    const start = intervalStart(this.rolloverAt, this.interval, time, this.utc);
    const archive = this.rotationFilename(`${this.baseFilename}.${this.#textOf(start)}`);
    if (this.filesOf(archive).length > 0) return;
    this.switchFile(() => {
      this.rotate(this.baseFilename, archive);
      // The next file may get the inode of this one, if the rotator deleted it.
      if (this.shared !== undefined) writeNote(this.shared.folder, '');
      this.#agreedFor = undefined;
    });
    this.rolloverAt = this.computeRollover(time);
    if (this.shared !== undefined && !this.delay) this.#note(this.shared);
  }

  /** The archives beyond `backupCount`, the oldest first, whoever made them. */
  getFilesToDelete(): string[] {
    const archives = this.archives();
    const count = Math.max(0, archives.length - Math.max(0, this.backupCount));
    return archives.slice(0, count).flatMap((archive) => this.filesOf(archive));
  }

  protected override isDue(): boolean {
    this.#agree();
    return now() >= this.rolloverAt;
  }

  protected override archives(): readonly string[] {
    return [...this.findArchives(this.extMatch, this.#textOf(this.rolloverAt)).keys()].sort();
  }

  protected override superfluous(): string[] {
    const others = super.superfluous();
    return this.backupCount > 0 ? [...this.getFilesToDelete(), ...others] : others;
  }

  #firstRollover(): number {
    const stats = statSync(this.baseFilename, { throwIfNoEntry: false });
    return this.computeRollover(stats === undefined ? now() : Math.floor(stats.mtimeMs / 1000));
  }

  /** Whoever begins a shared file notes when its time is over, and the others keep to that. */
  #agree(): void {
    const { shared } = this;
    if (shared === undefined || shared.inode === this.#agreedFor) return;
    const note = readNote(shared.folder);
    const key = this.#keyOf(shared);
    if (note.startsWith(key)) this.rolloverAt = Number(note.slice(key.length));
    else this.rolloverAt = this.#firstRollover();
    this.#note(shared);
  }

  #note(shared: SharedFile): void {
    writeNote(shared.folder, this.#keyOf(shared) + this.rolloverAt);
    this.#agreedFor = shared.inode;
  }

  #keyOf({ inode }: SharedFile): string {
    return `${[inode, this.when, this.interval, this.utc, this.atTime].join(' ')}: `;
  }

  #textOf(epochSeconds: number): string {
    this.#clock.converter = this.utc ? 'utc' : 'local';
    return this.#clock.formatTime(makeLogRecord({ created: epochSeconds }), this.suffix);
  }
}

/** In whole seconds since the epoch. */
function now(): number {
  return Math.floor(getPlatform().now() / 1000);
}
