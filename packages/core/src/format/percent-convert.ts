// Hot path: bench case "format".
import { OverflowError } from '../errors.js';
import { digitsOf, type FloatForm, floatText, isNegative, requireFinite, toFloat } from './number-text.js';
import type { PercentSpec } from './percent-parse.js';
import { firstOf, lengthOf } from './python-text.js';
import { asciiOf, asInteger, asNumber, reprOf, textOf, typeName } from './python-value.js';

const MAX_UNICODE = 0x10ffff;
/** Wider fields are mistakes, and would exhaust memory. */
const MAX_FIELD = 2 ** 24;

/**
 * One value as one conversion writes it.
 *
 * @param width - Code points, or -1. Negative ones of `*` were resolved: `left` says so.
 * @param precision - Digits or code points, or -1.
 * @throws What Python raises for a value that does not fit the conversion.
 */
export function convertValue(
  spec: PercentSpec,
  value: unknown,
  width: number,
  precision: number,
  left: boolean,
): string {
  const { conversion, flags } = spec;
  switch (conversion) {
    case 's':
    case 'r':
    case 'a': {
      const text = conversion === 's' ? textOf(value) : conversion === 'r' ? reprOf(value) : asciiOf(value);
      return pad(precision < 0 ? text : firstOf(text, precision), width, left);
    }
    case 'c':
      return pad(characterOf(value), width, left);
    default:
      // What nearly every %d is: saves the way through digits, signs and padding.
      if (conversion === 'd' && flags === '' && width < 0 && precision < 0 && Number.isSafeInteger(value)) {
        return String(value);
      }
      return number(conversion, flags, value, width, precision, left);
  }
}

function number(
  conversion: string,
  flags: string,
  value: unknown,
  width: number,
  precision: number,
  left: boolean,
): string {
  const alternate = flags.includes('#');
  let prefix = '';
  let body: string;
  let negative: boolean;
  if ('eEfFgG'.includes(conversion)) {
    const given = asNumber(value);
    if (given === undefined) throw new TypeError(`must be real number, not ${typeName(value)}`);
    const float = toFloat(given);
    checkSize(precision);
    negative = isNegative(float);
    body = floatText(float, conversion.toLowerCase() as FloatForm, precision < 0 ? 6 : precision, alternate);
  } else {
    const integer = integerFor(conversion, value);
    checkSize(precision);
    const base = conversion === 'o' ? 8 : 'xX'.includes(conversion) ? 16 : 10;
    body = digitsOf(integer, base).padStart(precision, '0');
    negative = integer <= -1;
    if (alternate && base !== 10) prefix = base === 8 ? '0o' : '0x';
  }
  if (conversion < 'a') {
    body = body.toUpperCase();
    prefix = prefix.toUpperCase();
  }
  const sign = negative ? '-' : flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '';
  const lead = sign + prefix;
  checkSize(width);
  if (flags.includes('0') && !left) return lead + body.padStart(width - lead.length, '0');
  return pad(lead + body, width, left);
}

function integerFor(conversion: string, value: unknown): number | bigint {
  const decimal = 'diu'.includes(conversion);
  const integer = decimal ? asNumber(value) : asInteger(value);
  if (integer !== undefined) {
    requireFinite(integer);
    return integer;
  }
  const wanted = decimal ? 'a real number' : 'an integer';
  throw new TypeError(`%${conversion} format: ${wanted} is required, not ${typeName(value)}`);
}

function characterOf(value: unknown): string {
  if (typeof value === 'string' && lengthOf(value) === 1) return value;
  const code = asInteger(value);
  if (code === undefined) throw new TypeError('%c requires int or char');
  if (code < 0 || code > MAX_UNICODE) throw new OverflowError('%c arg not in range(0x110000)');
  return String.fromCodePoint(Number(code));
}

function checkSize(size: number): void {
  if (size > MAX_FIELD) throw new OverflowError('field is too large');
}

function pad(text: string, width: number, left: boolean): string {
  const missing = width < 0 ? 0 : width - lengthOf(text);
  if (missing <= 0) return text;
  checkSize(width);
  return left ? text + ' '.repeat(missing) : ' '.repeat(missing) + text;
}
