import { shared } from '../state.js';
import type { Callable } from './class-spec.js';

/** The classes that the application registered, for all configurations of the process. */
export function registeredClasses(): Map<string, unknown> {
  return shared('configClasses', () => new Map());
}

/**
 * Makes a class, or a function that makes something, known to all configurations of the process by that name. What
 * only one configuration needs is better passed to it, as `classes`.
 *
 * @param name - As it stands in configurations: `shop.logging.AdminEmailHandler`.
 * @throws TypeError if `type` is not a class or a function.
 * @example
 * ```ts
 * import { Handler, type LogRecord } from 'loggia';
 * import { dictConfig, registerClass } from 'loggia/config';
 * class CountingHandler extends Handler {
 *   seen = 0;
 *   override emit(_record: LogRecord): void {
 *     this.seen++;
 *   }
 * }
 * registerClass('shop.CountingHandler', CountingHandler);
 * dictConfig({ version: 1, handlers: { counter: { class: 'shop.CountingHandler' } }, root: { handlers: ['counter'] } });
 * ```
 */
export function registerClass(name: string, type: Callable): void {
  if (typeof type !== 'function')
    throw new TypeError(`registerClass needs a class or a function: ${String(type)}`);
  registeredClasses().set(name, type);
}
