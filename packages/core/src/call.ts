import { isError } from './format/error-data.js';
import { isPlainObject } from './plain-object.js';
import { messageText, NO_ARGS } from './record.js';
import { state } from './state.js';

/** Named values that belong to a record. */
export type Fields = Record<string, unknown>;

/** What Python's logging calls take as keyword arguments: the last argument of a call here. */
export interface CallOptions {
  /** What was thrown; `true` for the error among the message and its arguments. */
  excInfo?: unknown;
  /** Whether the record carries the stack of the call. */
  stackInfo?: boolean | undefined;
  /** How many frames above the call its record says it came from. Default 1, the caller itself. */
  stackLevel?: number | undefined;
  /** Fields for `record.extra`. */
  extra?: Fields | null | undefined;
}

/** The arguments of a call, told apart: those of the message, and the options. */
export interface Call {
  readonly args: readonly unknown[];
  readonly options: CallOptions;
}

/** A call of a message alone. */
export const NO_ARGUMENTS: Call = { args: NO_ARGS, options: {} };

const OPTION_NAMES: ReadonlySet<string> = /* @__PURE__ */ new Set([
  'excInfo',
  'stackInfo',
  'stackLevel',
  'extra',
]);

/** Options that {@link passOn} made: whatever the message consumes, they are no argument of it. */
class PassedOptions implements CallOptions {
  // A private name is a mark that no proxy can fake, and asking for it runs no code of the caller's.
  readonly #mark = true;
  excInfo: unknown;
  stackInfo: boolean;
  stackLevel: number;
  extra: Fields | null;

  constructor({ excInfo = null, stackInfo = false, stackLevel = 1, extra = null }: CallOptions) {
    this.excInfo = excInfo;
    this.stackInfo = stackInfo;
    this.stackLevel = stackLevel;
    this.extra = extra;
  }

  static is(value: unknown): value is PassedOptions {
    return typeof value === 'object' && value !== null && #mark in value;
  }
}

/**
 * Tells the arguments of the message from what trails after them.
 *
 * Of the arguments that the message does not consume, one plain object at the end is read as options or as
 * fields, and one `Error` as what was thrown, in either order. What else is left over stays an argument:
 * one too many, as formatting will find.
 */
export function readCall(msg: unknown, args: readonly unknown[], isException = false): Call {
  const last = args.at(-1);
  if (PassedOptions.is(last)) {
    const own = args.length === 1 ? NO_ARGS : args.slice(0, -1);
    // What an adapter's `process` put there may be true or false, too.
    last.excInfo = thrownValue(last.excInfo, undefined, msg, own);
    return { args: own, options: last };
  }
  let options: CallOptions | undefined;
  let error: unknown;
  let end = args.length;
  for (const needed = end === 0 ? 0 : consumedBy(msg); end > needed; end--) {
    const arg = args[end - 1];
    if (error === undefined && isError(arg)) error = arg;
    else if (options === undefined && isPlainObject(arg))
      options = isOptions(arg) ? { ...arg } : { extra: arg };
    else break;
  }
  options ??= {};
  if (isException && options.excInfo === undefined) options.excInfo = firstError(msg, args);
  else options.excInfo = thrownValue(options.excInfo, error, msg, args);
  return { args: end === args.length ? args : args.slice(0, end), options };
}

/** The arguments for another logging call: those of the message, and options that are sure to be read as such. */
export function passOn(args: readonly unknown[], options: CallOptions): unknown[] {
  return [...args, new PassedOptions(options)];
}

/** Like {@link readCall}, for `exception()`: any error among the message and the arguments is what was thrown. */
export function readException(msg: unknown, args: readonly unknown[]): Call {
  return readCall(msg, args, true);
}

function consumedBy(msg: unknown): number {
  // A function is called only when the text is needed: nobody knows yet what its text will consume.
  if (typeof msg === 'function') return 0;
  const format = typeof msg === 'string' ? msg : textIfAny(msg);
  if (!format.includes('%')) return 0;
  const { consumes } = state.renderer.compile(format);
  return consumes === -1 ? 1 : consumes;
}

// A message that fails to become text does so again, and is reported, when a handler needs the text.
function textIfAny(msg: unknown): string {
  try {
    return messageText(msg);
  } catch {
    return '';
  }
}

function isOptions(object: Fields): boolean {
  return Object.keys(object).every((key) => OPTION_NAMES.has(key));
}

function thrownValue(given: unknown, trailing: unknown, msg: unknown, args: readonly unknown[]): unknown {
  if (given === true) return trailing ?? firstError(msg, args);
  if (given === undefined) return trailing ?? (isError(msg) ? msg : null);
  return given === false ? null : given;
}

function firstError(msg: unknown, args: readonly unknown[]): unknown {
  return [msg, ...args].find(isError) ?? null;
}
