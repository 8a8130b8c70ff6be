import { Invalid } from './invalid.js';

/** Objects and arrays in each other. */
const MAX_DEPTH = 16;

/** Writes visibly what a terminal or a reader of lines would obey. */
export type Clean = (text: string) => string;

/**
 * Checks a value that was parsed of JSON, and cleans the strings in it, and the keys.
 *
 * @returns The value itself, or the clean string.
 * @throws Invalid if it is too deep, or has a key `__proto__`, which some code copies by setting it.
 */
export function tidy(value: unknown, path: string, clean: Clean, levels: number = MAX_DEPTH): unknown {
  if (typeof value === 'string') return clean(value);
  if (typeof value !== 'object' || value === null) return value;
  if (levels === 0) throw new Invalid('tooDeep', `${path} is nested more than ${MAX_DEPTH} deep`);
  const members = value as Record<string, unknown>;
  for (const key of Object.keys(members)) {
    if (key === '__proto__') throw new Invalid('forbiddenKey', `the key ${key} is not allowed`);
    const tidied = tidy(members[key], path, clean, levels - 1);
    const cleanKey = clean(key);
    if (cleanKey !== key) delete members[key];
    if (cleanKey !== key || tidied !== members[key]) members[cleanKey] = tidied;
  }
  return value;
}
