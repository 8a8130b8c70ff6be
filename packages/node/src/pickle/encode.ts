import { ByteWriter } from './byte-writer.js';
import { MAX_DEPTH } from './containers.js';
import { encodeText } from './pickle-text.js';

/** A number that is a float in Python even if it is whole, such as a time. */
export class Float {
  readonly value: number;

  constructor(value: number) {
    this.value = value;
  }
}

/**
 * Writes plain data as a pickle that every Python can read (protocol 1): null, booleans, numbers, bigints, strings,
 * arrays, plain objects, maps, sets (as lists) and `Uint8Array` (needs Python 3). A number that is a safe integer
 * becomes an int, any other one a float.
 *
 * @throws TypeError for functions, symbols and objects of a class. RangeError for values nested more than 100 deep,
 * or in themselves.
 * @example
 * ```ts
 * import { pickle, unpickle } from 'loggia/node';
 * console.log(unpickle(pickle(['a', 1, 1.5, null]))); // [ 'a', 1, 1.5, null ]
 * ```
 */
export function pickle(value: unknown): Uint8Array {
  const out = new ByteWriter();
  write(out, value, 0);
  out.text('.');
  return out.bytes();
}

function write(out: ByteWriter, value: unknown, depth: number): void {
  if (depth > MAX_DEPTH) throw new RangeError('a value is nested too deep to be pickled');
  if (value === undefined || value === null) out.text('N');
  else if (typeof value === 'boolean') out.text(value ? 'I01\n' : 'I00\n');
  else if (typeof value === 'number') writeNumber(out, value);
  else if (typeof value === 'bigint') out.text(`L${value}L\n`);
  else if (typeof value === 'string') writeBytes(out, 'X', encodeText(value));
  else if (typeof value === 'object') writeObject(out, value, depth + 1);
  else throw new TypeError(`cannot pickle a ${typeof value}`);
}

function writeNumber(out: ByteWriter, value: number): void {
  if (!Number.isSafeInteger(value) || Object.is(value, -0)) writeFloat(out, value);
  else if (value >= 0 && value <= 0xff) out.number('K', 1, value);
  else if (value >= 0 && value <= 0xffff) out.number('M', 2, value);
  else if (value === (value | 0)) out.number('J', 4, value >>> 0);
  else out.text(`L${value}L\n`);
}

function writeFloat(out: ByteWriter, value: number): void {
  const bytes = Buffer.allocUnsafe(9);
  bytes[0] = 0x47; // G
  bytes.writeDoubleBE(value, 1);
  out.raw(bytes);
}

function writeBytes(out: ByteWriter, code: 'X' | 'B', bytes: Uint8Array): void {
  out.number(code, 4, bytes.length);
  out.raw(bytes);
}

function writeObject(out: ByteWriter, value: object, depth: number): void {
  if (value instanceof Float) writeFloat(out, value.value);
  else if (value instanceof Uint8Array) writeBytes(out, 'B', value);
  else if (Array.isArray(value) || value instanceof Set) {
    out.text('](');
    for (const item of value) write(out, item, depth);
    out.text('e');
  } else {
    out.text('}(');
    for (const [key, item] of entriesOf(value)) {
      writeKey(out, key, depth);
      write(out, item, depth);
    }
    out.text('u');
  }
}

// What was a tuple in Python, which can be a key, is an array here.
function writeKey(out: ByteWriter, key: unknown, depth: number): void {
  if (!Array.isArray(key) || depth > MAX_DEPTH) {
    write(out, key, depth);
    return;
  }
  out.text('(');
  for (const item of key) writeKey(out, item, depth + 1);
  out.text('t');
}

function entriesOf(value: object): Iterable<readonly [unknown, unknown]> {
  if (value instanceof Map) return value;
  if (isPlain(value)) return Object.entries(value);
  throw new TypeError(`cannot pickle an object of class ${value.constructor?.name || 'unknown'}`);
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype || Object.getPrototypeOf(prototype) === null;
}
