import type { LogRecord } from '../record.js';
import type { Cleaner } from './sanitize.js';

/** Reads one value out of a record. */
export type FieldReader = (record: LogRecord) => unknown;

/** What a style needs to know of the formatter that compiles with it. */
export interface StyleContext {
  /**
   * The reader of the field that a format calls `name`. The reader throws a KeyError for a record that has
   * no such field.
   */
  field(name: string): FieldReader;
  /** What makes the finished text of one field safe to print. It is never applied to the format's own. */
  cleaner(): Cleaner;
}

/**
 * A way to write formats: `%(name)s`, `{name}` or `$name`. Three of them exist; all are compiled once, to a
 * function that formats records.
 */
export interface Style {
  /** The format that prints the message alone. */
  readonly defaultFormat: string;
  /** @throws ValueError, in Python's words, for a format that cannot be right. */
  validate(format: string): void;
  /** Whether the format prints `asctime`. */
  usesTime(format: string): boolean;
  /** Never throws for a bad format: what is wrong is thrown when a record is formatted, as in Python. */
  compile(format: string, context: StyleContext): (record: LogRecord) => string;
}
