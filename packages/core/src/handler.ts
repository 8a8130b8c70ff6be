// Keeps `Symbol.dispose` known to programs that compile against an older library.
/// <reference lib="esnext.disposable" preserve="true" />
import { flushAtExit, flushedForGood, flushesNothing } from './exit-flush.js';
import { Filterer } from './filter.js';
import { plainFormatter, type RecordFormatter } from './format/base-formatter.js';
import { forgetHandler, noteHandler, renameHandler } from './handler-registry.js';
import { type Level, NOTSET } from './levels.js';
import type { LogRecord } from './record.js';
import { reportError, reportRejection } from './report.js';
import { state } from './state.js';

/** More than this while one record is emitted is a loop, not a value that logs. */
const MAX_POSTPONED = 1000;
// Shared by all handlers, so that a handler which never postpones holds no array of its own.
const NONE: LogRecord[] = [];

/**
 * The base of everything that takes records somewhere. A subclass overrides {@link Handler.emit}, and
 * {@link Handler.flush} and {@link Handler.close} if it holds anything back.
 *
 * @example
 * ```ts
 * import { Handler, type LogRecord } from 'loggia';
 * class ArrayHandler extends Handler {
 *   readonly lines: string[] = [];
 *   override emit(record: LogRecord): void {
 *     this.lines.push(this.format(record));
 *   }
 * }
 * ```
 */
export class Handler extends Filterer {
  /** Records below it are not for this handler; loggers ask before they call {@link handle}. */
  level: number;
  formatter: RecordFormatter | null = null;
  #name: string | null = null;
  #emitting = false;
  // What arrived while a record was being emitted, and whether that is being emitted now.
  #postponed: LogRecord[] = NONE;
  #draining = false;

  /** @throws ValueError or TypeError if `level` is not one. */
  constructor(level: Level = NOTSET) {
    super();
    this.level = state.levels.check(level);
    noteHandler(this);
    flushesNothing(Handler.prototype.flush);
    flushAtExit(this);
  }

  /** The name under which `getHandlerByName` finds this handler, or null. */
  get name(): string | null {
    return this.#name;
  }

  set name(name: string | null) {
    renameHandler(this, this.#name, name);
    this.#name = name;
  }

  /** @throws ValueError or TypeError if `level` is not one. */
  setLevel(level: Level): void {
    this.level = state.levels.check(level);
  }

  /** Sets what turns records into text; null for the message alone, with the error after it. */
  setFormatter(formatter: RecordFormatter | null): void {
    this.formatter = formatter;
  }

  /** The record as text, by this handler's formatter. */
  format(record: LogRecord): string {
    return (this.formatter ?? plainFormatter).format(record);
  }

  /**
   * Takes a record: asks the filters, then emits it. Loggers call this for records at or above
   * {@link level}; code that passes records on (a queue, a receiver) may call it too.
   *
   * It never throws: what goes wrong in a filter or in `emit` goes to {@link handleError}.
   * A record that arrives while this handler is emitting another (a value being formatted logs something)
   * is emitted right after it; one that arrives while those are emitted is dropped and counted, so a
   * handler which logs to itself comes to an end.
   *
   * @returns The record that was emitted, which a filter may have put in place of the given one; or false.
   */
  handle(record: LogRecord): LogRecord | false {
    try {
      const passed = this.filter(record);
      if (passed !== false) this.#emitInTurn(passed);
      return passed;
    } catch (error) {
      this.#complain(record, error);
      return false;
    }
  }

  /**
   * Writes the record. Called only by {@link handle}, for records that passed the filters.
   *
   * It may throw or, if it is asynchronous, reject: `handle` sees to it that {@link handleError} is called. It must not keep the record for later
   * without copying what it needs, since another handler's filter may change it.
   */
  emit(_record: LogRecord): void {
    throw new TypeError('emit must be implemented by Handler subclasses');
  }

  /**
   * Sends on what is held back. A handler that needs time for it returns a promise.
   *
   * It is called when the program ends, too, unless `flushOnClose` is false. Where no time is left then, as in
   * `process.exit`, only what it does before it returns is sure to happen.
   */
  flush(): void | Promise<void> {}

  /**
   * Gives up what the handler holds, and its name. May be called more than once. Subclasses flush, then call
   * this with `super.close()`.
   */
  close(): void | Promise<void> {
    forgetHandler(this);
    flushedForGood();
  }

  /**
   * Called when a record could not be handled, with what was thrown. The default reports it on the platform's
   * stderr if `settings.raiseExceptions` is on, and counts it in any case.
   */
  handleError(record: LogRecord, error: unknown): void {
    reportError(record, error);
  }

  [Symbol.dispose](): void {
    // A promise is of no use to `using`.
    reportRejection(this.close());
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.flush();
    await this.close();
  }

  override toString(): string {
    return `<${this.constructor.name} (${state.levels.nameOf(this.level)})>`;
  }

  #emitInTurn(record: LogRecord): void {
    if (this.#emitting) {
      this.#postpone(record);
      return;
    }
    this.#emitting = true;
    try {
      this.#emit(record);
    } finally {
      this.#emitting = false;
      if (this.#postponed.length > 0) this.#emitPostponed();
    }
  }

  /** What fails later must not be an unhandled rejection, which ends a process. */
  #emit(record: LogRecord): void {
    const emitted: unknown = this.emit(record);
    if (emitted instanceof Promise) emitted.catch((error) => this.#complain(record, error));
  }

  #postpone(record: LogRecord): void {
    if (this.#draining || this.#postponed.length >= MAX_POSTPONED) state.stats.dropped++;
    else if (this.#postponed.length === 0) this.#postponed = [record];
    else this.#postponed.push(record);
  }

  #emitPostponed(): void {
    const records = this.#postponed;
    this.#postponed = NONE;
    this.#emitting = true;
    this.#draining = true;
    for (const record of records) {
      try {
        this.#emit(record);
      } catch (error) {
        this.#complain(record, error);
      }
    }
    this.#emitting = false;
    this.#draining = false;
  }

  #complain(record: LogRecord, error: unknown): void {
    try {
      this.handleError(record, error);
    } catch (second) {
      reportError(record, second);
    }
  }
}
