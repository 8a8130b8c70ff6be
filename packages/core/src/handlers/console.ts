import { plainFormatter, type RecordFormatter } from '../format/base-formatter.js';
import { Handler } from '../handler.js';
import { ERROR, INFO, WARNING } from '../levels.js';
import type { ConsoleLike } from '../platform.js';
import type { LogRecord } from '../record.js';
import { state } from '../state.js';

/** Options of {@link ConsoleHandler}. */
export interface ConsoleHandlerOptions {
  /** Default: the host's own console. */
  console?: ConsoleLike | undefined;
  /** Whether the values that go with a record are folded away below its line, where the console can. Default false. */
  collapse?: boolean | undefined;
  /** Whether the level is coloured, by the console's `%c`. Default false. */
  styled?: boolean | undefined;
}

/** A console that can fold. */
interface FoldingConsole extends ConsoleLike {
  groupCollapsed?(...values: unknown[]): void;
  groupEnd?(): void;
}

/**
 * Writes to the console, by the method that fits the level: `debug`, `info`, `warn` or `error`. Fields, errors
 * and arguments that are objects are handed over as they are, so that the developer tools can open them.
 *
 * @example
 * ```ts
 * import { ConsoleHandler, getLogger } from 'loggia';
 * getLogger().addHandler(new ConsoleHandler({ styled: true }));
 * getLogger('shop').warning('out of stock', { item: 'tea' });
 * ```
 */
export class ConsoleHandler extends Handler {
  readonly #options: ConsoleHandlerOptions;

  constructor(options: ConsoleHandlerOptions = {}) {
    super();
    this.#options = options;
  }

  override emit(record: LogRecord): void {
    const target: FoldingConsole | undefined = this.#options.console ?? state.platform.console;
    if (target === undefined) return;
    const method = methodFor(record.levelno);
    const values = inspectables(record);
    const line = this.#line(record, values.length > 0);
    if (this.#options.collapse && values.length > 0 && target.groupCollapsed && target.groupEnd) {
      target.groupCollapsed(...line);
      target[method](...values);
      target.groupEnd();
    } else {
      target[method](...line, ...values);
    }
  }

  #line(record: LogRecord, valuesFollow: boolean): unknown[] {
    const text = this.#text(record);
    if (this.#options.styled) return [`%c${record.levelname}%c %s`, styleFor(record.levelno), '', text];
    // A console formats its first argument when others follow: the text must not be taken for a format.
    return valuesFollow ? ['%s', text] : [text];
  }

  // The console shows the error itself, with a stack that source maps apply to: its text would only repeat it.
  #text(record: LogRecord): string {
    const formatter: RecordFormatter = this.formatter ?? plainFormatter;
    return formatter.formatLine?.(record) ?? formatter.format(record);
  }
}

function inspectables(record: LogRecord): unknown[] {
  const values: unknown[] = Object.values(record.args).filter(
    (arg) => typeof arg === 'object' && arg !== null,
  );
  if (Object.keys(record.extra).length > 0) values.push(record.extra);
  if (record.excInfo !== null) values.push(record.excInfo);
  if (record.stackInfo !== null) values.push(record.stackInfo);
  return values;
}

function methodFor(levelno: number): keyof ConsoleLike {
  if (levelno >= ERROR) return 'error';
  if (levelno >= WARNING) return 'warn';
  return levelno >= INFO ? 'info' : 'debug';
}

function styleFor(levelno: number): string {
  if (levelno >= ERROR) return 'color:#d33;font-weight:bold';
  if (levelno >= WARNING) return 'color:#b80;font-weight:bold';
  return levelno >= INFO ? 'color:#08c' : 'color:#888';
}
