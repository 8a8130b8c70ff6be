import { IndexError, KeyError, ValueError } from '../errors.js';
import { quote } from '../format/python-text.js';
import { isPlainObject, setOwn } from '../plain-object.js';
import { didYouMean } from './nearest.js';
import { type Complain, joinPath, pathPart, pythonError, shown } from './problems.js';
import { findName, type Scope, UnresolvedError } from './resolve.js';

/** Stands for something of the configuration that is yet to be made, such as the filter `special`. */
export class EntryReference {
  readonly section: string;
  readonly name: string;

  constructor(section: string, name: string) {
    this.section = section;
    this.name = name;
  }
}

/** What a value that could not be converted becomes; the complaint has been made. */
export const FAILED: unique symbol = Symbol('failed');

const SCHEME = /^(ext|cfg):\/\/(.*)$/;
const WORD = /^\s*([\p{L}\p{N}_]+)\s*/u;
const DOT = /^\.\s*([\p{L}\p{N}_]+)\s*/u;
const INDEX = /^\[([^[\]]*)\]\s*/;
/** `cfg://` that leads to `cfg://`, and objects within objects. */
const MAX_DEPTH = 64;
/** Values in one configuration, those that `cfg://` repeats counted each time. */
const MAX_VALUES = 100_000;

/** Puts what `ext://` and `cfg://` stand for in their places. The configuration itself stays as it is. */
export class Converter {
  readonly #config: Readonly<Record<string, unknown>>;
  readonly #scope: Scope;
  /** What Python would have made by now, so that `cfg://` finds the thing and not its description. */
  readonly #made = new Set<string>();
  #left = MAX_VALUES;

  constructor(config: Readonly<Record<string, unknown>>, scope: Scope) {
    this.#config = config;
    this.#scope = scope;
  }

  /** Notes that an entry counts as made from now on. */
  markMade(section: string, name: string): void {
    this.#made.add(`${section}.${name}`);
  }

  isMade(section: string, name: string): boolean {
    return this.#made.has(`${section}.${name}`);
  }

  /** The value itself converted, but not what is in it. */
  shallow(value: unknown, path: string, complain: Complain): unknown {
    try {
      return this.#convert(value, 0);
    } catch (error) {
      return this.#failed(value, error, path, complain);
    }
  }

  /** The value and everything in it. What needs no conversion is the same object. */
  deep(value: unknown, path: string, complain: Complain, depth = 0): unknown {
    if (depth > MAX_DEPTH || --this.#left < 0) {
      complain(path, depth > MAX_DEPTH ? 'is nested too deeply, or in itself' : 'is too large');
      return FAILED;
    }
    const converted = this.shallow(value, path, complain);
    if (Array.isArray(converted)) {
      const items = converted.map((one, i) => this.deep(one, joinPath(path, i), complain, depth + 1));
      if (items.includes(FAILED)) return FAILED;
      return items.every((one, i) => Object.is(one, converted[i])) ? converted : items;
    }
    if (!isPlainObject(converted)) return converted;
    const copy: Record<string, unknown> = {};
    let isSame = true;
    let isGood = true;
    for (const [key, one] of Object.entries(converted)) {
      const item = this.deep(one, joinPath(path, pathPart(key)), complain, depth + 1);
      if (item === FAILED) isGood = false;
      if (!Object.is(item, one)) isSame = false;
      setOwn(copy, key, item);
    }
    if (!isGood) return FAILED;
    return isSame ? converted : copy;
  }

  #convert(value: unknown, depth: number): unknown {
    const match = typeof value === 'string' ? SCHEME.exec(value) : null;
    if (match === null) return value;
    if (depth > MAX_DEPTH) throw pythonError('RecursionError', 'maximum recursion depth exceeded');
    const [, scheme, rest = ''] = match;
    return scheme === 'ext' ? findName(rest, this.#scope) : this.#follow(rest, depth);
  }

  #follow(path: string, depth: number): unknown {
    const word = WORD.exec(path);
    if (word === null) throw new ValueError(`Unable to convert ${quote(path)}`);
    let rest = path.slice(word[0].length);
    const steps = [word[1]!];
    let found = this.#step(this.#config, word[1]!, steps, depth);
    while (rest !== '') {
      const match = DOT.exec(rest) ?? INDEX.exec(rest);
      if (match === null) throw new ValueError(`Unable to convert ${quote(path)} at ${quote(rest)}`);
      const key = match[1]!;
      const isNumber = match[0].startsWith('[') && /^\d+$/.test(key);
      steps.push(key);
      found = this.#step(found, isNumber ? Number(key) : key, steps, depth);
      rest = rest.slice(match[0].length);
    }
    return found;
  }

  // As Python's subscripts: a list has no names, and an object no numbers.
  #step(holder: unknown, key: string | number, steps: readonly string[], depth: number): unknown {
    if (Array.isArray(holder) || typeof holder === 'string') {
      if (typeof key === 'string')
        throw pythonError('TypeError', 'list indices must be integers or slices, not str');
      if (key >= holder.length) throw new IndexError('list index out of range');
      return this.#convert(holder[key], depth + 1);
    }
    if (!isPlainObject(holder)) throw pythonError('TypeError', `${shown(holder)} is not subscriptable`);
    if (typeof key === 'number') throw new KeyError(String(key));
    if (!Object.hasOwn(holder, key)) {
      throw new MissingKeyError(key, `there is no ${quote(key)}${didYouMean(key, Object.keys(holder))}`);
    }
    const [section = '', name = ''] = steps;
    if (steps.length === 2 && this.isMade(section, name)) return new EntryReference(section, name);
    return this.#convert(holder[key], depth + 1);
  }

  #failed(value: unknown, error: unknown, path: string, complain: Complain): typeof FAILED {
    const { name, message } = error as Error;
    const cure =
      error instanceof UnresolvedError || error instanceof MissingKeyError
        ? error.cure
        : `${name}: ${message}`;
    complain(path, `${shown(value)}: ${cure}`, error as Error);
    return FAILED;
  }
}

class MissingKeyError extends KeyError {
  readonly cure: string;

  constructor(key: string, cure: string) {
    super(quote(key));
    this.cure = cure;
  }
}
