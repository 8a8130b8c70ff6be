import type { Handler } from './handler.js';
import { namedHandlers } from './handler-registry.js';

/**
 * The open handler of that name, if there is one.
 *
 * @example
 * ```ts
 * import { getHandlerByName, StreamHandler } from 'loggia';
 * new StreamHandler().name = 'console';
 * getHandlerByName('console')?.setLevel('ERROR');
 * ```
 */
export function getHandlerByName(name: string): Handler | undefined {
  return namedHandlers().get(name) as Handler | undefined;
}

/**
 * The names of all open handlers that have one.
 *
 * @example
 * ```ts
 * import { getHandlerNames, NullHandler } from 'loggia';
 * new NullHandler().name = 'nowhere';
 * console.log(getHandlerNames().includes('nowhere')); // true
 * ```
 */
export function getHandlerNames(): readonly string[] {
  return [...namedHandlers().keys()];
}
