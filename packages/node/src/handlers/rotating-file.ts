import { ConfigError, type LogRecord } from '@loggia/core';
import { isSpecial, shiftNumbered } from '../files/rollover.js';
import { BaseRotatingHandler, type BaseRotatingOptions } from './base-rotating.js';

/** Options of {@link RotatingFileHandler}. */
export interface RotatingFileOptions extends BaseRotatingOptions {
  /** About how many bytes a file may have. Default 0: any number, and no rollover. */
  maxBytes?: number | undefined;
  /** How many archives are kept. Default 0: no rollover, unless `keep` is given, which then is the only limit. */
  backupCount?: number | undefined;
}

// Longer numbers are dates, of somebody else.
const NUMBERS = /(?<!\d)[1-9]\d{0,5}(?!\d)/;

/**
 * Writes to a file until the next record would make it as long as `maxBytes`; then `app.log` becomes
 * `app.log.1`, what was `app.log.1` becomes `app.log.2`, and so on.
 *
 * As in Python, the bytes in the file and the characters of the record are added, so a file may be longer by
 * what the last record needs in bytes; a record that is longer than `maxBytes` gets a file for itself.
 *
 * @example
 * ```ts
 * import { getLogger, RotatingFileHandler } from 'loggia/node';
 * const handler = new RotatingFileHandler('logs/app.log', { maxBytes: 1_000_000, backupCount: 5, compress: 'gzip' });
 * getLogger('shop').addHandler(handler);
 * getLogger('shop').error('no such item: %s', 'hat');
 * await handler.close();
 * ```
 */
export class RotatingFileHandler extends BaseRotatingHandler {
  maxBytes: number;
  backupCount: number;
  /** The record that is being emitted, and its text once that was made. */
  #record: LogRecord | undefined;
  #text: string | undefined;

  /** @throws What {@link BaseRotatingHandler} throws, and ConfigError for sizes and counts that are no integers. */
  constructor(filename: string | URL, options: RotatingFileOptions = {}) {
    const { maxBytes = 0, backupCount = 0 } = options;
    checkInteger('maxBytes', maxBytes);
    checkInteger('backupCount', backupCount);
    // A file that is begun anew with each run would never come to its rollover.
    super(filename, maxBytes > 0 ? { ...options, mode: 'a' } : options);
    this.maxBytes = maxBytes;
    this.backupCount = backupCount;
  }

  override emit(record: LogRecord): void {
    this.#record = record;
    try {
      super.emit(record);
    } finally {
      this.#record = undefined;
      this.#text = undefined;
    }
  }

  /** The record as text. The one that is being emitted is formatted once, though it is measured first. */
  override format(record: LogRecord): string {
    if (record !== this.#record) return super.format(record);
    this.#text ??= super.format(record);
    return this.#text;
  }

  override shouldRollover(record: LogRecord): boolean {
    if (this.stream === null) this.open();
    const { maxBytes, writer } = this;
    if (maxBytes <= 0 || this.stream !== writer) return false;
    const text = this.format(record);
    // One is for the end of the line, whatever the terminator is.
    const limit = maxBytes - 1;
    if (text.length < limit - writer.sizeAtMost || writer.size === 0) return false;
    const room = limit - writer.size;
    return text.length >= room && lengthOf(text) >= room && !isSpecial(this.baseFilename);
  }

  override doRollover(): void {
    const { baseFilename } = this;
    const count = this.#count;
    if (count === 0 && this.mode === 'a') return;
    const nameOf = (number: number): string => this.rotationFilename(`${baseFilename}.${number}`);
    this.switchFile(() => {
      if (count === 0) return;
      // Whoever shifted the archives of a shared file before may have been killed half-way.
      const onlyToGap = this.rolloverFailed || count === Infinity || this.shared !== undefined;
      shiftNumbered(nameOf, count, this.endings, onlyToGap);
      this.rotate(baseFilename, nameOf(1));
    });
  }

  /** How many archives there may be; 0: there is no rollover. */
  get #count(): number {
    if (this.backupCount > 0) return this.backupCount;
    return this.keep === null ? 0 : Infinity;
  }

  protected override isDue(size: number, bytes: number): boolean {
    return this.maxBytes > 0 && size > 0 && size + bytes >= this.maxBytes && this.#count > 0;
  }

  protected override archives(): readonly string[] {
    const found = [...this.findArchives(NUMBERS, '1')];
    return found.sort(([, a], [, b]) => Number(b) - Number(a)).map(([archive]) => archive);
  }
}

/** In characters as Python counts them. */
function lengthOf(text: string): number {
  let length = text.length;
  for (const _ of text.matchAll(/[\ud800-\udbff][\udc00-\udfff]/g)) length--;
  return length;
}

function checkInteger(name: string, value: unknown): void {
  if (Number.isSafeInteger(value)) return;
  throw new ConfigError(name, `${name} is an integer, not ${String(value)}`);
}
