// Hot path: bench case "text".
import type { LogRecord } from '../record.js';
import { braceStyle } from './brace-style.js';
import { dollarStyle } from './dollar-style.js';
import { percentFormat } from './percent.js';
import { choose, PercentFormatter, type PercentFormatterOptions, withMsecs } from './percent-formatter.js';
import { percentStyle } from './percent-style.js';
import type { Style } from './style.js';
import { TimeText } from './time-text.js';
import type { Zone } from './zone.js';

/** How a format is written: `%(name)s`, `{name}` or `$name`. */
export type FormatStyle = '%' | '{' | '$';

/** What {@link Formatter} takes beside the format. */
export interface FormatterOptions extends PercentFormatterOptions {
  /** The format of `asctime`, for `strftime`. Default: ISO 8601 like, with milliseconds. */
  datefmt?: string | null | undefined;
  /** Default `'%'`. */
  style?: FormatStyle | undefined;
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
export class Formatter extends PercentFormatter {
  /** The format of `asctime`; null or empty for {@link defaultTimeFormat} and {@link defaultMsecFormat}. */
  datefmt: string | null;
  /** Whose clock `asctime` shows: `'local'`, `'utc'` or an IANA time zone. */
  converter: Zone = 'local';
  defaultTimeFormat = '%Y-%m-%d %H:%M:%S';
  /** Puts the time's text and the milliseconds together; null for no milliseconds. */
  defaultMsecFormat: string | null = COMMA_MSECS;
  readonly #time: TimeText = new TimeText();
  #lastTime = { time: '', msecs: Number.NaN, format: '', text: '' };

  constructor(fmt?: string | null, options: FormatterOptions = {}) {
    const { datefmt = null, style = '%', ...others } = options;
    super(fmt, others, choose('Style', STYLES, style));
    this.datefmt = datefmt;
  }

  /** The text of the record's time, by `datefmt` or, without one, by the default formats. */
  override formatTime(record: LogRecord, datefmt?: string | null): string {
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
        ? withMsecs(time, msecs)
        : percentFormat(defaultMsecFormat, [time, msecs]);
    this.#lastTime = { time, msecs, format: defaultMsecFormat, text };
    return text;
  }

  protected override timeOf(record: LogRecord): string {
    return this.formatTime(record, this.datefmt);
  }
}
