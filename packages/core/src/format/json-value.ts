// Hot path: bench case "ship".

import { setOwn } from '../plain-object.js';
import { describeError, isError } from './error-data.js';
import { hasText, throwsText } from './inspect.js';

/** What JSON can hold. */
export type JSONValue = null | boolean | number | string | JSONValue[] | { [key: string]: JSONValue };

/** Containers within containers; deeper ones are named, not shown. */
const MAX_DEPTH = 8;
/** Items or keys of one container. */
const MAX_ITEMS = 256;
/** Items of a typed array: bytes are no text, a few show what they are. */
const MAX_BYTES = 64;
/** Characters of the whole value as JSON, more or less: what one record may take on the wire. */
const MAX_SIZE = 65_536;

interface Walk {
  /** Characters that may still be used. */
  left: number;
  /** The containers around the value, outermost first. */
  readonly path: object[];
}

/**
 * Any value as plain JSON data, a copy. What JSON cannot hold is described: a BigInt by its digits, an error by
 * its type, message and stack, a function by its name. Cycles, depth, items and size are cut, visibly.
 * It never throws, whatever the value does.
 *
 * @example
 * ```ts
 * import { toJSONValue } from '@loggia/core';
 * toJSONValue({ at: new Date(0), big: 10n }); // { at: '1970-01-01T00:00:00.000Z', big: '10' }
 * ```
 */
export function toJSONValue(value: unknown): JSONValue {
  return convert(value, { left: MAX_SIZE, path: [] }) ?? null;
}

// Undefined for what JSON leaves out.
function convert(value: unknown, walk: Walk): JSONValue | undefined {
  walk.left -= 4; // a short number and its comma
  switch (typeof value) {
    case 'string':
      return convertString(value, walk);
    case 'number':
      return Number.isFinite(value) ? value : String(value);
    case 'boolean':
      return value;
    case 'undefined':
      return undefined;
    case 'object':
      return value === null ? null : convertContainer(value, walk);
    default:
      return convertOther(value, walk);
  }
}

function convertString(text: string, walk: Walk): string {
  const kept = text.length <= walk.left ? text : text.slice(0, Math.max(walk.left, 0));
  walk.left -= kept.length;
  const whole = wellFormed(kept);
  return kept.length === text.length ? whole : `${whole}...[${text.length - kept.length} more characters]`;
}

// A half of a surrogate pair is no character, and cannot be encoded as UTF-8.
function wellFormed(text: string): string {
  return /[\ud800-\udfff]/.test(text) ? text.replace(/\p{Cs}/gu, '\ufffd') : text;
}

function convertOther(value: unknown, walk: Walk): string {
  try {
    if (typeof value !== 'function') return convertString(String(value), walk);
    return convertString(`[Function: ${String(value.name) || 'anonymous'}]`, walk);
  } catch (error) {
    return throwsText(error);
  }
}

function convertContainer(value: object, walk: Walk): JSONValue {
  const { path } = walk;
  if (path.includes(value)) return '[Circular]';
  if (walk.left <= 0) return '...';
  path.push(value);
  try {
    if (Array.isArray(value))
      return path.length > MAX_DEPTH ? '[Array]' : convertList(value, MAX_ITEMS, walk);
    return convertObject(value, walk);
  } catch (error) {
    return throwsText(error);
  } finally {
    path.pop();
  }
}

function convertObject(value: object, walk: Walk): JSONValue {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (walk.path.length > MAX_DEPTH) return '[Object]';
  if (isError(value)) return convertKeys(describeError(value), walk);
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) {
    return convertList(value as unknown as ArrayLike<unknown>, MAX_BYTES, walk);
  }
  const { toJSON } = value as { toJSON?: unknown };
  if (typeof toJSON === 'function') {
    const plain: unknown = toJSON.call(value, '');
    if (plain !== value) return convert(plain, walk) ?? null;
  }
  if (value instanceof Map) return convertMap(value, walk);
  if (value instanceof Set) return convertList([...first(value, MAX_ITEMS + 1)], MAX_ITEMS, walk, value.size);
  if (value instanceof Number || value instanceof String || value instanceof Boolean) {
    return convert(value.valueOf(), walk) ?? null;
  }
  return convertKeys(value, walk);
}

function convertMap(map: ReadonlyMap<unknown, unknown>, walk: Walk): JSONValue {
  const entries = [...first(map, MAX_ITEMS + 1)];
  if (entries.some(([key]) => typeof key !== 'string'))
    return convertList(entries, MAX_ITEMS, walk, map.size);
  return convertKeys(Object.fromEntries(entries), walk, map.size);
}

function* first<T>(items: Iterable<T>, count: number): Generator<T> {
  let left = count;
  for (const item of items) {
    if (left-- <= 0) return;
    yield item;
  }
}

function convertList(
  items: ArrayLike<unknown>,
  limit: number,
  walk: Walk,
  size: number = items.length,
): JSONValue[] {
  const list: JSONValue[] = [];
  const end = Math.min(items.length, limit);
  for (let i = 0; i < end && walk.left > 0; i++) list.push(convertProperty(items, i, walk) ?? null);
  if (list.length < size) list.push(`... ${size - list.length} more`);
  return list;
}

function convertKeys(value: object, walk: Walk, size?: number): JSONValue {
  const keys = Object.keys(value);
  if (keys.length === 0 && hasText(value)) return convertString(String(value), walk);
  const copy: { [key: string]: JSONValue } = {};
  let seen = 0;
  for (const key of keys) {
    if (seen >= MAX_ITEMS || walk.left <= 0) break;
    seen++;
    const item = convertProperty(value, key, walk);
    if (item !== undefined) setOwn(copy, convertString(key, walk), item);
  }
  const total = size ?? keys.length;
  if (seen < total) copy['...'] = `${total - seen} more`;
  return copy;
}

function convertProperty(holder: object, key: string | number, walk: Walk): JSONValue | undefined {
  let property: unknown;
  try {
    property = (holder as Record<string | number, unknown>)[key];
  } catch (error) {
    return throwsText(error);
  }
  return convert(property, walk);
}
