// Hot path: bench cases "disabled" and "enabled".
import { LoggerAdapter, type LoggerLike } from './adapter.js';
import { type Fields, NO_ARGUMENTS, readCall, readException } from './call.js';
import { type EntryPoint, enterLogger, findCallSite, takeEntryPoint, wantsCaller } from './call-site.js';
import { CRITICAL, DEBUG, ERROR, INFO, type Level, WARNING } from './levels.js';
import { LoggerNode, type NodeTree } from './logger-node.js';
import { isEmpty, setOwn } from './plain-object.js';
import type { LogRecord } from './record.js';
import { type MessageArgs, UNKNOWN_FILE, UNKNOWN_FUNCTION } from './record-attributes.js';
import { getLogRecordFactory, type LogRecordFactoryLike } from './record-factory.js';
import { reportError } from './report.js';
import { state } from './state.js';

/** What a logger asks of the manager of its tree. */
export interface LoggerTree extends NodeTree {
  readonly root: Logger;
  /** The loggers by name; where nobody has asked for one yet, the loggers that wait below it. */
  readonly loggerDict: ReadonlyMap<string, Logger | { readonly loggers: ReadonlySet<Logger> }>;
  getLogger(name: string): Logger;
  setLoggerClass(loggerClass: LoggerClass): void;
  setLogRecordFactory(factory: LogRecordFactoryLike): void;
}

/** A class of loggers. */
export type LoggerClass = new (name: string, level?: Level) => Logger;

/** Where a call was made: path, line, function, and the stack if it was asked for. */
export type CallerTuple = [pathname: string, lineno: number, funcName: string, stackInfo: string | null];

const NO_CALLER: CallerTuple = [UNKNOWN_FILE, 0, UNKNOWN_FUNCTION, null];
/** Calls within calls: a value or a handler that logs makes two or three, what logs about each call has no end. */
const MAX_NESTED = 8;
let nested = 0;

/**
 * A named place to log from. Loggers form a tree by the dots in their names; a record goes to the handlers
 * of its logger and of all loggers above it. Get one with `getLogger`, never with `new`.
 *
 * A logging call never throws, whatever it is given, and costs one comparison where the level is disabled.
 *
 * @example
 * ```ts
 * import { getLogger } from 'loggia';
 * const log = getLogger('shop.cart');
 * log.info('added %d of %s', 2, 'tea', { cart: 'c-1' }); // a field beside the text
 * log.error('payment failed', new Error('card refused')); // with stack and causes
 * ```
 */
export class Logger extends LoggerNode<Logger, LoggerTree> implements LoggerLike {
  debug(msg: unknown, ...args: unknown[]): void {
    if (this.threshold <= DEBUG) this.#log(DEBUG, msg, args, Logger.prototype.debug);
  }

  info(msg: unknown, ...args: unknown[]): void {
    if (this.threshold <= INFO) this.#log(INFO, msg, args, Logger.prototype.info);
  }

  warning(msg: unknown, ...args: unknown[]): void {
    if (this.threshold <= WARNING) this.#log(WARNING, msg, args, Logger.prototype.warning);
  }

  /** The same as {@link warning}. */
  warn(msg: unknown, ...args: unknown[]): void {
    if (this.threshold <= WARNING) this.#log(WARNING, msg, args, Logger.prototype.warn);
  }

  error(msg: unknown, ...args: unknown[]): void {
    if (this.threshold <= ERROR) this.#log(ERROR, msg, args, Logger.prototype.error);
  }

  critical(msg: unknown, ...args: unknown[]): void {
    if (this.threshold <= CRITICAL) this.#log(CRITICAL, msg, args, Logger.prototype.critical);
  }

  /** The same as {@link critical}. */
  fatal(msg: unknown, ...args: unknown[]): void {
    if (this.threshold <= CRITICAL) this.#log(CRITICAL, msg, args, Logger.prototype.fatal);
  }

  /** Logs at `ERROR`, with the first error among the message and the arguments. */
  exception(msg: unknown, ...args: unknown[]): void {
    if (this.threshold <= ERROR) this.#log(ERROR, msg, args, Logger.prototype.exception, readException);
  }

  /** Logs at any level, an integer. Anything else is reported as an error inside logging. */
  log(level: number, msg: unknown, ...args: unknown[]): void {
    if (!Number.isInteger(level)) reportError({ msg, args }, new TypeError('level must be an integer'));
    else if (this.threshold <= level) this.#log(level, msg, args, Logger.prototype.log);
  }

  /** The logger whose name is this one's, a dot and `suffix`. */
  getChild(suffix: string): Logger {
    return this.manager.getLogger(this === this.manager.root ? suffix : `${this.name}.${suffix}`);
  }

  /** The loggers right below this one. */
  getChildren(): Set<Logger> {
    const depth = this === this.manager.root ? 1 : this.name.split('.').length + 1;
    return new Set([...this.children].filter((child) => child.name.split('.').length === depth));
  }

  /**
   * An adapter that adds these fields to every record, beside those of each call.
   *
   * @example
   * ```ts
   * import { getLogger } from 'loggia';
   * const log = getLogger('shop').with({ requestId: 'r-17' });
   * log.info('paid', { amount: 12 }); // requestId and amount
   * ```
   */
  with(fields: Fields): LoggerAdapter {
    return new LoggerAdapter(this, fields, { mergeExtra: true });
  }

  /** Makes the record of a call, through the record factory. */
  makeRecord(
    name: string,
    level: number,
    pathname: string,
    lineno: number,
    msg: unknown,
    args: MessageArgs,
    excInfo: unknown,
    funcName: string | null = null,
    extra: Fields | null = null,
    stackInfo: string | null = null,
  ): LogRecord {
    const makeRecord = getLogRecordFactory();
    const record = makeRecord(name, level, pathname, lineno, msg, args, excInfo, funcName, stackInfo);
    if (extra !== null) record.extra = fieldsOf(record.extra, extra);
    return record;
  }

  /**
   * Who called: asked only when a formatter prints it, `settings.callerInfo` is true, or the call has
   * `stackInfo`. A subclass may know better.
   */
  findCaller(stackInfo = false, stackLevel = 1): CallerTuple {
    const caller = findCallSite(Logger.prototype.findCaller, stackLevel);
    if (caller === undefined) return NO_CALLER;
    const stack = stackInfo ? `Stack (most recent call first):\n${caller.stack}` : null;
    return [caller.pathname, caller.lineno, caller.funcName, stack];
  }

  /** Takes a record, from a call or from elsewhere (a queue, a socket): asks the filters, then the handlers. */
  handle(record: LogRecord): void {
    if (this.disabled) return;
    try {
      const passed = this.filter(record);
      if (passed !== false) this.callHandlers(passed);
    } catch (error) {
      reportError(record, error);
    }
  }

  #log(
    level: number,
    msg: unknown,
    args: unknown[],
    entry: EntryPoint,
    read: typeof readCall = readCall,
  ): void {
    const outer = takeEntryPoint();
    nested++;
    try {
      if (nested > MAX_NESTED) throw new RangeError('logging calls itself without end');
      const call = args.length === 0 && typeof msg === 'string' ? NO_ARGUMENTS : read(msg, args);
      const { excInfo = null, stackInfo, stackLevel = 1, extra = null } = call.options;
      let caller = NO_CALLER;
      if (wantsCaller(stackInfo)) {
        enterLogger(outer, entry);
        caller = this.findCaller(stackInfo === true, stackLevel);
      }
      const [path, line, func, stack] = caller;
      const record = this.makeRecord(
        this.name,
        level,
        path,
        line,
        msg,
        call.args,
        excInfo,
        func,
        extra,
        stack,
      );
      state.stats.emitted++;
      this.handle(record);
    } catch (error) {
      reportError({ msg, args }, error);
    } finally {
      nested--;
    }
  }
}

/** Adds fields; where a getter throws, says so instead: one bad field must not cost the record. */
function fieldsOf(own: Fields, fields: Fields): Fields {
  try {
    // A record factory may have set some already.
    return isEmpty(own) ? { ...fields } : { ...own, ...fields };
  } catch {
    return addFields(own, fields);
  }
}

function addFields(target: Fields, fields: Fields): Fields {
  for (const key of Object.keys(fields)) {
    let value: unknown;
    try {
      value = fields[key];
    } catch (error) {
      value = `[Throws: ${error instanceof Error ? error.message : typeof error}]`;
    }
    setOwn(target, key, value);
  }
  return target;
}
