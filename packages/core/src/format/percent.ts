// Hot path: bench case "format".
import { OverflowError, ValueError } from '../errors.js';
import { lookUp } from './look-up.js';
import { convertValue } from './percent-convert.js';
import { NONE, type PercentPart, type PercentSpec, parsePercent, STAR } from './percent-parse.js';
import { isPrintable, notePrintable } from './printable.js';
import { asInteger, textOf } from './python-value.js';
import { cached } from './template-cache.js';

/** A format that was taken apart once, to be used for many messages. */
export interface PercentTemplate {
  /** How many positional arguments the format takes; -1 if it names mapping keys. */
  readonly consumes: number;
  /** Puts the arguments in. @throws What Python's `%` raises, under the same name. */
  format(args: readonly unknown[] | object): string;
}

/**
 * Python's `format % args`, where an array stands for the tuple and any other object for the mapping.
 *
 * @throws What Python raises, under the same name: TypeError, ValueError, KeyError, OverflowError.
 *
 * @example
 * ```ts
 * import { percentFormat } from '@loggia/core/format';
 * console.log(percentFormat('%-6s|%05.1f|%#x', ['ab', 2.25, 255])); // ab    |002.2|0xff
 * ```
 */
export function percentFormat(format: string, args: readonly unknown[] | object): string {
  return compilePercent(format).format(args);
}

/** The template of a format. It never throws: what is wrong with the format is thrown when it is used. */
export const compilePercent: (format: string) => PercentTemplate = /* @__PURE__ */ cached(templateOf);

function templateOf(format: string): PercentTemplate {
  const parts = parsePercent(format);
  const consumes = parts.reduce<number>(addConsumed, 0);
  const isSimple = parts.every((part) => typeof part === 'string' || isPlain(part));
  const isHarmless =
    isSimple &&
    parts.every((part) => (typeof part === 'string' ? isPrintable(part) : !'acr'.includes(part.conversion)));
  return {
    consumes,
    format(args) {
      if (isSimple && Array.isArray(args) && args.length === consumes) {
        const text = formatSimple(parts, args);
        if (isHarmless && args.every(printsPlainly)) notePrintable(text);
        return text;
      }
      const values = new Arguments(args);
      let text = '';
      for (const part of parts) text += typeof part === 'string' ? part : values.convert(part);
      values.end();
      return text;
    },
  };
}

// What nearly every message is: saves the way through keys, stars and flags.
function formatSimple(parts: readonly PercentPart[], args: readonly unknown[]): string {
  let text = '';
  let next = 0;
  for (const part of parts) {
    if (typeof part === 'string') {
      text += part;
      continue;
    }
    const value = args[next++];
    if (typeof value === 'string' && part.conversion === 's') text += value;
    else text += part.conversion === 's' ? textOf(value) : convertValue(part, value, NONE, NONE, false);
  }
  return text;
}

function printsPlainly(value: unknown): boolean {
  return typeof value === 'number' || (typeof value === 'string' && isPrintable(value));
}

/** A letter with nothing else. */
function isPlain({ key, flags, width, precision, conversion, error }: PercentSpec): boolean {
  const isBare = key === null && flags === '' && width === NONE && precision === NONE;
  return isBare && conversion !== '' && error === undefined;
}

function addConsumed(count: number, part: PercentPart): number {
  if (typeof part === 'string') return count;
  if (count < 0 || part.key !== null) return -1;
  return (
    count + Number(part.width === STAR) + Number(part.precision === STAR) + Number(part.conversion !== '')
  );
}

/** What a format still has to take, and the rules by which it does: those of CPython, in the same order. */
export class Arguments {
  // Undefined if the arguments are no mapping.
  readonly #lookUp: ((key: string) => unknown) | undefined;
  // A mapping is itself the one positional argument, until a key puts its value in that place.
  #values: readonly unknown[];
  #next = 0;

  constructor(
    args: readonly unknown[] | object,
    find: (key: string) => unknown = (key) => lookUp(args, key),
  ) {
    this.#lookUp = Array.isArray(args) ? undefined : find;
    this.#values = Array.isArray(args) ? args : [args];
  }

  /** The text of the next conversion. */
  convert(spec: PercentSpec): string {
    if (spec.key !== null) this.#select(spec.key);
    let { width, precision } = spec;
    let left = spec.flags.includes('-');
    if (width === STAR) {
      width = this.#takeSize(2 ** 63, 'ssize_t');
      if (width < 0) {
        left = true;
        width = -width;
      }
    }
    if (precision === STAR) precision = Math.max(this.#takeSize(2 ** 31, 'int'), 0);
    if (spec.error !== undefined && spec.conversion === '') throw new ValueError(spec.error);
    const value = this.#take();
    if (spec.error !== undefined) throw new ValueError(spec.error);
    return convertValue(spec, value, width, precision, left);
  }

  /** Checks that nothing is left over. A mapping never is. */
  end(): void {
    if (this.#lookUp === undefined && this.#next < this.#values.length) {
      throw new TypeError('not all arguments converted during string formatting');
    }
  }

  #select(key: string | undefined): void {
    if (this.#lookUp === undefined) throw new TypeError('format requires a mapping');
    // A key that does not end: the part has the error.
    if (key === undefined) return;
    this.#values = [this.#lookUp(key)];
    this.#next = 0;
  }

  #take(): unknown {
    if (this.#next >= this.#values.length) throw new TypeError('not enough arguments for format string');
    return this.#values[this.#next++];
  }

  #takeSize(limit: number, type: string): number {
    const size = asInteger(this.#take());
    if (size === undefined) throw new TypeError('* wants int');
    if (size >= limit || size < -limit)
      throw new OverflowError(`Python int too large to convert to C ${type}`);
    return Number(size);
  }
}
