/** The arguments of a message: positions, or one mapping for `%(name)s`. */
export type MessageArgs = readonly unknown[] | Readonly<Record<string, unknown>>;

/** What `pathname` and `funcName` say when nobody looked, or the host could not tell. Python's words. */
export const UNKNOWN_FILE = '(unknown file)';
/** See {@link UNKNOWN_FILE}. */
export const UNKNOWN_FUNCTION = '(unknown function)';

/**
 * What a log record knows. The names are Python's, camel-cased where Python has an underscore; formats use
 * the same names, as in `%(levelname)s`.
 */
export interface RecordAttributes {
  /** The logger's name. */
  name: string;
  /** What the caller passed as message: the format, an object, or a function that makes the text. */
  msg: unknown;
  /** The arguments that are put into `msg`. A lone mapping stands for itself. */
  args: MessageArgs;
  levelname: string;
  levelno: number;
  /** The source file or URL of the call, if caller information was asked for. */
  pathname: string;
  /** The last part of `pathname`. */
  filename: string;
  /** `filename` without its extension. */
  module: string;
  /** The value that was thrown, or null. */
  excInfo: unknown;
  /** The text of `excInfo`, once a formatter has written it. */
  excText: string | null;
  /** The stack of the call, if `stackInfo: true` asked for it. */
  stackInfo: string | null;
  /** Counted from 1; 0 when unknown. */
  lineno: number;
  funcName: string | null;
  /** Seconds since the Unix epoch, with a fraction. */
  created: number;
  /** The whole milliseconds within the second of `created`. */
  msecs: number;
  /** Milliseconds since Loggia was loaded. */
  relativeCreated: number;
  thread: number | null;
  threadName: string | null;
  processName: string | null;
  process: number | null;
  /** Python's name of an asynchronous task; JavaScript has none, so only records from elsewhere carry one. */
  taskName: string | null;
  /** The caller's own fields. They never overwrite an attribute. */
  extra: Record<string, unknown>;
}
