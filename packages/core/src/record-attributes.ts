/** The arguments of a message: positions, or one mapping for `%(name)s`. */
export type MessageArgs = readonly unknown[] | Readonly<Record<string, unknown>>;

/** What `pathname` and `funcName` say when nobody looked, or the host could not tell. Python's words. */
export const UNKNOWN_FILE = '(unknown file)';
/** See {@link UNKNOWN_FILE}. */
export const UNKNOWN_FUNCTION = '(unknown function)';

/** The attribute that Python calls so: `excInfo` for `exc_info`, and two more; any other name is the same. */
export function attributeNamed(name: string): string {
  return name.replace(
    /^(exc|stack)_([it])(?=nfo$|ext$)/,
    (_, word: string, letter: string) => word + letter.toUpperCase(),
  );
}

/**
 * What a log record knows. The names are Python's, camel-cased where Python has an underscore; formats use
 * the same names, as in `%(levelname)s`. `LogRecord` adds how they come about.
 *
 * @example
 * ```ts
 * import { makeLogRecord, type RecordAttributes } from 'loggia';
 * const where = ({ pathname, lineno }: RecordAttributes): string => `${pathname}:${lineno}`;
 * console.log(where(makeLogRecord({ pathname: 'cart.ts', lineno: 7 }))); // cart.ts:7
 * ```
 */
export abstract class RecordAttributes {
  /** The logger's name. */
  declare name: string;
  /** What the caller passed as message: the format, an object, or a function that makes the text. */
  declare msg: unknown;
  /** The arguments that are put into `msg`. A lone mapping stands for itself. */
  declare args: MessageArgs;
  declare levelname: string;
  declare levelno: number;
  /** The source file or URL of the call, if caller information was asked for. */
  declare pathname: string;
  /** The last part of `pathname`. */
  declare filename: string;
  /** `filename` without its extension. */
  declare module: string;
  /** The value that was thrown, or null. */
  declare excInfo: unknown;
  /** The text of `excInfo`, once a formatter has written it. */
  declare excText: string | null;
  /** The stack of the call, if `stackInfo: true` asked for it. */
  declare stackInfo: string | null;
  /** Counted from 1; 0 when unknown. */
  declare lineno: number;
  declare funcName: string | null;
  /** Seconds since the Unix epoch, with a fraction. */
  declare created: number;
  /** The whole milliseconds within the second of `created`. */
  declare msecs: number;
  /** Milliseconds since Loggia was loaded. */
  declare relativeCreated: number;
  declare thread: number | null;
  declare threadName: string | null;
  declare processName: string | null;
  declare process: number | null;
  /** Python's name of an asynchronous task; JavaScript has none, so only records from elsewhere carry one. */
  declare taskName: string | null;
  /** The caller's own fields. They never overwrite an attribute. */
  declare extra: Record<string, unknown>;
  /** The time as text, once a formatter that prints it has seen the record. */
  declare asctime?: string;
}
