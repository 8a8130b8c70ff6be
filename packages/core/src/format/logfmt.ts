import type { LogRecord } from '../record.js';
import { errorText } from './error-text.js';
import { jsonText } from './json-text.js';
import { cut, StructuredFormatter, type StructuredOptions } from './structured.js';

const NAMES = {
  time: 'time',
  level: 'level',
  logger: 'logger',
  message: 'msg',
  error: 'error',
  stack: 'stack',
};

/**
 * Writes a record as names and values in one line, as Heroku and Go's tools read them:
 * `time=2023-11-14T22:13:20.123Z level=info logger=shop msg="cart opened" items=3`.
 *
 * Values with blanks, quotes or `=` are quoted with JSON's escapes, nested ones are JSON; an error is its whole text.
 *
 * @example
 * ```ts
 * import { LogfmtFormatter, makeLogRecord } from 'loggia';
 * const formatter = new LogfmtFormatter({ keys: { time: null } });
 * console.log(formatter.format(makeLogRecord({ name: 'shop', levelname: 'INFO', msg: 'cart opened', items: 3 })));
 * // level=info logger=shop msg="cart opened" items=3
 * ```
 */
export class LogfmtFormatter extends StructuredFormatter {
  constructor(options: StructuredOptions = {}) {
    super(NAMES, options);
  }

  protected override get separator(): string {
    return ' ';
  }

  protected override label(name: string): string {
    return `${name.replace(/[\s"=\0-\x1f\x7f-\x9f\ud800-\udfff]/gu, '_') || '_'}=`;
  }

  protected override value(value: unknown): string {
    const text = typeof value === 'object' && value !== null ? jsonText(value) : String(value);
    return /^$|[\s"=\0-\x1f\x7f-\x9f\ud800-\udfff]/u.test(text) ? jsonText(text) : text;
  }

  protected override line(members: string): string {
    return members;
  }

  protected override time(iso: string): string {
    return iso;
  }

  protected override level(record: LogRecord): string {
    return String(record.levelname).toLowerCase();
  }

  protected override error({ excInfo, excText }: LogRecord): string | undefined {
    const text = (excInfo ?? null) === null ? excText : errorText(excInfo);
    return text ? this.value(cut(text)) : undefined;
  }
}
