import type { Level } from './levels.js';
import { getManager } from './manager.js';
import { state } from './state.js';

/**
 * Gives a level a name, for records and for `setLevel`.
 *
 * @example
 * ```ts
 * import { addLevelName, getLogger } from 'loggia';
 * addLevelName(5, 'TRACE');
 * getLogger('shop').setLevel('TRACE');
 * ```
 */
export function addLevelName(level: number, name: string): void {
  state.levels.add(level, name);
}

/**
 * The name of a level, or the number of a name. What is neither becomes `Level x`.
 *
 * @example
 * ```ts
 * import { getLevelName } from 'loggia';
 * getLevelName(20); // 'INFO'
 * getLevelName('INFO'); // 20
 * getLevelName(35); // 'Level 35'
 * ```
 */
export function getLevelName(level: number): string;
export function getLevelName(level: Level): Level;
export function getLevelName(level: Level): Level {
  return state.levels.counterpartOf(level);
}

/**
 * The number of a level given as a number or a name, for handlers and filters that take a level.
 *
 * @throws ValueError for an unknown name; TypeError for what is neither an integer nor a string.
 * @example
 * ```ts
 * import { checkLevel } from 'loggia';
 * console.log(checkLevel('ERROR'), checkLevel(15)); // 40 15
 * ```
 */
export function checkLevel(level: Level): number {
  return state.levels.check(level);
}

/**
 * Every name of a level with its number. A copy.
 *
 * @example
 * ```ts
 * import { getLevelNamesMapping } from 'loggia';
 * console.log(getLevelNamesMapping()['WARNING']); // 30
 * ```
 */
export function getLevelNamesMapping(): Record<string, number> {
  return state.levels.mapping();
}

/**
 * Turns off all records at or below a level, in every logger; `disable(NOTSET)` turns them on again.
 *
 * @param level - Default `CRITICAL`.
 * @throws ValueError or TypeError if `level` is not one.
 * @example
 * ```ts
 * import { disable, INFO, NOTSET } from 'loggia';
 * disable(INFO);
 * disable(NOTSET);
 * ```
 */
export function disable(level: Level = 'CRITICAL'): void {
  getManager().disable = level;
}
