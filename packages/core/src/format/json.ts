import type { LogRecord } from '../record.js';
import { describeError } from './error-data.js';
import { ErrorJSON } from './error-json.js';
import { jsonText, quoted } from './json-text.js';
import { cut, StructuredFormatter, type StructuredOptions } from './structured.js';

const NAMES = {
  time: 'time',
  level: 'level',
  logger: 'logger',
  message: 'message',
  error: 'error',
  stack: 'stack',
};

/**
 * Writes a record as one JSON object in one line: `time` (ISO 8601, UTC), `level`, `logger`, `message`, the fixed
 * fields, the record's extra fields, `error` (type, message, stack, cause, errors) and `stack`. The order of names is
 * always the same. Any value is safe: what JSON cannot hold is described, and what is too large is cut, visibly.
 *
 * @example
 * ```ts
 * import { JSONFormatter, makeLogRecord } from 'loggia';
 * const formatter = new JSONFormatter({ keys: { time: null, logger: 'name' }, fields: { service: 'shop' } });
 * console.log(formatter.format(makeLogRecord({ name: 'cart', levelname: 'INFO', msg: 'open', items: 3 })));
 * // {"level":"INFO","name":"cart","message":"open","service":"shop","items":3}
 * ```
 */
export class JSONFormatter extends StructuredFormatter {
  readonly #errors: ErrorJSON = new ErrorJSON();

  constructor(options: StructuredOptions = {}) {
    super(NAMES, options);
  }

  protected override get separator(): string {
    return ',';
  }

  protected override label(name: string): string {
    return `${quoted(name)}:`;
  }

  protected override value(value: unknown): string {
    if (typeof value === 'string') return quoted(value);
    return typeof value === 'object' ? jsonText(value) : String(value);
  }

  protected override line(members: string): string {
    return `{${members}}`;
  }

  protected override time(iso: string): string {
    return `"${iso}"`;
  }

  protected override level(record: LogRecord): string {
    return String(record.levelname);
  }

  protected override error({ excInfo, excText }: LogRecord): string | undefined {
    if ((excInfo ?? null) !== null) return this.#errors.text(describeError(excInfo));
    return excText ? this.value({ stack: cut(excText) }) : undefined; // from a process that sent only the text
  }
}
