import { UnpicklingError } from './unpickling-error.js';

/** Values within values. Python's own pickler gives up at some hundreds. */
export const MAX_DEPTH = 100;
/** Items of a tuple that is a key, and characters of a text in it. */
const MAX_KEY_SIZE = 1000;
/** Characters of all that, written out. */
const MAX_KEY_TEXT = 10_000;

/** A tuple while a pickle is read: unlike a list, it can be a key and cannot grow. */
export class Tuple {
  readonly items: readonly unknown[];

  constructor(items: readonly unknown[]) {
    this.items = items;
  }
}

/** A dict or a set while a pickle is read. What are equal keys in Python are one key. */
export class Dict {
  readonly entries: Map<unknown, [key: unknown, value: unknown]> = new Map();
  readonly isSet: boolean;
  readonly isFrozen: boolean;

  constructor(isSet = false, isFrozen = false) {
    this.isSet = isSet;
    this.isFrozen = isFrozen;
  }
}

/**
 * Finds what stands for a key in a `Map`. Strings and numbers stand for themselves, which keeps a long string that
 * is used as a key again and again cheap; what Python compares by its contents gets one token for equal contents.
 */
export class Keys {
  readonly #tokens = new Map<string, symbol>();
  readonly #known = new WeakMap<object, symbol>();

  of(key: unknown): unknown {
    if (typeof key === 'boolean') return Number(key);
    if (typeof key !== 'object' || key === null) return key;
    let token = this.#known.get(key);
    if (token === undefined) {
      const text = describeKey(key, 0);
      token = this.#tokens.get(text) ?? Symbol();
      this.#tokens.set(text, token);
      this.#known.set(key, token);
    }
    return token;
  }
}

// Unambiguous, so that different keys never look the same. Sizes are checked from within, before parts are joined.
function describeKey(key: unknown, depth: number): string {
  if (depth > MAX_DEPTH) throw new UnpicklingError('values are nested too deep');
  if (sizeOf(key) > MAX_KEY_SIZE) throw new UnpicklingError('a key is too large');
  let text: string;
  if (typeof key === 'string') text = JSON.stringify(key);
  else if (typeof key !== 'object' || key === null)
    text = String(typeof key === 'boolean' ? Number(key) : key);
  else if (key instanceof Uint8Array) text = `b${Buffer.from(key).toString('hex')}`;
  else if (key instanceof Tuple) text = `(${key.items.map((item) => describeKey(item, depth + 1)).join()})`;
  else if (key instanceof Dict && key.isFrozen) {
    const items = [...key.entries.values()].map(([item]) => describeKey(item, depth + 1));
    text = `{${items.sort().join()}}`;
  } else throw new UnpicklingError('a list, a dict or a set cannot be a key');
  if (text.length > MAX_KEY_TEXT) throw new UnpicklingError('a key is too large');
  return text;
}

function sizeOf(key: unknown): number {
  if (key instanceof Tuple) return key.items.length;
  if (key instanceof Dict) return key.entries.size;
  return typeof key === 'string' || key instanceof Uint8Array ? key.length : 0;
}
