import type { LogRecord } from '../record.js';
import type { Renderer } from '../renderer.js';
import { findCaller } from '../stack-caller.js';
import { state } from '../state.js';
import { recordToWire } from '../wire.js';
import { errorText } from './error-text.js';
import { inspect } from './inspect.js';
import { compilePercent } from './percent.js';
import { type Cleaner, cleanControl } from './sanitize.js';

/** Turns records into text. Handlers ask for nothing else, so any object with this method will do. */
export interface RecordFormatter {
  /** Called once for each record that a handler writes. What it throws goes to the handler's `handleError`. */
  format(record: LogRecord): string;
  /** The record without its error and stack, for handlers that show those in a way of their own. */
  formatLine?(record: LogRecord): string;
}

const fullRenderer: Renderer = {
  compile: compilePercent,
  inspect,
  toWire: recordToWire,
  format: (record) => plainFormatter.format(record as LogRecord),
  caller: findCaller,
};

/**
 * Writes the message of a record, then the error and the stack that it carries. It is what handlers use that
 * were given no formatter, and the base of formatters that write the message in another way.
 *
 * @example
 * ```ts
 * import { BaseFormatter, type LogRecord } from 'loggia';
 * class Shouting extends BaseFormatter {
 *   override formatMessage(record: LogRecord): string {
 *     return super.formatMessage(record).toUpperCase();
 *   }
 * }
 * ```
 */
export class BaseFormatter implements RecordFormatter {
  /** Makes text that came from outside safe to print; applied to fields, errors and stacks. */
  protected readonly clean: Cleaner;
  // Between the message and what follows it.
  readonly #newline: string;

  constructor(clean: Cleaner = cleanControl) {
    state.renderer = fullRenderer;
    this.clean = clean;
    this.#newline = clean('\n');
  }

  /**
   * The whole text: the message, the error, the stack, each on lines of its own. The error's text is kept as
   * `record.excText`, so that a second handler need not make it again.
   */
  format(record: LogRecord): string {
    let text = this.formatLine(record);
    if (!record.excText && (record.excInfo ?? null) !== null) {
      record.excText = this.formatException(record.excInfo);
    }
    if (record.excText) text = this.#append(text, record.excText);
    if (record.stackInfo) text = this.#append(text, this.formatStack(record.stackInfo));
    return text;
  }

  /** What {@link format} begins with. */
  formatLine(record: LogRecord): string {
    return this.formatMessage(record);
  }

  /** The first part of the text. */
  formatMessage(record: LogRecord): string {
    return this.clean(record.getMessage());
  }

  /** The text of a thrown value: `Name: message`, the stack, causes and nested errors. No line end comes last. */
  formatException(excInfo: unknown): string {
    return errorText(excInfo);
  }

  /** The text of `record.stackInfo`, which is the stack as the engine wrote it. */
  formatStack(stackInfo: string): string {
    return stackInfo;
  }

  /** Whether the text shows the time of the record. */
  usesTime(): boolean {
    return false;
  }

  #append(text: string, more: string): string {
    return `${text}${text.endsWith(this.#newline) ? '' : this.#newline}${this.clean(more)}`;
  }
}

/** The formatter of handlers that have none. It keeps format engines out of programs that use no `Formatter`. */
export const plainFormatter: BaseFormatter = /* @__PURE__ */ new BaseFormatter();
