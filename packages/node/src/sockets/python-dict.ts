import { type LogRecord, toJSONValue } from '@loggia/core';
import { Float } from '../pickle/encode.js';

/** Python's spelling, where it differs. */
const PYTHON_NAMES: Readonly<Record<string, string>> = {
  excInfo: 'exc_info',
  excText: 'exc_text',
  stackInfo: 'stack_info',
};
/** Floats in Python, though they may be whole. */
const FLOATS: readonly string[] = ['created', 'msecs', 'relativeCreated'];
/** Containers within containers; deeper ones are named, not shown. */
const MAX_DEPTH = 16;
/** Characters and items of all fields together. */
const MAX_SIZE = 65_536;

/**
 * The attributes of a record under Python's names, as Python's `SocketHandler` sends them: `msg` is the text,
 * `args` and `exc_info` are None, and fields of the caller stand beside the attributes, which they never overwrite.
 */
export function pythonDict(record: LogRecord): Map<string, unknown> {
  const dict = new Map<string, unknown>();
  for (const [key, value] of Object.entries(record)) {
    if (key !== 'extra' && key !== 'message') dict.set(PYTHON_NAMES[key] ?? key, value);
  }
  dict.set('msg', record.getMessage()).set('args', null).set('exc_info', null);
  for (const [key, value] of Object.entries(record.extra)) {
    if (!dict.has(key) && key !== 'message') dict.set(key, value);
  }
  return dict;
}

/** What can be pickled of the dictionary: numbers stay what they are, and what is no data is described. */
export function pickleData(dict: ReadonlyMap<string, unknown>): Map<string, unknown> {
  const walk = { left: MAX_SIZE };
  const data = new Map<string, unknown>();
  for (const [key, value] of dict) {
    if (typeof value === 'string') data.set(key, value);
    else if (FLOATS.includes(key) && typeof value === 'number') data.set(key, new Float(value));
    else data.set(key, plain(value, walk, 0));
  }
  return data;
}

/** The dictionary as JSON. */
export function jsonText(dict: ReadonlyMap<string, unknown>): string {
  const entries = [...dict].map(([key, value]) => [
    key,
    typeof value === 'string' ? value : toJSONValue(value),
  ]);
  return JSON.stringify(Object.fromEntries(entries));
}

function plain(value: unknown, walk: { left: number }, depth: number): unknown {
  walk.left--;
  if (typeof value === 'string') {
    const text = value.slice(0, Math.max(walk.left, 0));
    walk.left -= text.length;
    return text.length === value.length ? value : `${text}...[${value.length - text.length} more characters]`;
  }
  if (value === null || value === undefined) return null;
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') return value;
  if (walk.left <= 0) return '...';
  try {
    if (typeof value === 'object' && depth < MAX_DEPTH) return container(value, walk, depth + 1);
  } catch {
    // A getter or a proxy that throws; what follows survives those.
  }
  return toJSONValue(value);
}

function container(value: object, walk: { left: number }, depth: number): unknown {
  if (Array.isArray(value)) return value.slice(0, walk.left).map((item) => plain(item, walk, depth));
  const isMap = value instanceof Map;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (!isMap && prototype !== null && prototype !== Object.prototype) return toJSONValue(value);
  const copy = new Map<unknown, unknown>();
  for (const [key, item] of isMap ? value : Object.entries(value)) {
    if (walk.left <= 0) break;
    copy.set(plain(key, walk, MAX_DEPTH), plain(item, walk, depth));
  }
  return copy;
}
