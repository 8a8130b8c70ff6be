// Hot path: bench case "text".
import { KeyError, ValueError } from '../errors.js';
import type { LogRecord } from '../record.js';
import { state } from '../state.js';
import { BaseFormatter } from './base-formatter.js';
import { CALLER_FIELDS, fieldReader } from './field.js';
import { percentStyle } from './percent-style.js';
import { CLEANERS, remembering, type Sanitize } from './sanitize.js';
import type { Style, StyleContext } from './style.js';

/** What {@link PercentFormatter} takes beside the format. */
export interface PercentFormatterOptions {
  /** Whether a format that cannot be right is refused at once. Default true. */
  validate?: boolean | undefined;
  /** What fields are that a record does not have. */
  defaults?: Readonly<Record<string, unknown>> | null | undefined;
  /** What becomes of control characters in fields, errors and stacks. Default `'control'`: they are made visible. */
  sanitize?: Sanitize | undefined;
}

/**
 * What `Formatter` is without `datefmt`, `style` and `converter`: `%` formats, and times on the local clock. For pages
 * that count bytes: the engines of the other styles and of `strftime` stay out of the bundle. Elsewhere use `Formatter`.
 *
 * @throws ValueError, in Python's words, for a bad format. `format` throws one for a field that a record lacks.
 * @example
 * ```ts
 * import { makeLogRecord, PercentFormatter } from 'loggia';
 * const formatter = new PercentFormatter('%(levelname)-8s|%(message)s');
 * console.log(formatter.format(makeLogRecord({ levelname: 'INFO', msg: 'open' }))); // INFO    |open
 * ```
 */
export class PercentFormatter extends BaseFormatter {
  /** The format that records are written by. */
  readonly fmt: string;
  readonly #usesTime: boolean;
  readonly #write: (record: LogRecord) => string;
  // Records come many to the second.
  #second: number = Number.NaN;
  #time = '';

  /** @param style - For subclasses, which know more than one. @internal */
  constructor(fmt?: string | null, options: PercentFormatterOptions = {}, style: Style = percentStyle) {
    const { validate = true, defaults = null, sanitize = 'control' } = options;
    super(choose('Sanitize', CLEANERS, sanitize));
    const format = fmt || style.defaultFormat;
    if (validate) style.validate(format);
    this.fmt = format;
    this.#usesTime = style.usesTime(format);
    this.#write = style.compile(format, this.styleContext(defaults ?? {}));
  }

  /** The record by the format, its time made and kept as `record.asctime` if the format shows it. */
  override formatLine(record: LogRecord): string {
    // A message that cannot be made is an error even where the format leaves it out, as in Python.
    record.getMessage();
    if (this.usesTime()) record.asctime = this.timeOf(record);
    return this.formatMessage(record);
  }

  /** The text of the record's time, such as `2026-11-21 14:40:18,123`. */
  formatTime(record: LogRecord): string {
    const second = Math.floor(record.created);
    if (second !== this.#second) {
      const ms = second * 1000;
      // Shifted, so that what is written as UTC is what the local clock shows.
      const shifted = new Date(ms - new Date(ms).getTimezoneOffset() * 60_000);
      this.#time = shifted.toISOString().slice(0, -5).replace('T', ' ');
      this.#second = second;
    }
    return withMsecs(this.#time, record.msecs);
  }

  /** The record by the format, without error and stack. */
  override formatMessage(record: LogRecord): string {
    try {
      return this.#write(record);
    } catch (error) {
      if (!(error instanceof KeyError)) throw error;
      throw new ValueError(`Formatting field not found in record: ${error.message}`, { cause: error });
    }
  }

  /** Whether the format shows `asctime`. */
  override usesTime(): boolean {
    return this.#usesTime;
  }

  /** What becomes `record.asctime`. @internal */
  protected timeOf(record: LogRecord): string {
    return this.formatTime(record);
  }

  /** What the style is given to read and to write fields with. Called once, by the constructor. @internal */
  protected styleContext(defaults: Readonly<Record<string, unknown>>): StyleContext {
    return {
      field(name) {
        if (CALLER_FIELDS.includes(name)) state.callerWanted = true;
        return fieldReader(name, defaults);
      },
      cleaner: () => remembering(this.clean),
    };
  }
}

/** A time and its milliseconds, as Python's default format puts them together. */
export function withMsecs(time: string, msecs: number): string {
  return `${time},${String(Math.floor(msecs) + 1000).slice(1)}`;
}

/** What a table has under that name. @throws ValueError, in Python's words, for any other. */
export function choose<T>(what: string, table: Readonly<Record<string, T>>, key: string): T {
  if (Object.hasOwn(table, key)) return table[key] as T;
  throw new ValueError(`${what} must be one of: ${Object.keys(table)}`);
}
