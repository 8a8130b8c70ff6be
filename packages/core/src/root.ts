import { basicConfig } from './basic-config.js';
import { enterThrough } from './call-site.js';
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

/** Logs at `DEBUG` on the root logger, which is configured first if it has no handlers. */
export function debug(msg: unknown, ...args: unknown[]): void {
  prepare(debug);
  root.debug(msg, ...args);
}

/** Logs at `INFO` on the root logger, which is configured first if it has no handlers. */
export function info(msg: unknown, ...args: unknown[]): void {
  prepare(info);
  root.info(msg, ...args);
}

/** Logs at `WARNING` on the root logger, which is configured first if it has no handlers. */
export function warning(msg: unknown, ...args: unknown[]): void {
  prepare(warning);
  root.warning(msg, ...args);
}

/** The same as {@link warning}. */
export function warn(msg: unknown, ...args: unknown[]): void {
  prepare(warn);
  root.warning(msg, ...args);
}

/** Logs at `ERROR` on the root logger, which is configured first if it has no handlers. */
export function error(msg: unknown, ...args: unknown[]): void {
  prepare(error);
  root.error(msg, ...args);
}

/** Logs at `CRITICAL` on the root logger, which is configured first if it has no handlers. */
export function critical(msg: unknown, ...args: unknown[]): void {
  prepare(critical);
  root.critical(msg, ...args);
}

/** The same as {@link critical}. */
export function fatal(msg: unknown, ...args: unknown[]): void {
  prepare(fatal);
  root.critical(msg, ...args);
}

/** Logs at `ERROR` on the root logger, with the error found among the message and the arguments. */
export function exception(msg: unknown, ...args: unknown[]): void {
  prepare(exception);
  root.exception(msg, ...args);
}

/** Logs at any level on the root logger, which is configured first if it has no handlers. */
export function log(level: number, msg: unknown, ...args: unknown[]): void {
  prepare(log);
  root.log(level, msg, ...args);
}

/** What was counted since the program began. A copy. */
export function getStats(): Stats {
  return { ...state.stats };
}

function prepare(entry: (...args: never[]) => void): void {
  if (root.handlers.length === 0) basicConfig();
  enterThrough(entry);
}
