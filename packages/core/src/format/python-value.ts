import { isPlainObject } from '../plain-object.js';
import { hasText, inspect } from './inspect.js';
import { numberText } from './number-text.js';
import { quote, toASCII } from './python-text.js';

/**
 * The text of a value as `%s` writes it: a string itself, a number as in Python, an object's own text if it
 * has one worth printing. What an object's `toString` throws comes through.
 */
export function textOf(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
    case 'bigint':
      return numberText(value);
    case 'object':
      return value === null ? 'null' : objectText(value);
    case 'function':
      return inspect(value);
    default:
      return String(value);
  }
}

function objectText(value: object): string {
  if (value instanceof Date || !ownText(value)) return inspect(value);
  const text = String(value);
  // Another realm's Object.prototype.toString, or a method that calls it.
  return text.startsWith('[object ') ? inspect(value) : text;
}

function ownText(value: object): boolean {
  try {
    return value instanceof Error || hasText(value);
  } catch {
    return false; // a revoked proxy
  }
}

/** The text of a value as `%r` and `!r` write it: a string in quotes. */
export function reprOf(value: unknown): string {
  if (typeof value === 'string') return quote(value);
  return typeof value === 'object' && value !== null ? inspect(value) : textOf(value);
}

/** The text of a value as `%a` and `!a` write it: {@link reprOf} in ASCII. */
export function asciiOf(value: unknown): string {
  return toASCII(reprOf(value));
}

/** What Python calls the type of a value, for the texts of errors. */
export function typeName(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return 'str';
    case 'boolean':
      return 'bool';
    case 'bigint':
      return 'int';
    case 'number':
      return Number.isInteger(value) ? 'int' : 'float';
    case 'object':
      return value === null ? 'NoneType' : className(value);
    default:
      return typeof value;
  }
}

function className(value: object): string {
  try {
    if (Array.isArray(value)) return 'list';
    return isPlainObject(value) ? 'dict' : String(value.constructor.name);
  } catch {
    return 'object';
  }
}

/** Python's integer for a value: a boolean counts as one. */
export function asNumber(value: unknown): number | bigint | undefined {
  if (typeof value === 'boolean') return value ? 1 : 0;
  return typeof value === 'number' || typeof value === 'bigint' ? value : undefined;
}

/** {@link asNumber} of whole numbers; undefined for all else. */
export function asInteger(value: unknown): number | bigint | undefined {
  const number = asNumber(value);
  return typeof number === 'bigint' || Number.isInteger(number) ? number : undefined;
}
