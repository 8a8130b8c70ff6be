import { ByteReader } from './byte-reader.js';
import { Dict, Keys, Tuple } from './containers.js';
import { fromTwosComplement, parseFloatLine, parseInt0, parseLong } from './pickle-number.js';
import { decodeASCII, decodeQuoted, decodeRawUnicodeEscape, decodeText } from './pickle-text.js';
import { toPlain } from './to-plain.js';
import { UnpicklingError } from './unpickling-error.js';

const MAX_PROTOCOL = 5;

/** What asks for more than data, by opcode. */
const REFUSED: Readonly<Record<string, string>> = {
  R: 'a call (REDUCE)',
  b: 'a call (BUILD)',
  o: 'an instance (OBJ)',
  '\x81': 'an instance (NEWOBJ)',
  '\x92': 'an instance (NEWOBJ_EX)',
  '\x82': 'an extension (EXT1)',
  '\x83': 'an extension (EXT2)',
  '\x84': 'an extension (EXT4)',
  P: 'a persistent id (PERSID)',
  Q: 'a persistent id (BINPERSID)',
  '\x97': 'a buffer from elsewhere (NEXT_BUFFER)',
  '\x98': 'a buffer from elsewhere (READONLY_BUFFER)',
};

/**
 * Reads a pickle of Python's, protocols 0 to 5, as data only: what would need a class or run a function is
 * refused, and nothing in it runs. Refused, too, are values that contain themselves, are nested more than 100 deep,
 * or are small only because they repeat one another.
 *
 * A dict becomes a plain object, or a `Map` if one of its keys is no string; a list and a tuple become an array; an
 * int becomes a number, or a bigint where a number cannot hold it; bytes become a `Uint8Array`, a set a `Set`.
 *
 * @throws UnpicklingError, whose message says what was refused.
 * @example
 * ```ts
 * import { pickle, unpickle } from 'loggia/node';
 * console.log(unpickle(pickle({ name: 'shop', levelno: 20 }))); // { name: 'shop', levelno: 20 }
 * ```
 */
export function unpickle(bytes: Uint8Array): unknown {
  return toPlain(new Machine(bytes).run(), bytes.length);
}

class Machine {
  readonly #in: ByteReader;
  readonly #stack: unknown[] = [];
  /** Heights of the stack at which a mark was set. */
  readonly #marks: number[] = [];
  readonly #memo = new Map<number, unknown>();
  readonly #keys = new Keys();

  constructor(bytes: Uint8Array) {
    this.#in = new ByteReader(bytes);
  }

  run(): unknown {
    for (;;) {
      const code = String.fromCharCode(this.#in.uint(1));
      if (code === '.') return this.#pop();
      if (!this.#constant(code) && !this.#text(code) && !this.#container(code) && !this.#memory(code)) {
        this.#refuse(code);
      }
    }
  }

  #constant(code: string): boolean {
    const from = this.#in;
    switch (code) {
      case 'N':
        return this.#push(null);
      case '\x88':
        return this.#push(true);
      case '\x89':
        return this.#push(false);
      case 'K':
        return this.#push(from.uint(1));
      case 'M':
        return this.#push(from.uint(2));
      case 'J':
        return this.#push(from.int32());
      case 'I':
        return this.#push(parseInt0(from.line()));
      case 'L':
        return this.#push(parseLong(from.line()));
      case '\x8a':
        return this.#push(fromTwosComplement(from.take(from.uint(1))));
      case '\x8b':
        return this.#push(fromTwosComplement(from.take(from.int32())));
      case 'F':
        return this.#push(parseFloatLine(from.line()));
      case 'G':
        return this.#push(from.double());
      default:
        return false;
    }
  }

  #text(code: string): boolean {
    const from = this.#in;
    switch (code) {
      case 'S':
        return this.#push(decodeQuoted(from.line()));
      case 'U':
        return this.#push(decodeASCII(from.take(from.uint(1))));
      case 'T':
        return this.#push(decodeASCII(from.take(from.int32())));
      case 'V':
        return this.#push(decodeRawUnicodeEscape(from.line()));
      case '\x8c':
        return this.#push(decodeText(from.take(from.uint(1))));
      case 'X':
        return this.#push(decodeText(from.take(from.uint(4))));
      case '\x8d':
        return this.#push(decodeText(from.take(from.length())));
      // Copies, so that a few bytes do not keep the whole pickle in memory.
      case 'C':
        return this.#push(Uint8Array.from(from.take(from.uint(1))));
      case 'B':
        return this.#push(Uint8Array.from(from.take(from.uint(4))));
      case '\x8e':
      case '\x96':
        return this.#push(Uint8Array.from(from.take(from.length())));
      default:
        return false;
    }
  }

  #container(code: string): boolean {
    switch (code) {
      case ')':
        return this.#push(new Tuple([]));
      case ']':
        return this.#push([]);
      case '}':
        return this.#push(new Dict());
      case '\x8f':
        return this.#push(new Dict(true));
      case 't':
        return this.#push(new Tuple(this.#toMark()));
      case '\x85':
      case '\x86':
      case '\x87':
        return this.#push(new Tuple(this.#popMany(code.charCodeAt(0) - 0x84)));
      case 'l':
        return this.#push(this.#toMark());
      case 'd':
        return this.#setItems(this.#toMark(), new Dict());
      case '\x91':
        return this.#addItems(this.#toMark(), new Dict(true, true));
      case 'a':
        return this.#append(this.#popMany(1));
      case 'e':
        return this.#append(this.#toMark());
      case 's':
        return this.#setItems(this.#popMany(2), this.#pop());
      case 'u':
        return this.#setItems(this.#toMark(), this.#pop());
      case '\x90':
        return this.#addItems(this.#toMark(), this.#pop());
      default:
        return false;
    }
  }

  /** The memo, the stack itself, and what frames a pickle. */
  #memory(code: string): boolean {
    const from = this.#in;
    switch (code) {
      case '(':
        this.#marks.push(this.#stack.length);
        return true;
      case '0':
        if (this.#marks.at(-1) === this.#stack.length) this.#marks.pop();
        else this.#pop();
        return true;
      case '1':
        this.#toMark();
        return true;
      case '2':
        return this.#push(this.#top());
      case 'p':
        return this.#put(parseInt0(from.line()));
      case 'q':
        return this.#put(from.uint(1));
      case 'r':
        return this.#put(from.uint(4));
      case '\x94':
        return this.#put(this.#memo.size);
      case 'g':
        return this.#get(parseInt0(from.line()));
      case 'h':
        return this.#get(from.uint(1));
      case 'j':
        return this.#get(from.uint(4));
      case '\x80':
        if (from.uint(1) > MAX_PROTOCOL) throw new UnpicklingError('the pickle has an unknown protocol');
        return true;
      case '\x95':
        if (from.length() > from.left) throw new UnpicklingError('the pickle is cut short');
        return true;
      default:
        return false;
    }
  }

  #refuse(code: string): never {
    const known = REFUSED[code];
    if (known !== undefined) throw new UnpicklingError(`refused: ${known}`);
    let names: unknown[];
    if (code === 'c' || code === 'i') {
      names = [this.#in.line().toString('latin1'), this.#in.line().toString('latin1')];
    } else if (code === '\x93') names = this.#popMany(2);
    else {
      const hex = code.charCodeAt(0).toString(16).padStart(2, '0');
      throw new UnpicklingError(`0x${hex} is no opcode of a pickle`);
    }
    // Printable and short: it goes into logs.
    const name = names.map((part) => (typeof part === 'string' ? part : '?').slice(0, 100)).join('.');
    throw new UnpicklingError(`refused: the class or function ${name.replace(/[^\x21-\x7e]/g, '?')}`);
  }

  #push(value: unknown): true {
    this.#stack.push(value);
    return true;
  }

  /** How much of the stack is above the latest mark. */
  get #height(): number {
    return this.#stack.length - (this.#marks.at(-1) ?? 0);
  }

  #top(): unknown {
    if (this.#height <= 0) throw new UnpicklingError('the pickle takes more from its stack than is there');
    return this.#stack.at(-1);
  }

  #pop(): unknown {
    const value = this.#top();
    this.#stack.length--;
    return value;
  }

  #popMany(count: number): unknown[] {
    if (this.#height < count) this.#stack.length = this.#marks.at(-1) ?? 0;
    this.#top();
    return this.#stack.splice(-count);
  }

  #toMark(): unknown[] {
    const mark = this.#marks.pop();
    if (mark === undefined) throw new UnpicklingError('the pickle has no mark where it needs one');
    return this.#stack.splice(mark);
  }

  #append(items: readonly unknown[]): true {
    const list = this.#top();
    if (!Array.isArray(list)) throw new UnpicklingError('the pickle appends to what is no list');
    for (const item of items) list.push(item);
    return true;
  }

  #setItems(items: readonly unknown[], dict: unknown): true {
    if (!(dict instanceof Dict) || dict.isSet)
      throw new UnpicklingError('the pickle sets items of what is no dict');
    if (items.length % 2 > 0) throw new UnpicklingError('the pickle has a key without a value');
    for (let i = 0; i < items.length; i += 2) this.#setItem(dict, items[i], items[i + 1]);
    return this.#push(dict);
  }

  #addItems(items: readonly unknown[], set: unknown): true {
    if (!(set instanceof Dict) || !set.isSet) throw new UnpicklingError('the pickle adds to what is no set');
    for (const item of items) this.#setItem(set, item, null);
    return this.#push(set);
  }

  // As in Python, an equal key stays and gets the new value.
  #setItem(dict: Dict, key: unknown, value: unknown): void {
    const token = this.#keys.of(key);
    const entry = dict.entries.get(token);
    if (entry === undefined) dict.entries.set(token, [key, value]);
    else entry[1] = value;
  }

  #put(index: unknown): true {
    if (Number(index) < 0) throw new UnpicklingError('the pickle puts a value at a negative index');
    this.#memo.set(Number(index), this.#top());
    return true;
  }

  #get(index: unknown): true {
    if (!this.#memo.has(Number(index)))
      throw new UnpicklingError('the pickle gets a value that it never put');
    return this.#push(this.#memo.get(Number(index)));
  }
}
