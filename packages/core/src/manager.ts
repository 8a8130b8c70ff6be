import type { Level } from './levels.js';
import { WARNING } from './levels.js';
import { Logger, type LoggerClass, type LoggerTree } from './logger.js';
import { type LogRecordFactoryLike, setLogRecordFactory } from './record-factory.js';
import { shared, state } from './state.js';

/**
 * Stands where loggers have a common ancestor that nobody has asked for yet.
 *
 * @example
 * ```ts
 * import { getLogger, PlaceHolder, root } from 'loggia';
 * getLogger('depot.shelf');
 * console.log(root.manager.loggerDict.get('depot') instanceof PlaceHolder); // true
 * ```
 */
export class PlaceHolder {
  /** The loggers below that have no nearer ancestor. */
  readonly loggers: Set<Logger> = new Set();
}

/** The logger at the top of the tree. Its level is `WARNING` until it is set. */
export class RootLogger extends Logger {
  constructor(level: Level = WARNING) {
    super('root', level);
  }
}

/**
 * Keeps a tree of loggers: makes them, finds them, and ties each to the nearest ancestor that exists.
 *
 * @example
 * ```ts
 * import { getLogger, root } from 'loggia';
 * getLogger('shop.cart');
 * [...root.manager.loggerDict.keys()]; // ['shop.cart', 'shop']: 'shop' is a place holder
 * ```
 */
export class Manager implements LoggerTree {
  readonly root: Logger;
  readonly loggerDict: Map<string, Logger | PlaceHolder> = new Map();
  /** The class of the loggers made from now on; null for the one that `setLoggerClass` set. */
  loggerClass: LoggerClass | null = null;
  emittedNoHandlerWarning = false;
  #disable = 0;
  #overrides: ReadonlyMap<string, number> = new Map();

  constructor(root: Logger) {
    this.root = root;
    root.manager = this;
  }

  /** Records at or below this level are made by no logger. Setting it takes effect at once. */
  get disable(): number {
    return this.#disable;
  }

  set disable(level: Level) {
    this.#disable = state.levels.check(level);
    this.root.refresh();
  }

  /** Levels that count in place of those set on the loggers of these names; see `overrideLevels`. @internal */
  get overrides(): ReadonlyMap<string, number> {
    return this.#overrides;
  }

  set overrides(overrides: ReadonlyMap<string, number>) {
    this.#overrides = overrides;
    this.root.refresh();
  }

  /**
   * The logger of that name, made if it does not exist.
   *
   * @throws TypeError if the name is not a string.
   */
  getLogger(name: string): Logger {
    if (typeof name !== 'string') throw new TypeError('A logger name must be a string');
    const known = this.loggerDict.get(name);
    if (known !== undefined && !isPlaceHolder(known)) return known;
    const logger = new (this.loggerClass ?? getLoggerClass())(name);
    logger.manager = this;
    this.loggerDict.set(name, logger);
    if (known !== undefined) this.#adopt(known, logger);
    this.#tieToAncestor(logger);
    return logger;
  }

  /** @throws TypeError if the class does not derive from `Logger`. */
  setLoggerClass(loggerClass: LoggerClass): void {
    this.loggerClass = checkLoggerClass(loggerClass);
  }

  /** The same as the function of that name: there is one record factory for all trees. */
  setLogRecordFactory(factory: LogRecordFactoryLike): void {
    setLogRecordFactory(factory);
  }

  warnNoHandlers(name: string): void {
    if (this.emittedNoHandlerWarning || !state.settings.raiseExceptions) return;
    this.emittedNoHandlerWarning = true;
    state.platform.stderr.write(`No handlers could be found for logger "${name}"\n`);
  }

  // Every name on the way to the root gets an entry, so that an ancestor made later finds its descendants.
  #tieToAncestor(logger: Logger): void {
    let { name } = logger;
    // As in Python, the character before a dot is not looked at: of `a..b`, `a.` is an ancestor, and `a` is not.
    for (let dot = name.lastIndexOf('.'); dot > 0; dot = name.lastIndexOf('.', dot - 2)) {
      name = name.slice(0, dot);
      const ancestor = this.loggerDict.get(name);
      if (ancestor === undefined) {
        const placeHolder = new PlaceHolder();
        placeHolder.loggers.add(logger);
        this.loggerDict.set(name, placeHolder);
      } else if (isPlaceHolder(ancestor)) {
        ancestor.loggers.add(logger);
      } else {
        logger.parent = ancestor;
        return;
      }
    }
    logger.parent = this.root;
  }

  #adopt(placeHolder: PlaceHolder, logger: Logger): void {
    for (const child of placeHolder.loggers) {
      const { parent } = child;
      const isBelow = parent !== null && parent !== this.root && parent.name.startsWith(`${logger.name}.`);
      if (!isBelow) child.parent = logger;
    }
  }
}

// Another copy of Loggia has another class, so `instanceof` would not do.
function isPlaceHolder(entry: Logger | PlaceHolder): entry is PlaceHolder {
  return 'loggers' in entry;
}

/** The manager of the process's tree. */
export function getManager(): Manager {
  return shared('manager', () => new Manager(new RootLogger()));
}

/**
 * The class of the loggers made from now on.
 *
 * @example
 * ```ts
 * import { getLoggerClass, Logger } from 'loggia';
 * console.log(getLoggerClass() === Logger); // true, until setLoggerClass sets another
 * ```
 */
export function getLoggerClass(): LoggerClass {
  return shared('loggerClass', () => ({ current: Logger as LoggerClass })).current;
}

/**
 * Sets the class of the loggers made from now on.
 *
 * @throws TypeError if the class does not derive from `Logger`.
 * @example
 * ```ts
 * import { getLogger, Logger, setLoggerClass } from 'loggia';
 * class AuditLogger extends Logger {
 *   audit(what: string): void {
 *     this.log(25, 'audit: %s', what);
 *   }
 * }
 * setLoggerClass(AuditLogger);
 * const log = getLogger('accounts') as AuditLogger;
 * log.audit('opened');
 * setLoggerClass(Logger);
 * ```
 */
export function setLoggerClass(loggerClass: LoggerClass): void {
  shared('loggerClass', () => ({ current: Logger as LoggerClass })).current = checkLoggerClass(loggerClass);
}

function checkLoggerClass(loggerClass: LoggerClass): LoggerClass {
  if (typeof loggerClass !== 'function' || typeof loggerClass.prototype?.callHandlers !== 'function') {
    const name = typeof loggerClass === 'function' ? loggerClass.name : String(loggerClass);
    throw new TypeError(`logger not derived from logging.Logger: ${name}`);
  }
  return loggerClass;
}
