import { enterThrough } from './call-site.js';
import { makeBasicHandler } from './default-handler.js';
import { CRITICAL, DEBUG, ERROR, INFO, WARNING } from './levels.js';
import type { Logger } from './logger.js';
import { getManager } from './manager.js';
import { type Stats, state } from './state.js';

/** The logger at the top of the tree. */
export const root: Logger = /* @__PURE__ */ topLogger();

function topLogger(): Logger {
  return getManager().root;
}

/**
 * The logger of that name, the same one whenever it is asked for; without a name, the root.
 *
 * @param name - Dots make the tree: `shop.cart` is below `shop`.
 * @throws TypeError if the name is not a string.
 * @example
 * ```ts
 * import { getLogger } from 'loggia';
 * const log = getLogger('shop.cart');
 * log.info('added %d items', 3);
 * ```
 */
export function getLogger(name?: string | null): Logger {
  if (name === undefined || name === null || name === '' || name === root.name) return root;
  return getManager().getLogger(name);
}

/**
 * Logs at `DEBUG` on the root logger, which is configured first if it has no handlers.
 *
 * @example
 * ```ts
 * import { debug } from 'loggia';
 * debug('cache has %d entries', 12); // shown once the root's level is DEBUG
 * ```
 */
export function debug(msg: unknown, ...args: unknown[]): void {
  prepare(debug, DEBUG);
  root.debug(msg, ...args);
}

/**
 * Logs at `INFO` on the root logger, which is configured first if it has no handlers.
 *
 * @example
 * ```ts
 * import { info } from 'loggia';
 * info('listening on port %d', 8080); // shown once the root's level is INFO
 * ```
 */
export function info(msg: unknown, ...args: unknown[]): void {
  prepare(info, INFO);
  root.info(msg, ...args);
}

/**
 * Logs at `WARNING` on the root logger, which is configured first if it has no handlers.
 *
 * @example
 * ```ts
 * import { warning } from 'loggia';
 * warning('disk is %d%% full', 91); // WARNING:root:disk is 91% full
 * ```
 */
export function warning(msg: unknown, ...args: unknown[]): void {
  prepare(warning, WARNING);
  root.warning(msg, ...args);
}

/**
 * The same as {@link warning}.
 *
 * @example
 * ```ts
 * import { warn } from 'loggia';
 * warn('disk is %d%% full', 91);
 * ```
 */
export function warn(msg: unknown, ...args: unknown[]): void {
  prepare(warn, WARNING);
  root.warning(msg, ...args);
}

/**
 * Logs at `ERROR` on the root logger, which is configured first if it has no handlers.
 *
 * @example
 * ```ts
 * import { error } from 'loggia';
 * error('no answer from %s', 'db-1', { attempt: 3 }); // a field beside the text
 * ```
 */
export function error(msg: unknown, ...args: unknown[]): void {
  prepare(error, ERROR);
  root.error(msg, ...args);
}

/**
 * Logs at `CRITICAL` on the root logger, which is configured first if it has no handlers.
 *
 * @example
 * ```ts
 * import { critical } from 'loggia';
 * critical('out of memory');
 * ```
 */
export function critical(msg: unknown, ...args: unknown[]): void {
  prepare(critical, CRITICAL);
  root.critical(msg, ...args);
}

/**
 * The same as {@link critical}.
 *
 * @example
 * ```ts
 * import { fatal } from 'loggia';
 * fatal('out of memory');
 * ```
 */
export function fatal(msg: unknown, ...args: unknown[]): void {
  prepare(fatal, CRITICAL);
  root.critical(msg, ...args);
}

/**
 * Logs at `ERROR` on the root logger, with the error found among the message and the arguments.
 *
 * @example
 * ```ts
 * import { exception } from 'loggia';
 * try {
 *   JSON.parse('{');
 * } catch (thrown) {
 *   exception('bad configuration', thrown); // the text, then the error's stack
 * }
 * ```
 */
export function exception(msg: unknown, ...args: unknown[]): void {
  prepare(exception, ERROR);
  root.exception(msg, ...args);
}

/**
 * Logs at any level on the root logger, which is configured first if it has no handlers.
 *
 * @example
 * ```ts
 * import { log } from 'loggia';
 * log(35, 'between %s and %s', 'WARNING', 'ERROR');
 * ```
 */
export function log(level: number, msg: unknown, ...args: unknown[]): void {
  prepare(log, level);
  root.log(level, msg, ...args);
}

/**
 * What was counted since the program began. A copy.
 *
 * @example
 * ```ts
 * import { getStats } from 'loggia';
 * const { emitted, dropped, errors } = getStats();
 * console.log(`${emitted} made, ${dropped} given up, ${errors} errors inside logging`);
 * ```
 */
export function getStats(): Stats {
  return { ...state.stats };
}

function prepare(entry: (...args: never[]) => void, level: number): void {
  if (root.handlers.length === 0) root.addHandler(makeBasicHandler());
  // Only a call that makes a record uses the entry up.
  if (root.isEnabledFor(level)) enterThrough(entry);
}
