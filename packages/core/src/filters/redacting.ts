import { isPlainObject } from '../plain-object.js';
import type { LogRecord } from '../record.js';
import type { MessageArgs } from '../record-attributes.js';
import { type Censor, Redactor } from './redactor.js';

/** What {@link RedactingFilter} takes. */
export interface RedactingFilterOptions {
  /**
   * Where secrets are: keys joined by dots, case as written, `*` for any one key or index, `**` for any number
   * of keys: `headers.authorization`, `*.password`, `users[*].email`, `**.token`.
   */
  paths?: readonly string[];
  /** What secrets look like; only what matches is replaced. */
  patterns?: readonly RegExp[];
  /** What stands in their place. Default `'[redacted]'`. */
  censor?: Censor;
}

/**
 * Takes secrets out of records. It lets every record pass, changed in place, so that no later handler, buffer
 * or queue sees them; the caller's own objects stay as they are.
 *
 * Paths begin at the fields in `extra`, at the keys of a mapping argument or of an object that is the message,
 * and at the keys of each object among the arguments. Patterns look into all strings of those, the finished text
 * of the message, the error and the stack. If a pattern matches the finished text, that text becomes the
 * message, without arguments. A cycle, or what is too deep or too large to be looked at, is cut out.
 *
 * A logger's filters see only records of that very logger: add it to the handlers, or to all of them.
 *
 * @example
 * ```ts
 * import { getLogger, RedactingFilter, StreamHandler } from 'loggia';
 * const handler = new StreamHandler();
 * handler.addFilter(new RedactingFilter({ paths: ['**.password', 'headers.cookie'], patterns: [/\b\d{13,16}\b/] }));
 * getLogger().addHandler(handler);
 * getLogger('shop').warning('card %s refused', '4111111111111111', { password: 'x' }); // card [redacted] refused
 * ```
 */
export class RedactingFilter {
  readonly #redactor: Redactor;

  constructor(options: RedactingFilterOptions) {
    this.#redactor = new Redactor(options.paths ?? [], options.patterns ?? [], options.censor);
  }

  filter(record: LogRecord): boolean {
    const redactor = this.#redactor;
    record.extra = fields(redactor.clean(record.extra));
    record.args = this.#cleanArgs(record.args);
    if (isPlainObject(record.msg)) record.msg = redactor.clean(record.msg);
    if (redactor.hasPatterns) this.#cleanTexts(record);
    return true;
  }

  #cleanArgs(args: MessageArgs): MessageArgs {
    if (!Array.isArray(args)) return fields(this.#redactor.clean(args));
    const clean = args.map((arg) => this.#redactor.clean(arg));
    // The same array, if nothing changed, keeps the text that was made of it.
    return clean.every((arg, i) => Object.is(arg, args[i])) ? args : clean;
  }

  #cleanTexts(record: LogRecord): void {
    const clean = <T>(value: T, name: string): T => this.#redactor.cleanByPattern(value, name) as T;
    record.excInfo = clean(record.excInfo, 'error');
    record.excText = clean(record.excText, 'error');
    record.stackInfo = clean(record.stackInfo, 'stackInfo');
    let text: string;
    try {
      text = record.getMessage();
    } catch {
      // The handler will find the same and report it, with the format.
      if (typeof record.msg === 'string') record.msg = clean(record.msg, 'message');
      return;
    }
    const cleaned = clean(text, 'message');
    if (cleaned === text) return;
    record.msg = cleaned;
    record.args = [];
  }
}

// A hostile object has become a text that says so.
function fields(clean: unknown): Record<string, unknown> {
  return isPlainObject(clean) ? clean : { '...': clean };
}
