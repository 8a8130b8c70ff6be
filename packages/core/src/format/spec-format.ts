import { OverflowError, ValueError } from '../errors.js';
import { digitsOf, type FloatForm, floatText, isInteger, isNegative, toFloat } from './number-text.js';
import { firstOf, lengthOf } from './python-text.js';
import { asNumber, textOf, typeName } from './python-value.js';
import { type FormatSpec, shownType } from './spec.js';

const MAX_UNICODE = 0x10ffff;
/** Wider fields are mistakes, and would exhaust memory. */
const MAX_FIELD = 2 ** 24;
/** C's `int`. */
const MAX_INT = 2 ** 31 - 1;
const FORMS: Readonly<Record<string, FloatForm>> = {
  e: 'e',
  E: 'e',
  f: 'f',
  F: 'f',
  g: 'g',
  G: 'g',
  n: 'g',
  '%': 'f',
};
const BASES: Readonly<Record<string, number>> = { b: 2, o: 8, d: 10, n: 10, x: 16, X: 16 };

/**
 * A value as Python's `format(value, spec)` writes it, where `text` is the specification as it stood.
 *
 * @throws What Python raises for a value that does not fit, under the same name.
 */
export function formatValue(value: unknown, text: string, spec: FormatSpec): string {
  if (text === '') return textOf(value);
  const number = asNumber(value);
  if (number === undefined && typeof value !== 'string') {
    throw new TypeError(`unsupported format string passed to ${typeName(value)}.__format__`);
  }
  if (spec.error !== undefined) throw new ValueError(spec.error(typeName(value)));
  const whole =
    number !== undefined &&
    (isInteger(number) || (Number.isInteger(number) && 'bcdoxX'.includes(spec.type || '-')));
  checkGrouping(spec, spec.type || (number === undefined ? 's' : 'd'));
  if (number === undefined) return formatString(value as string, spec);
  if (whole && 'bcdnoxX'.includes(spec.type)) return formatInteger(number, spec);
  if (spec.type === '' || spec.type in FORMS) return formatFloat(toFloat(number), spec);
  throw unknownType(spec, value);
}

function unknownType(spec: FormatSpec, value: unknown): ValueError {
  return new ValueError(
    `Unknown format code '${shownType(spec.type)}' for object of type '${typeName(value)}'`,
  );
}

function checkGrouping({ grouping }: FormatSpec, type: string): void {
  if (grouping === '' || 'defgEG%F'.includes(type) || (grouping === '_' && 'boxX'.includes(type))) return;
  throw new ValueError(`Cannot specify '${grouping}' with '${shownType(type)}'.`);
}

function formatString(text: string, spec: FormatSpec): string {
  if (spec.type !== '' && spec.type !== 's') throw unknownType(spec, text);
  const refuse = (what: string): void => {
    throw new ValueError(`${what} not allowed in string format specifier`);
  };
  if (spec.sign !== '') refuse(spec.sign === ' ' ? 'Space' : 'Sign');
  if (spec.noNegativeZero) refuse('Negative zero coercion (z)');
  if (spec.alternate) refuse('Alternate form (#)');
  if (spec.align === '=') refuse("'=' alignment");
  const shown = spec.precision < 0 ? text : firstOf(text, spec.precision);
  return pad('', shown, spec, '<');
}

function formatInteger(value: number | bigint, spec: FormatSpec): string {
  const { type } = spec;
  if (spec.precision >= 0) throw new ValueError('Precision not allowed in integer format specifier');
  if (spec.noNegativeZero) {
    throw new ValueError('Negative zero coercion (z) not allowed in integer format specifier');
  }
  if (type === 'c') return pad('', characterOf(value, spec), spec, '>');
  const base = BASES[type || 'd']!;
  let digits = digitsOf(value, base);
  const prefix = spec.alternate && base !== 10 ? `0${type}` : '';
  if (type === 'X') digits = digits.toUpperCase();
  return formatNumber(value < 0, prefix, digits, '', spec, base === 10 ? 3 : 4);
}

function characterOf(code: number | bigint, spec: FormatSpec): string {
  if (spec.sign !== '') throw new ValueError("Sign not allowed with integer format specifier 'c'");
  if (spec.alternate)
    throw new ValueError("Alternate form (#) not allowed with integer format specifier 'c'");
  if (code >= 2 ** 63 || code < -(2 ** 63))
    throw new OverflowError('Python int too large to convert to C long');
  if (code < 0 || code > MAX_UNICODE) throw new OverflowError('%c arg not in range(0x110000)');
  return String.fromCodePoint(Number(code));
}

function formatFloat(given: number, spec: FormatSpec): string {
  const { type, alternate } = spec;
  if (spec.precision > MAX_INT) throw new ValueError('precision too big');
  checkSize(spec.precision);
  const percent = type === '%';
  const value = percent ? given * 100 : given;
  const free = type === '';
  const form = FORMS[type] ?? (spec.precision < 0 ? 'r' : 'g');
  let text = floatText(value, form, spec.precision < 0 ? 6 : spec.precision, alternate, free);
  if ('EFG'.includes(type || '-')) text = text.toUpperCase();
  const negative = isNegative(value) && !(spec.noNegativeZero && /^[0.]*(e|$)/i.test(text));
  const digits = /^\d*/.exec(text)![0];
  return formatNumber(negative, '', digits, text.slice(digits.length) + (percent ? '%' : ''), spec, 3);
}

/** Puts a number together: sign, prefix, digits that may be grouped, and what comes after them. */
function formatNumber(
  negative: boolean,
  prefix: string,
  digits: string,
  rest: string,
  spec: FormatSpec,
  size: number,
): string {
  const { grouping, sign } = spec;
  const lead = (negative ? '-' : sign === '-' ? '' : sign) + prefix;
  let grouped = digits;
  if (grouping !== '' && digits !== '') {
    if (spec.fill === '0' && (spec.align === '=' || spec.align === '0')) {
      checkSize(spec.width);
      // The zeros that fill the width are grouped too, and no separator comes first.
      const width = spec.width - lead.length - rest.length;
      grouped = digits.padStart(width - Math.floor((width - 1) / (size + 1)), '0');
    }
    const groups: string[] = [];
    for (let end = grouped.length; end > 0; end -= size)
      groups.push(grouped.slice(Math.max(end - size, 0), end));
    grouped = groups.reverse().join(grouping);
  }
  return pad(lead, grouped + rest, spec, '>');
}

function checkSize(size: number): void {
  if (size > MAX_FIELD) throw new OverflowError('field is too large');
}

function pad(lead: string, body: string, spec: FormatSpec, usual: '<' | '>'): string {
  const missing = spec.width < 0 ? 0 : spec.width - lead.length - lengthOf(body);
  if (missing <= 0) return lead + body;
  checkSize(spec.width);
  const fill = (count: number): string => (spec.fill || ' ').repeat(count);
  switch (spec.align === '0' ? (usual === '>' ? '=' : '<') : spec.align || usual) {
    case '<':
      return lead + body + fill(missing);
    case '=':
      return lead + fill(missing) + body;
    case '^':
      return fill(Math.floor(missing / 2)) + lead + body + fill(Math.ceil(missing / 2));
    default:
      return fill(missing) + lead + body;
  }
}
