import { isError } from './error-data.js';
import { escapeControls, quote } from './python-text.js';

/** Deeper values are named, not shown. */
const MAX_DEPTH = 6;
/** Items or properties shown of one container. */
const MAX_ITEMS = 100;
/** Characters of the whole text, more or less: a line of a log that nobody wants to be longer. */
const MAX_SIZE = 10_000;
/** Characters of the name of a class. */
const MAX_NAME = 100;

interface Walk {
  /** Characters that may still be written. */
  left: number;
  /** The containers around the value, outermost first. */
  readonly path: object[];
}

/**
 * The text of any value for people to read, the same on every host. It shows what a value holds, within limits
 * of depth, number of items and size; what is left out is marked. It never throws, whatever the value does.
 *
 * @example
 * ```ts
 * import { inspect } from 'loggia';
 * console.log(inspect({ user: 'ann', tags: new Set(['a']) })); // { user: 'ann', tags: Set(1) { 'a' } }
 * ```
 */
export function inspect(value: unknown): string {
  return show(value, { left: MAX_SIZE, path: [] });
}

function show(value: unknown, walk: Walk): string {
  let text: string;
  try {
    if (typeof value === 'string') return showString(value, walk);
    if (typeof value === 'object' && value !== null) return showObject(value, walk);
    text = typeof value === 'function' ? showFunction(value) : showPrimitive(value);
  } catch (error) {
    text = throwsText(error);
  }
  return leaf(text, walk);
}

function showString(text: string, walk: Walk): string {
  const shown = text.slice(0, Math.max(walk.left, 0));
  const quoted = quote(shown);
  walk.left -= quoted.length;
  return shown.length < text.length ? `${quoted}... ${text.length - shown.length} more characters` : quoted;
}

function showPrimitive(value: unknown): string {
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'symbol') return escapeControls(String(value));
  return Object.is(value, -0) ? '-0' : String(value);
}

function showFunction(value: object): string {
  const { name } = value as { name: unknown };
  const kind = Function.prototype.toString.call(value).startsWith('class') ? 'class' : 'Function';
  return typeof name === 'string' && name !== '' ? `[${kind}: ${escapeControls(name)}]` : `[${kind}]`;
}

function showObject(value: object, walk: Walk): string {
  if (walk.path.includes(value)) return leaf('[Circular]', walk);
  const name = nameOf(value);
  if (name === undefined) return leaf('[Revoked Proxy]', walk);
  if (walk.path.length >= MAX_DEPTH || walk.left <= 0) return leaf(`[${name || 'Object'}]`, walk);
  walk.path.push(value);
  try {
    return showInside(value, name, walk);
  } finally {
    walk.path.pop();
  }
}

function showInside(value: object, name: string, walk: Walk): string {
  if (Array.isArray(value)) return showList(value, name === 'Array' ? '' : `${name}(${value.length}) `, walk);
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) {
    const items = value as unknown as ArrayLike<unknown>;
    return showList(items, `${name}(${items.length}) `, walk);
  }
  if (value instanceof Map) {
    const item = ([key, one]: [unknown, unknown]): string => `${show(key, walk)} => ${show(one, walk)}`;
    return braces(`${name}(${value.size}) `, value.size, value.entries(), item, walk);
  }
  if (value instanceof Set) {
    return braces(`${name}(${value.size}) `, value.size, value.values(), (one) => show(one, walk), walk);
  }
  if (value instanceof Date) {
    return leaf(Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString(), walk);
  }
  if (value instanceof RegExp) return leaf(escapeControls(RegExp.prototype.toString.call(value)), walk);
  if (isError(value)) return showError(value, walk);
  return showProperties(value, name, walk);
}

function showError(error: Error, walk: Walk): string {
  const { name, message } = error;
  const header = leaf(escapeControls(message ? `${name}: ${message}` : String(name)), walk);
  const hidden = ['cause', 'errors'].filter((key) => Object.hasOwn(error, key));
  const keys = new Set([...Object.keys(error), ...hidden]);
  for (const key of ['name', 'message', 'stack']) keys.delete(key);
  return keys.size === 0 ? header : showKeys(error, `${header} `, [...keys], walk);
}

function showProperties(value: object, name: string, walk: Walk): string {
  const prefix = name === '' ? '[Object: null prototype] ' : name === 'Object' ? '' : `${name} `;
  const boxed = value instanceof String;
  const keys = boxed ? [] : Object.keys(value);
  // A thing that keeps what it is inside but says it: a URL, a boxed number.
  if (keys.length === 0 && hasText(value)) {
    const text = String(value);
    return leaf(
      `[${name}: ${boxed ? quote(cut(text, walk.left)) : escapeControls(cut(text, walk.left))}]`,
      walk,
    );
  }
  return showKeys(value, prefix, keys, walk);
}

function showKeys(value: object, prefix: string, keys: string[], walk: Walk): string {
  const item = (key: string): string => {
    const label = /^[\p{L}$_][\p{L}\p{N}$_]*$/u.test(key) ? key : quote(cut(key, walk.left));
    walk.left -= label.length;
    return `${label}: ${showProperty(value, key, walk)}`;
  };
  return braces(prefix, keys.length, keys, item, walk);
}

function showProperty(value: object, key: string, walk: Walk): string {
  let property: unknown;
  try {
    property = (value as Record<string, unknown>)[key];
  } catch (error) {
    return leaf(throwsText(error), walk);
  }
  return show(property, walk);
}

function showList(items: ArrayLike<unknown>, prefix: string, walk: Walk): string {
  const indices = Array.from({ length: Math.min(items.length, MAX_ITEMS) }, (_, i) => String(i));
  walk.left -= prefix.length;
  const parts = showItems(items.length, indices, (i) => showProperty(items, i, walk), walk);
  return `${prefix}[${parts.join(', ')}]`;
}

function braces<T>(
  prefix: string,
  size: number,
  items: Iterable<T>,
  item: (one: T) => string,
  walk: Walk,
): string {
  walk.left -= prefix.length;
  const parts = showItems(size, items, item, walk);
  return parts.length === 0 ? `${prefix}{}` : `${prefix}{ ${parts.join(', ')} }`;
}

function showItems<T>(size: number, items: Iterable<T>, item: (one: T) => string, walk: Walk): string[] {
  const parts: string[] = [];
  for (const one of items) {
    if (parts.length >= MAX_ITEMS || walk.left <= 0) break;
    walk.left -= 2; // the separator
    parts.push(item(one));
  }
  if (size > parts.length) parts.push(`... ${size - parts.length} more`);
  return parts;
}

// The name of the class, '' for an object without a prototype, undefined for a revoked proxy.
function nameOf(value: object): string | undefined {
  let prototype: { constructor?: unknown } | null;
  try {
    prototype = Object.getPrototypeOf(value);
  } catch {
    return undefined;
  }
  if (prototype === null) return '';
  const name = typeof prototype.constructor === 'function' ? prototype.constructor.name : '';
  return typeof name === 'string' && name !== '' ? escapeControls(cut(name, MAX_NAME)) : 'Object';
}

/** Whether an object has a text of its own, better than `[object Object]`. */
export function hasText(value: object): boolean {
  const own: unknown = value.toString;
  return (
    typeof own === 'function' &&
    own !== Object.prototype.toString &&
    own !== Array.prototype.toString &&
    own !== Error.prototype.toString
  );
}

/** What stands for a value that threw `error` when it was read. */
export function throwsText(error: unknown): string {
  try {
    const text = isError(error) ? error.message : String(error);
    return `[Throws: ${escapeControls(cut(String(text), 200))}]`;
  } catch {
    return '[Throws]';
  }
}

function leaf(text: string, walk: Walk): string {
  const shown = cut(text, walk.left);
  walk.left -= shown.length;
  return shown;
}

function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, Math.max(length, 0))}...`;
}
