// Hot path: bench case "text".
import { KeyError, ValueError } from '../errors.js';
import type { LogRecord } from '../record.js';
import { state } from '../state.js';
import { BaseFormatter } from './base-formatter.js';
import { braceStyle } from './brace-style.js';
import { dollarStyle } from './dollar-style.js';
import { CALLER_FIELDS, fieldReader } from './field.js';
import { percentFormat } from './percent.js';
import { percentStyle } from './percent-style.js';
import { CLEANERS, type Sanitize } from './sanitize.js';
import type { Style, StyleContext } from './style.js';
import { TimeText } from './time-text.js';
import type { Zone } from './zone.js';

/** How a format is written: `%(name)s`, `{name}` or `$name`. */
export type FormatStyle = '%' | '{' | '$';

/** What {@link Formatter} takes beside the format. */
export interface FormatterOptions {
  /** The format of `asctime`, for `strftime`. Default: ISO 8601 like, with milliseconds. */
  datefmt?: string | null | undefined;
  /** Default `'%'`. */
  style?: FormatStyle | undefined;
  /** Whether a format that cannot be right is refused at once. Default true. */
  validate?: boolean | undefined;
  /** What fields are that a record does not have. */
  defaults?: Readonly<Record<string, unknown>> | null | undefined;
  /** What becomes of control characters in fields, errors and stacks. Default `'control'`: they are made visible. */
  sanitize?: Sanitize | undefined;
}

const COMMA_MSECS = '%s,%03d';

const STYLES: Readonly<Record<FormatStyle, Style>> = { '%': percentStyle, '{': braceStyle, $: dollarStyle };

/**
 * Turns records into text by a format, such as `%(asctime)s %(levelname)s %(message)s`.
 *
 * A field of the format is looked up among the record's attributes, then what filters put on the record, then
 * in `record.extra`, then in `defaults`. A format that names the caller (`%(filename)s`, `%(lineno)d` and so on)
 * makes loggers find out who called.
 *
 * @throws ValueError, in Python's words, for an unknown style or a bad format. `format` throws one for a field
 * that a record lacks.
 * @example
 * ```ts
 * import { Formatter, makeLogRecord } from 'loggia';
 * const formatter = new Formatter('{levelname:<8}|{message}', { style: '{' });
 * console.log(formatter.format(makeLogRecord({ levelname: 'INFO', msg: 'open' }))); // INFO    |open
 * ```
 */
export class Formatter extends BaseFormatter {
  /** The format that records are written by. */
  readonly fmt: string;
  /** The format of `asctime`; null or empty for {@link defaultTimeFormat} and {@link defaultMsecFormat}. */
  datefmt: string | null;
  /** Whose clock `asctime` shows: `'local'`, `'utc'` or an IANA time zone. */
  converter: Zone = 'local';
  defaultTimeFormat = '%Y-%m-%d %H:%M:%S';
  /** Puts the time's text and the milliseconds together; null for no milliseconds. */
  defaultMsecFormat: string | null = COMMA_MSECS;
  readonly #usesTime: boolean;
  readonly #write: (record: LogRecord) => string;
  readonly #time: TimeText = new TimeText();
  #lastTime = { time: '', msecs: Number.NaN, format: '', text: '' };

  constructor(fmt?: string | null, options: FormatterOptions = {}) {
    const { datefmt = null, style = '%', validate = true, defaults = null, sanitize = 'control' } = options;
    super(choose('Sanitize', CLEANERS, sanitize));
    const chosen = choose('Style', STYLES, style);
    const format = fmt || chosen.defaultFormat;
    if (validate) chosen.validate(format);
    this.fmt = format;
    this.datefmt = datefmt;
    this.#usesTime = chosen.usesTime(format);
    this.#write = chosen.compile(format, this.styleContext(defaults ?? {}));
  }

  /** The record by the format, its time made and kept as `record.asctime` if the format shows it. */
  override formatLine(record: LogRecord): string {
    // A message that cannot be made is an error even where the format leaves it out, as in Python.
    record.getMessage();
    if (this.usesTime()) record.asctime = this.formatTime(record, this.datefmt);
    return this.formatMessage(record);
  }

  /** The text of the record's time, by `datefmt` or, without one, by the default formats. */
  formatTime(record: LogRecord, datefmt?: string | null): string {
    const time = this.#time.at(record.created, datefmt || this.defaultTimeFormat, this.converter);
    const { defaultMsecFormat } = this;
    if (datefmt || !defaultMsecFormat) return time;
    const { msecs } = record;
    // Records come many to the millisecond.
    const last = this.#lastTime;
    if (last.time === time && last.msecs === msecs && last.format === defaultMsecFormat) return last.text;
    // What nearly every record needs, without the engine: three digits.
    const text =
      defaultMsecFormat === COMMA_MSECS && msecs >= 0 && msecs < 1000
        ? `${time},${String(Math.floor(msecs) + 1000).slice(1)}`
        : percentFormat(defaultMsecFormat, [time, msecs]);
    this.#lastTime = { time, msecs, format: defaultMsecFormat, text };
    return text;
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

  /** What the style is given to read and to write fields with. Called once, by the constructor. @internal */
  protected styleContext(defaults: Readonly<Record<string, unknown>>): StyleContext {
    return {
      field(name) {
        if (CALLER_FIELDS.includes(name)) state.callerWanted = true;
        return fieldReader(name, defaults);
      },
      clean: this.clean,
    };
  }
}

function choose<T>(what: string, table: Readonly<Record<string, T>>, key: string): T {
  if (Object.hasOwn(table, key)) return table[key] as T;
  throw new ValueError(`${what} must be one of: ${Object.keys(table)}`);
}
