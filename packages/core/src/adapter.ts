import { type CallOptions, type Fields, NO_ARGUMENTS, passOn, readCall, readException } from './call.js';
import { enterThrough, takeEntryPoint } from './call-site.js';
import { CRITICAL, DEBUG, ERROR, INFO, type Level, WARNING } from './levels.js';
import { reportError } from './report.js';
import { state } from './state.js';

/** What an adapter can stand in front of: a logger, or another adapter. */
export interface LoggerLike {
  readonly name: string;
  log(level: number, msg: unknown, ...args: unknown[]): void;
  isEnabledFor(level: number): boolean;
  getEffectiveLevel(): number;
  setLevel(level: Level): void;
  hasHandlers(): boolean;
}

/** Options of {@link LoggerAdapter}. */
export interface LoggerAdapterOptions {
  /** Whether the fields of a call are added to the adapter's, instead of giving way to them. Default false. */
  mergeExtra?: boolean | undefined;
}

/**
 * Logs through another logger, adding fields to every record. A subclass overrides
 * {@link LoggerAdapter.process} to change the message or the options of each call.
 *
 * @example
 * ```ts
 * import { getLogger, LoggerAdapter } from 'loggia';
 * const log = new LoggerAdapter(getLogger('shop'), { requestId: 'r-17' });
 * log.warning('out of stock'); // a record with extra.requestId
 * ```
 */
export class LoggerAdapter {
  readonly logger: LoggerLike;
  extra: Fields | null;
  readonly mergeExtra: boolean;

  constructor(logger: LoggerLike, extra: Fields | null = null, options: LoggerAdapterOptions = {}) {
    this.logger = logger;
    this.extra = extra;
    this.mergeExtra = options.mergeExtra ?? false;
  }

  get name(): string {
    return this.logger.name;
  }

  /**
   * Changes a call on its way to the logger.
   *
   * @param msg - The message as the caller gave it.
   * @param options - The options of the call; this object is the adapter's own and may be changed.
   * @returns The message and the options to log with.
   */
  process(msg: unknown, options: CallOptions): [msg: unknown, options: CallOptions] {
    const { excInfo, stackInfo, stackLevel } = options;
    const extra = this.mergeExtra && options.extra ? { ...this.extra, ...options.extra } : this.extra;
    // One by one: to spread an object and then replace one of its properties takes ten times as long.
    const changed: CallOptions = { extra };
    if (excInfo !== undefined) changed.excInfo = excInfo;
    if (stackInfo !== undefined) changed.stackInfo = stackInfo;
    if (stackLevel !== undefined) changed.stackLevel = stackLevel;
    return [msg, changed];
  }

  debug(msg: unknown, ...args: unknown[]): void {
    if (!this.isEnabledFor(DEBUG)) return;
    enterThrough(LoggerAdapter.prototype.debug);
    this.log(DEBUG, msg, ...args);
  }

  info(msg: unknown, ...args: unknown[]): void {
    if (!this.isEnabledFor(INFO)) return;
    enterThrough(LoggerAdapter.prototype.info);
    this.log(INFO, msg, ...args);
  }

  warning(msg: unknown, ...args: unknown[]): void {
    if (!this.isEnabledFor(WARNING)) return;
    enterThrough(LoggerAdapter.prototype.warning);
    this.log(WARNING, msg, ...args);
  }

  /** The same as {@link warning}. */
  warn(msg: unknown, ...args: unknown[]): void {
    if (!this.isEnabledFor(WARNING)) return;
    enterThrough(LoggerAdapter.prototype.warn);
    this.log(WARNING, msg, ...args);
  }

  error(msg: unknown, ...args: unknown[]): void {
    if (!this.isEnabledFor(ERROR)) return;
    enterThrough(LoggerAdapter.prototype.error);
    this.log(ERROR, msg, ...args);
  }

  critical(msg: unknown, ...args: unknown[]): void {
    if (!this.isEnabledFor(CRITICAL)) return;
    enterThrough(LoggerAdapter.prototype.critical);
    this.log(CRITICAL, msg, ...args);
  }

  /** The same as {@link critical}. */
  fatal(msg: unknown, ...args: unknown[]): void {
    if (!this.isEnabledFor(CRITICAL)) return;
    enterThrough(LoggerAdapter.prototype.fatal);
    this.log(CRITICAL, msg, ...args);
  }

  /** Logs at `ERROR`, with the error found among the message and the arguments. */
  exception(msg: unknown, ...args: unknown[]): void {
    if (!this.isEnabledFor(ERROR)) return;
    const call = readException(msg, args);
    enterThrough(LoggerAdapter.prototype.exception);
    this.log(ERROR, msg, ...passOn(call.args, call.options));
  }

  /**
   * Logs at any level. Every other method comes through here with the arguments as they were given, so a
   * subclass that overrides it sees all calls.
   */
  log(level: number, msg: unknown, ...args: unknown[]): void {
    // What is no level at all goes on, for the logger to report.
    if (Number.isInteger(level) && !this.isEnabledFor(level)) return;
    const entry = takeEntryPoint();
    try {
      // A subclass may change the options of each call; for ours, calls without any can share them.
      const isBare =
        args.length === 0 && typeof msg === 'string' && this.process === LoggerAdapter.prototype.process;
      const call = isBare ? NO_ARGUMENTS : readCall(msg, args);
      let [text, options] = this.process(msg, call.options);
      // Called by an adapter whose log() was called: of the two, the caller is looked for from this one.
      if (entry === LoggerAdapter.prototype.log)
        options = { ...options, stackLevel: (options.stackLevel ?? 1) + 1 };
      enterThrough(entry ?? LoggerAdapter.prototype.log);
      this.logger.log(level, text, ...passOn(call.args, options));
    } catch (error) {
      // What a subclass throws must not reach the application either.
      reportError({ msg, args }, error);
    }
  }

  /** An adapter over this one with more fields. */
  with(fields: Fields): LoggerAdapter {
    return new LoggerAdapter(this, fields, { mergeExtra: true });
  }

  isEnabledFor(level: number): boolean {
    return this.logger.isEnabledFor(level);
  }

  getEffectiveLevel(): number {
    return this.logger.getEffectiveLevel();
  }

  setLevel(level: Level): void {
    this.logger.setLevel(level);
  }

  hasHandlers(): boolean {
    return this.logger.hasHandlers();
  }

  toString(): string {
    return `<${this.constructor.name} ${this.name} (${state.levels.nameOf(this.getEffectiveLevel())})>`;
  }
}
