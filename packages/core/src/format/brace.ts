// Hot path: bench case "format".
import { IndexError, ValueError } from '../errors.js';
import { attributeOf, itemOf } from './brace-access.js';
import { type BraceField, parseBrace } from './brace-parse.js';
import { lookUp } from './look-up.js';
import { asciiOf, reprOf, textOf } from './python-value.js';
import { parseSpec } from './spec.js';
import { formatValue } from './spec-format.js';
import { cached } from './template-cache.js';

/** Where the fields of a format find their values. */
export interface BraceSource<V> {
  /** The positional arguments. */
  args(values: V): readonly unknown[];
  /** Reads a named field; throws a KeyError if there is none. */
  field(name: string): (values: V) => unknown;
}

/** Text of the format, or what writes a field. */
export type BracePart<V> = string | ((values: V) => string);

type Values = readonly [args: readonly unknown[], fields: object];
type Read<V> = (values: V) => unknown;

/** Fields may stand in the specification of a field, and no deeper. */
const MAX_NESTING = 2;
/** Python counts in `ssize_t`. */
const MAX_INDEX = 2 ** 63;

const ARGUMENTS: BraceSource<Values> = {
  args: ([args]) => args,
  field:
    (name) =>
    ([, fields]) =>
      lookUp(fields, name),
};

const compileMessage: (format: string) => readonly BracePart<Values>[] = /* @__PURE__ */ cached((format) =>
  compileBrace(format, ARGUMENTS),
);

/**
 * Python's `format.format(*args, **fields)`.
 *
 * @param fields - The keyword arguments: the object's own properties.
 * @throws What Python raises, under the same name: ValueError, KeyError, IndexError, TypeError, AttributeError,
 * OverflowError.
 *
 * @example
 * ```ts
 * import { strFormat } from '@loggia/core/format';
 * console.log(strFormat('{0:>6}|{user.name!r}|{1:,.2f}', ['ab', 1234.5], { user: { name: 'ann' } }));
 * ```
 */
export function strFormat(format: string, args: readonly unknown[] = [], fields: object = {}): string {
  return write(compileMessage(format), [args, fields]);
}

/** Compiles a format. It never throws: what is wrong with the format is thrown when it is used. */
export function compileBrace<V>(format: string, source: BraceSource<V>): BracePart<V>[] {
  return new Compiler(source).compile(format, MAX_NESTING);
}

function write<V>(parts: readonly BracePart<V>[], values: V): string {
  let text = '';
  for (const part of parts) text += typeof part === 'string' ? part : part(values);
  return text;
}

function fail(message: string): () => never {
  return () => {
    throw new ValueError(message);
  };
}

/** Compiles one format. It counts the fields without a name, through those in specifications too. */
class Compiler<V> {
  readonly #source: BraceSource<V>;
  #numbering: 'automatic' | 'manual' | undefined;
  #next = 0;

  constructor(source: BraceSource<V>) {
    this.#source = source;
  }

  compile(format: string, nesting: number): BracePart<V>[] {
    if (nesting === 0) return [fail('Max string recursion exceeded')];
    const { parts, error } = parseBrace(format);
    const compiled = parts.map((part) => (typeof part === 'string' ? part : this.#field(part, nesting)));
    return error === undefined ? compiled : [...compiled, fail(error)];
  }

  #field(field: BraceField, nesting: number): (values: V) => string {
    const read = this.#converted(this.#path(field.name), field.conversion);
    if (field.nested) {
      const parts = this.compile(field.spec, nesting - 1);
      return (values) => {
        const value = read(values);
        const spec = write(parts, values);
        return formatValue(value, spec, parseSpec(spec));
      };
    }
    if (field.spec === '') return (values) => textOf(read(values));
    const spec = parseSpec(field.spec);
    return (values) => formatValue(read(values), field.spec, spec);
  }

  #converted(read: Read<V>, conversion: string): Read<V> {
    switch (conversion) {
      case '':
        return read;
      case 's':
        return then(read, textOf);
      case 'r':
        return then(read, reprOf);
      case 'a':
        return then(read, asciiOf);
      default: {
        const code = conversion.codePointAt(0)!;
        const shown = code > 32 && code < 127 ? conversion : `\\x${code.toString(16)}`;
        return then(read, fail(`Unknown conversion specifier ${shown}`));
      }
    }
  }

  #path(name: string): Read<V> {
    const first = /^[^.[]*/.exec(name)![0];
    let read = this.#first(first);
    // A step is `.attribute` or `[item]`; anything else is wrong.
    for (const [step, attribute, item] of name
      .slice(first.length)
      .matchAll(/\.([^.[]*)|\[([^\]]*)\]|[\s\S]/g)) {
      read = stepOf(read, step, attribute, item);
      if (attribute === undefined && item === undefined) break;
    }
    return read;
  }

  #first(name: string): Read<V> {
    const automatic = name === '';
    if (!automatic && !/^\d+$/.test(name)) return this.#source.field(name);
    if (Number(name) >= MAX_INDEX) return fail('Too many decimal digits in format string');
    const wanted = automatic ? 'automatic' : 'manual';
    this.#numbering ??= wanted;
    if (this.#numbering !== wanted) {
      const names = { automatic: 'automatic field numbering', manual: 'manual field specification' };
      return fail(`cannot switch from ${names[this.#numbering]} to ${names[wanted]}`);
    }
    const index = automatic ? this.#next++ : Number(name);
    const { args } = this.#source;
    return (values) => {
      const list = args(values);
      if (index < list.length) return list[index];
      throw new IndexError(`Replacement index ${index} out of range for positional args tuple`);
    };
  }
}

function then<V>(read: Read<V>, use: (value: unknown) => unknown): Read<V> {
  return (values) => use(read(values));
}

function stepOf<V>(read: Read<V>, step: string, attribute?: string, item?: string): Read<V> {
  const name = attribute ?? item;
  if (name === undefined) return then(read, fail("Only '.' or '[' may follow ']' in format field specifier"));
  if (name === '') return then(read, fail('Empty attribute in format string'));
  if (step[0] === '.') return then(read, (value) => attributeOf(value, name));
  if (!/^\d+$/.test(name)) return then(read, (value) => itemOf(value, name));
  if (Number(name) >= MAX_INDEX) return then(read, fail('Too many decimal digits in format string'));
  return then(read, (value) => itemOf(value, Number(name)));
}
