import type { Handler } from './handler.js';
import type { Level } from './levels.js';
import type { Logger } from './logger.js';

/** Options of {@link loggingContext}. */
export interface LoggingContextOptions {
  /** The logger's level meanwhile. Default: as it is. */
  level?: Level;
  /** A handler that the logger has meanwhile. */
  handler?: Handler;
  /** Whether the handler is closed at the end. Default true. */
  close?: boolean;
}

/**
 * Changes a logger for a while: sets its level, adds a handler, and puts all back when it is disposed of.
 * A handler that the logger had already is left there, and open. With `await using`, the handler's flushing
 * and closing is waited for.
 *
 * @throws ValueError or TypeError if `level` is not one; nothing is changed then.
 * @example
 * ```ts
 * import { getLogger, loggingContext, StreamHandler } from 'loggia';
 * {
 *   using _ = loggingContext(getLogger('shop'), { level: 'DEBUG', handler: new StreamHandler() });
 *   getLogger('shop').debug('seen');
 * }
 * getLogger('shop').debug('not seen');
 * ```
 */
export function loggingContext(
  logger: Logger,
  options: LoggingContextOptions = {},
): Disposable & AsyncDisposable {
  const { level, handler, close = true } = options;
  const levelBefore = logger.level;
  if (level !== undefined) logger.setLevel(level);
  const added = handler === undefined || logger.handlers.includes(handler) ? null : handler;
  if (added !== null) logger.addHandler(added);
  let over = false;

  /** The answer is what remains to be closed. */
  function putBack(): Handler | null {
    // Disposing of it twice must not undo what was set since.
    if (over) return null;
    over = true;
    if (level !== undefined) logger.level = levelBefore;
    if (added !== null) logger.removeHandler(added);
    return close ? added : null;
  }

  return {
    [Symbol.dispose]: () => putBack()?.[Symbol.dispose](),
    [Symbol.asyncDispose]: async () => putBack()?.[Symbol.asyncDispose](),
  };
}
