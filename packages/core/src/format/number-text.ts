import { OverflowError, ValueError } from '../errors.js';

/** The significant digits of a number, `d.ddd` times ten to the exponent. */
interface Decimal {
  readonly digits: string;
  readonly exponent: number;
}

/** How a float is written: as Python's `e`, `f`, `g`, or `r` for its `repr`. */
export type FloatForm = 'e' | 'f' | 'g' | 'r';

/** No double has more decimals than this that are not zero. */
const MAX_DECIMALS = 1074;

/**
 * The decimals of `value`, which is finite and not negative, rounded half to even on the exact value.
 * The engine's own methods do it, exactly but for halves, which they round up.
 */
function toFixed(value: number, precision: number): string {
  // A half way between two results is an odd multiple of 2^-(precision + 1), and nothing else is.
  if (precision <= 100 && value < 1e21 && (value * 2 ** (precision + 1)) % 2 !== 1)
    return value.toFixed(precision);
  const decimals = Math.min(precision, MAX_DECIMALS);
  const digits = String(scale(value, decimals)).padStart(decimals + 1, '0');
  const point = digits.length - decimals;
  const fraction = digits.slice(point).padEnd(precision, '0');
  return fraction === '' ? digits : `${digits.slice(0, point)}.${fraction}`;
}

/** `precision + 1` significant digits of `value`, which is finite and not negative, rounded half to even. */
function toDecimal(value: number, precision: number): Decimal {
  if (value === 0) return { digits: '0'.padEnd(precision + 1, '0'), exponent: 0 };
  // A half shows a 5 as its next digit, and nothing after it.
  if (precision < 100 && !value.toExponential(precision + 1).includes('5e')) {
    return parseDecimal(value.toExponential(precision));
  }
  let { exponent } = parseDecimal(value.toExponential());
  const kept = Math.min(precision, MAX_DECIMALS);
  let digits = String(scale(value, kept - exponent));
  // The exponent of the shortest digits may be one more than that of the exact value, or of the rounded one less.
  if (digits.length <= kept) digits = String(scale(value, kept - --exponent));
  if (digits.length > kept + 1) exponent++;
  return { digits: digits.slice(0, kept + 1).padEnd(precision + 1, '0'), exponent };
}

function parseDecimal(text: string): Decimal {
  const [mantissa = '', exponent] = text.split('e');
  return { digits: mantissa.replace('.', ''), exponent: Number(exponent) };
}

/** `value * 10 ** decimals` to the nearest integer, halves to the even one; exact. */
function scale(value: number, decimals: number): bigint {
  let whole = value;
  let doublings = 0n;
  // Exact, whatever the double: the smallest takes 1074 of them.
  for (; !Number.isInteger(whole); whole *= 2) doublings++;
  const numerator = BigInt(whole) * 10n ** BigInt(Math.max(decimals, 0));
  const denominator = (10n ** BigInt(Math.max(-decimals, 0))) << doublings;
  const quotient = numerator / denominator;
  const twice = (numerator % denominator) * 2n;
  return twice > denominator || (twice === denominator && quotient % 2n === 1n) ? quotient + 1n : quotient;
}

/**
 * The text of a float without its sign, as Python writes it.
 *
 * @param alternate - Python's `#`: there is always a point, and `g` keeps its zeros.
 * @param dotZero - There is always a digit after the point, unless there is an exponent.
 */
export function floatText(
  value: number,
  form: FloatForm,
  precision: number,
  alternate = false,
  dotZero = false,
): string {
  const size = Math.abs(value);
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'nan' : 'inf';
  if (form === 'f') {
    const text = toFixed(size, precision);
    return alternate && precision === 0 ? `${text}.` : text;
  }
  if (form === 'e') return exponential(toDecimal(size, precision), alternate);
  const wanted = Math.max(precision, 1);
  const exact = form === 'r' ? parseDecimal(size.toExponential()) : toDecimal(size, wanted - 1);
  const keep = alternate && form === 'g';
  const decimal = keep ? exact : { ...exact, digits: exact.digits.replace(/(?<=.)0+$/, '') };
  const limit = form === 'r' ? 16 : dotZero ? wanted - 1 : wanted;
  if (decimal.exponent < -4 || decimal.exponent >= limit) return exponential(decimal, alternate);
  return positional(decimal, alternate, dotZero);
}

function exponential({ digits, exponent }: Decimal, alternate: boolean): string {
  const fraction = digits.slice(1);
  const sign = exponent < 0 ? '-' : '+';
  return `${digits[0]}${fraction || alternate ? '.' : ''}${fraction}e${sign}${String(Math.abs(exponent)).padStart(2, '0')}`;
}

function positional({ digits, exponent }: Decimal, alternate: boolean, dotZero: boolean): string {
  const point = exponent + 1;
  const whole = point <= 0 ? '0' : digits.slice(0, point).padEnd(point, '0');
  const fraction =
    (point < 0 ? '0'.repeat(-point) : '') + digits.slice(Math.max(point, 0)) || (dotZero ? '0' : '');
  return `${whole}${fraction || alternate ? '.' : ''}${fraction}`;
}

/**
 * Whether a number stands for an integer. From 1e21 on it is written as JavaScript does, and Python its floats:
 * with an exponent.
 */
export function isInteger(value: unknown): value is number | bigint {
  return typeof value === 'bigint' || (Number.isInteger(value) && Math.abs(value as number) < 1e21);
}

/** A number as Python's `str` and `repr` write it: a whole one as an integer. */
export function numberText(value: number | bigint): string {
  if (typeof value === 'bigint' || Number.isSafeInteger(value)) return `${value}`;
  if (isInteger(value)) return `${BigInt(value)}`;
  return (value < 0 ? '-' : '') + floatText(value, 'r', 0);
}

/** The digits of an integer without its sign; a fraction is cut off. */
export function digitsOf(value: number | bigint, base: number): string {
  if (typeof value === 'bigint') return (value < 0n ? -value : value).toString(base);
  const size = Math.trunc(Math.abs(value));
  return Number.isSafeInteger(size) ? size.toString(base) : BigInt(size).toString(base);
}

/** A number as a double. @throws OverflowError for an integer that is too large. */
export function toFloat(value: number | bigint): number {
  const float = Number(value);
  if (typeof value === 'bigint' && !Number.isFinite(float)) {
    throw new OverflowError('int too large to convert to float');
  }
  return float;
}

/** Checks that a number has digits at all. @throws ValueError or OverflowError, as Python's `int()`. */
export function requireFinite(value: number | bigint): void {
  if (typeof value === 'bigint' || Number.isFinite(value)) return;
  if (Number.isNaN(value)) throw new ValueError('cannot convert float NaN to integer');
  throw new OverflowError('cannot convert float infinity to integer');
}

/** Whether a number is below zero, or the negative zero that only floats have. */
export function isNegative(value: number | bigint): boolean {
  return value < 0 || Object.is(value, -0);
}
