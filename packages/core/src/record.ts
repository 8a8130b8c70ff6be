// Hot path: bench case "enabled".
import { isPlainObject } from './plain-object.js';
import { type MessageArgs, RecordAttributes, UNKNOWN_FILE } from './record-attributes.js';
import { state } from './state.js';
import type { WireRecord } from './wire.js';

/** What the arguments are of a call without any. */
export const NO_ARGS: readonly unknown[] = Object.freeze([]);

/**
 * One event that was logged. Loggers make records through the record factory; handlers and filters read
 * them, and filters may change them.
 *
 * The attributes are Python's, camel-cased where Python has an underscore. Fields of the caller live in
 * {@link LogRecord.extra}, so they can never overwrite an attribute.
 *
 * @example
 * ```ts
 * import { INFO, LogRecord } from 'loggia';
 * const record = new LogRecord('shop.cart', INFO, 'cart.ts', 12, 'added %d items', [3], null);
 * console.log(record.getMessage()); // added 3 items
 * ```
 */
export class LogRecord extends RecordAttributes {
  // The text of the message and what it was made from: a filter may put another msg or args in place.
  #text: string | undefined;
  #textMsg: unknown;
  #textArgs: MessageArgs | undefined;

  constructor(
    name: string,
    level: number,
    pathname: string,
    lineno: number,
    msg: unknown,
    args: MessageArgs | null | undefined,
    excInfo: unknown,
    func: string | null = null,
    sinfo: string | null = null,
  ) {
    super();
    const { platform, settings } = state;
    const now = platform.now();
    const info = platform.processInfo();
    this.name = name;
    this.msg = msg;
    this.args = loneMapping(args) ?? args ?? NO_ARGS;
    this.levelname = state.levels.nameOf(level);
    this.levelno = level;
    this.pathname = pathname;
    if (pathname === UNKNOWN_FILE) {
      this.filename = UNKNOWN_FILE;
      this.module = UNKNOWN_FILE;
    } else {
      this.filename = fileNameOf(pathname);
      this.module = this.filename.replace(/(?<=[^.])\.[^.]*$/, '');
    }
    this.excInfo = excInfo ?? null;
    this.excText = null;
    this.stackInfo = sinfo;
    this.lineno = lineno;
    this.funcName = func;
    this.created = now / 1000;
    // Not by `%`, which is slow for numbers of more than 31 bits.
    const whole = Math.floor(now);
    this.msecs = whole - Math.floor(whole / 1000) * 1000;
    this.relativeCreated = now - state.startTime;
    this.thread = settings.logThreads ? info.thread : null;
    this.threadName = settings.logThreads ? info.threadName : null;
    this.processName = settings.logProcesses ? info.processName : null;
    this.process = settings.logProcesses ? info.process : null;
    this.taskName = null;
    this.extra = {};
    this.#text = undefined;
    this.#textMsg = undefined;
    this.#textArgs = undefined;
  }

  /**
   * The message with its arguments put in, made when it is first asked for and then kept.
   *
   * @throws What Python's `%` raises for a format and arguments that do not fit, under the same name.
   */
  getMessage(): string {
    if (this.#text !== undefined && this.#textMsg === this.msg && this.#textArgs === this.args) {
      return this.#text;
    }
    const format = messageText(this.msg);
    return this.keepMessage(hasArgs(this.args) ? state.renderer.compile(format).format(this.args) : format);
  }

  /** {@link getMessage} under the name that formats use. */
  get message(): string {
    return this.getMessage();
  }

  /** Takes `text` as the message of the present `msg` and `args`, as a record from elsewhere needs. @internal */
  keepMessage(text: string): string {
    this.#text = text;
    this.#textMsg = this.msg;
    this.#textArgs = this.args;
    return text;
  }

  /** The record as plain JSON data: what crosses to another process, without loss of what is printed. */
  toJSON(): WireRecord {
    return state.renderer.toWire(this);
  }

  override toString(): string {
    return `<LogRecord: ${this.name}, ${this.levelno}, ${this.pathname}, ${this.lineno}, "${messageText(this.msg)}">`;
  }
}

/** What a message is before its arguments are put in. */
export function messageText(msg: unknown): string {
  if (typeof msg === 'string') return msg;
  if (typeof msg === 'function') return messageText(msg());
  if (typeof msg !== 'object' || msg === null) return String(msg);
  const ownText = msg.toString;
  // Plain objects and arrays have no text of their own worth printing.
  return typeof ownText !== 'function' || ownText === Object.prototype.toString || Array.isArray(msg)
    ? state.renderer.inspect(msg)
    : String(msg);
}

function hasArgs(args: MessageArgs): boolean {
  return (Array.isArray(args) ? args : Object.keys(args)).length > 0;
}

// Python's rule: one mapping, if it is not empty, stands for itself, so that `%(name)s` finds its names there.
function loneMapping(args: MessageArgs | null | undefined): Record<string, unknown> | undefined {
  if (!Array.isArray(args) || args.length !== 1) return undefined;
  const [mapping] = args;
  return isPlainObject(mapping) && Object.keys(mapping).length > 0 ? mapping : undefined;
}

function fileNameOf(pathname: string): string {
  return pathname.slice(Math.max(pathname.lastIndexOf('/'), pathname.lastIndexOf('\\')) + 1);
}
