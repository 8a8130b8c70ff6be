import { PercentFormatter } from './format/percent-formatter.js';
import type { Handler } from './handler.js';
import { ConsoleHandler } from './handlers/console.js';
import { StreamHandler } from './handlers/stream.js';
import { state } from './state.js';

/**
 * What `basicConfig()` formats records by, as in Python.
 *
 * @example
 * ```ts
 * import { BASIC_FORMAT, basicConfig } from 'loggia';
 * basicConfig({ format: `%(asctime)s ${BASIC_FORMAT}` });
 * ```
 */
export const BASIC_FORMAT = '%(levelname)s:%(name)s:%(message)s';

/** The handler of programs that do not say where to log to: the console where that sorts by level, else stderr. */
export function makeDefaultHandler(): Handler {
  return state.platform.prefersConsole ? new ConsoleHandler() : new StreamHandler();
}

/** As `basicConfig()` would make it, without the engines that only its options need. */
export function makeBasicHandler(): Handler {
  const handler = makeDefaultHandler();
  handler.setFormatter(new PercentFormatter(BASIC_FORMAT));
  return handler;
}
