import { UnpicklingError } from './unpickling-error.js';

/** Python refuses longer ones as text, too: reading them takes time that grows with the square. */
const MAX_DIGITS = 4300;
/** What as many digits take as bytes, about. */
const MAX_LONG_BYTES = 1792;
const WHOLE = /^[-+]?\d+(?:_\d+)*$/;
const RADIX = /^([-+]?)(0[xob])_?([\da-f]+(?:_[\da-f]+)*)$/i;
const FLOAT = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/i;

/** A number if it holds the integer exactly, else a bigint. */
function fromBigInt(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

/** The argument of `INT`: `00` and `01` are false and true; a leading 0 means octal, as in C. */
export function parseInt0(line: Buffer): number | bigint | boolean {
  const text = line.toString('latin1');
  if (text === '00' || text === '01') return text === '01';
  return parseWhole(text.trim().replace(/^([-+]?)0(?=[0-7]+$)/, '$10o'));
}

/** The argument of `LONG`. */
export function parseLong(line: Buffer): number | bigint {
  const text = line.toString('latin1');
  return parseWhole((text.endsWith('L') ? text.slice(0, -1) : text).trim());
}

function parseWhole(text: string): number | bigint {
  const [, sign, radix, digits] = RADIX.exec(text) ?? [];
  if (text.length > MAX_DIGITS) throw new UnpicklingError('an integer has too many digits');
  try {
    if (radix !== undefined) {
      const value = BigInt(radix + (digits as string).replaceAll('_', ''));
      return fromBigInt(sign === '-' ? -value : value);
    }
    if (WHOLE.test(text)) return fromBigInt(BigInt(text.replace(/[_+]/g, '')));
  } catch {
    // Digits that the radix does not have.
  }
  throw new UnpicklingError('an integer is written wrong');
}

/** The argument of `LONG1` and `LONG4`: two's complement, little-endian. */
export function fromTwosComplement(bytes: Buffer): number | bigint {
  const { length } = bytes;
  if (length > MAX_LONG_BYTES) throw new UnpicklingError('an integer has too many digits');
  if (length === 0) return 0;
  const unsigned = BigInt(`0x${Buffer.from(bytes).reverse().toString('hex')}`);
  return fromBigInt(BigInt.asIntN(length * 8, unsigned));
}

/** The argument of `FLOAT`. */
export function parseFloatLine(line: Buffer): number {
  const text = line.toString('latin1');
  if (FLOAT.test(text)) return Number(text);
  const [, sign, word] = /^([-+]?)(inf|infinity|nan)$/i.exec(text) ?? [];
  if (word === undefined) throw new UnpicklingError('a float is written wrong');
  if (word.toLowerCase() === 'nan') return Number.NaN;
  return sign === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}
