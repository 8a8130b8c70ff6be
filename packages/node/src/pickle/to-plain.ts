import { Dict, MAX_DEPTH, Tuple } from './containers.js';
import { UnpicklingError } from './unpickling-error.js';

/**
 * What a value may come to if everything that occurs twice is written twice, in characters and items, beyond the
 * length of its pickle: a few bytes can stand for terabytes.
 */
const MAX_EXPANSION = 2 ** 24;

interface Plain {
  readonly value: unknown;
  /** Written out, see {@link MAX_EXPANSION}. */
  readonly size: number;
  /** How many containers are within each other. */
  readonly height: number;
}

/** Turns what a pickle held into plain values: objects (maps, where a key is no string), arrays, sets. */
export function toPlain(root: unknown, pickleBytes: number): unknown {
  const { value, size } = new Converter().convert(root, 0);
  if (size > MAX_EXPANSION + pickleBytes) throw new UnpicklingError('repeated values make it too large');
  return value;
}

class Converter {
  // Undefined while it is being made.
  readonly #done = new Map<object, Plain | undefined>();

  convert(value: unknown, depth: number): Plain {
    if (typeof value === 'string') return { value, size: value.length + 1, height: 0 };
    if (typeof value !== 'object' || value === null) return { value, size: 1, height: 0 };
    if (value instanceof Uint8Array) return { value, size: value.length + 1, height: 0 };
    const known = this.#done.get(value);
    if (known === undefined) {
      if (this.#done.has(value)) throw new UnpicklingError('a value contains itself');
      if (depth >= MAX_DEPTH) throw new UnpicklingError('values are nested too deep');
      this.#done.set(value, undefined);
    }
    const plain = known ?? this.#container(value as Tuple | Dict | unknown[], depth + 1);
    // What is known already may stand deeper now than where it was found first.
    if (plain.height + depth > MAX_DEPTH) throw new UnpicklingError('values are nested too deep');
    this.#done.set(value, plain);
    return plain;
  }

  #container(value: Tuple | Dict | unknown[], depth: number): Plain {
    let size = 1;
    let height = 0;
    const convert = (item: unknown): unknown => {
      const plain = this.convert(item, depth);
      size += plain.size;
      height = Math.max(height, plain.height);
      return plain.value;
    };
    let made: unknown;
    if (!(value instanceof Dict)) made = (value instanceof Tuple ? value.items : value).map(convert);
    else if (value.isSet) made = new Set([...value.entries.values()].map(([key]) => convert(key)));
    else {
      const entries = [...value.entries.values()].map(
        ([key, item]) => [convert(key), convert(item)] as const,
      );
      // Both define what they are given, so that `__proto__` is a key like any other.
      made = entries.every(([key]) => typeof key === 'string')
        ? Object.fromEntries(entries)
        : new Map(entries);
    }
    return { value: made, size, height: height + 1 };
  }
}
