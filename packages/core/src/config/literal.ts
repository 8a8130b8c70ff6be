import { firstOf, quote } from '../format/python-text.js';
import { isTextAt, readText } from './literal-text.js';

/**
 * What a name such as `sys.stdout` stands for. It throws for a name that it does not know.
 */
export type NameReader = (name: string) => unknown;

/** Far beyond what anyone writes in a configuration. */
const MAX_LENGTH = 65_536;
const MAX_DEPTH = 100;
/** The limit of CPython, beyond which reading digits would cost too much. */
const MAX_DIGITS = 4300;
const MAX_SHOWN = 20;

const SPACE = /(?:[ \t\f]|\\\n)+/y;
const SPACE_WITHIN = /(?:[ \t\f\n]|\\\n|#[^\n]*)+/y;
const NAME = /[\p{ID_Start}_]\p{ID_Continue}*(?:\.[\p{ID_Start}_]\p{ID_Continue}*)*/uy;
const NUMBER =
  /0[xX](?:_?[\da-fA-F])+|0[oO](?:_?[0-7])+|0[bB](?:_?[01])+|(?:(?:\d(?:_?\d)*)?\.\d(?:_?\d)*|\d(?:_?\d)*\.)(?:[eE][+-]?\d(?:_?\d)*)?|\d(?:_?\d)*(?:[eE][+-]?\d(?:_?\d)*)?/y;
const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };
const WORDS: ReadonlyMap<string, unknown> = /* @__PURE__ */ new Map<string, unknown>([
  ['True', true],
  ['False', false],
  ['None', null],
]);

/**
 * Reads a Python literal: strings and bytes with prefixes and escapes, numbers, tuples, lists, dicts, True, False,
 * None, and the names that `readName` knows. Nothing is evaluated: no calls, no operators, no subscripts.
 *
 * Tuples and lists become arrays, dicts plain objects, bytes `Uint8Array`, integers beyond 2⁵³ `bigint`.
 *
 * @throws SyntaxError that says what was found and where, and what `readName` throws.
 */
export function parseLiteral(text: string, readName: NameReader): unknown {
  return new LiteralReader(text, readName).read();
}

class LiteralReader {
  readonly #text: string;
  readonly #readName: NameReader;
  #at = 0;
  #depth = 0;

  constructor(text: string, readName: NameReader) {
    this.#text = text.replace(/\r\n?/g, '\n');
    this.#readName = readName;
  }

  read(): unknown {
    if (this.#text.length > MAX_LENGTH) {
      throw new SyntaxError(`an expression of more than ${MAX_LENGTH} characters`);
    }
    this.#skip(SPACE_WITHIN);
    const first = this.#value();
    // Commas make a tuple, with parentheses around it or without.
    const value = this.#peek() === ',' ? [first, ...this.#tail()] : first;
    this.#skip(SPACE_WITHIN);
    if (this.#at < this.#text.length)
      this.#fail('nothing may follow the value (operators are not evaluated)');
    return value;
  }

  #tail(): unknown[] {
    const rest: unknown[] = [];
    while (this.#take(',')) {
      this.#skipSpace();
      if (/^[#\n]?$/.test(this.#text[this.#at] ?? '')) break;
      rest.push(this.#value());
    }
    return rest;
  }

  #value(): unknown {
    const character = this.#peek();
    if (character === '+' || character === '-') return this.#signed();
    if (isTextAt(this.#text, this.#at)) return this.#strings();
    if (character !== undefined && /[\d.]/.test(character)) return this.#number();
    if (character === '(') return this.#nested(() => this.#parenthesis());
    if (character === '[') return this.#nested(() => this.#items(']'));
    if (character === '{') return this.#nested(() => this.#dict());
    return this.#name();
  }

  #signed(): unknown {
    let isNegative = false;
    for (;;) {
      if (this.#take('-')) isNegative = !isNegative;
      else if (!this.#take('+')) break;
    }
    const value = /[\d.]/.test(this.#peek() ?? '')
      ? this.#number()
      : this.#fail('a number must follow the sign');
    return isNegative ? -value : value;
  }

  #number(): number | bigint {
    const start = this.#at;
    NUMBER.lastIndex = start;
    const written = NUMBER.exec(this.#text)?.[0];
    if (written === undefined) return this.#fail('a value must stand here');
    this.#at += written.length;
    if (/[\p{ID_Continue}.]/u.test(this.#text[this.#at] ?? '')) {
      this.#at = start;
      this.#fail('this is no number that can be used here');
    }
    const digits = written.replaceAll('_', '');
    if (/^0[xob]/i.test(digits) || /^\d+$/.test(digits)) {
      if (/^0\d*[1-9]/.test(digits)) {
        this.#at = start;
        this.#fail('a number must not begin with zeros (octal ones begin with 0o)');
      }
      if (digits.length > MAX_DIGITS) throw new SyntaxError(`a number of more than ${MAX_DIGITS} digits`);
      const value = BigInt(digits);
      return Number.isSafeInteger(Number(value)) ? Number(value) : value;
    }
    return Number(digits);
  }

  /** One string, or several side by side, which are one. */
  #strings(): string | Uint8Array {
    const parts: (string | Uint8Array)[] = [];
    do {
      const { value, end } = readText(this.#text, this.#at, (found, at) => {
        this.#at = at;
        throw this.#error(`${found} cannot be used here`);
      });
      if (parts.length > 0 && typeof parts[0] !== typeof value) this.#fail('bytes and strings do not mix');
      parts.push(value);
      this.#at = end;
      this.#skipSpace();
    } while (isTextAt(this.#text, this.#at));
    if (typeof parts[0] === 'string') return parts.join('');
    return Uint8Array.from((parts as Uint8Array[]).flatMap((part) => [...part]));
  }

  /** A value in parentheses, or a tuple. */
  #parenthesis(): unknown {
    if (this.#take(')')) return [];
    const first = this.#value();
    if (this.#take(')')) return first;
    if (!this.#take(',')) this.#failAfter('(');
    return [first, ...this.#items(')')];
  }

  #items(close: ')' | ']'): unknown[] {
    const items: unknown[] = [];
    while (!this.#take(close)) {
      items.push(this.#value());
      if (this.#take(close)) break;
      if (!this.#take(',')) this.#failAfter(close === ')' ? '(' : '[');
    }
    return items;
  }

  #dict(): Record<string, unknown> {
    const dict: Record<string, unknown> = {};
    while (!this.#take('}')) {
      this.#skipSpace();
      const start = this.#at;
      const key = this.#value();
      if (typeof key !== 'string' || key === '__proto__') {
        this.#at = start;
        this.#fail(key === '__proto__' ? 'this cannot be a key' : 'the keys of a dict must be strings');
      }
      if (!this.#take(':')) this.#fail('a colon must follow the key of a dict');
      dict[key] = this.#value();
      if (this.#take('}')) break;
      if (!this.#take(',')) this.#failAfter('{');
    }
    return dict;
  }

  #name(): unknown {
    NAME.lastIndex = this.#at;
    const name = NAME.exec(this.#text)?.[0];
    if (name === undefined) return this.#fail('a value must stand here');
    this.#at += name.length;
    if (this.#peek() === '(') this.#fail(`${quote(name)} would be called, and nothing is ever called`);
    return WORDS.has(name) ? WORDS.get(name) : this.#readName(name);
  }

  #nested<T>(read: () => T): T {
    this.#at++;
    if (++this.#depth > MAX_DEPTH) throw new SyntaxError(`values are nested more than ${MAX_DEPTH} deep`);
    const value = read();
    this.#depth--;
    return value;
  }

  #take(mark: string): boolean {
    if (this.#peek() !== mark) return false;
    this.#at++;
    return true;
  }

  #peek(): string | undefined {
    this.#skipSpace();
    return this.#text[this.#at];
  }

  /** Within brackets, lines may end and comments stand anywhere. */
  #skipSpace(): void {
    this.#skip(this.#depth > 0 ? SPACE_WITHIN : SPACE);
  }

  #skip(space: RegExp): void {
    space.lastIndex = this.#at;
    if (space.test(this.#text)) this.#at = space.lastIndex;
  }

  #failAfter(open: string): never {
    if (this.#peek() === undefined) throw this.#error(`'${open}' was never closed`);
    this.#fail(`a comma or '${CLOSING[open]}' must stand here (operators are not evaluated)`);
  }

  #fail(what: string): never {
    throw this.#error(what);
  }

  #error(what: string): SyntaxError {
    const rest = this.#text.slice(this.#at);
    const shown =
      rest === '' ? 'the end' : quote(firstOf(rest, MAX_SHOWN)) + (rest.length > MAX_SHOWN ? '…' : '');
    const position = [...this.#text.slice(0, this.#at)].length + 1;
    return new SyntaxError(`${what}; found ${shown} at character ${position}`);
  }
}
