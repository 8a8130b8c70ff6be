/** What stands after the colon of a replacement field: how a value is written. */
export interface FormatSpec {
  /** What fills the width; empty if that is for the type of the value to say. */
  readonly fill: string;
  /** `<`, `>`, `=` or `^`; empty if that is for the type of the value to say. */
  readonly align: string;
  /** `+`, `-`, space, or empty. */
  readonly sign: string;
  /** Whether a negative number that is rounded to zero loses its sign. */
  readonly noNegativeZero: boolean;
  readonly alternate: boolean;
  /** Code points; -1 if not given. */
  readonly width: number;
  /** `,`, `_`, or empty: what stands between groups of digits. */
  readonly grouping: string;
  /** -1 if not given. */
  readonly precision: number;
  /** One letter, or empty. */
  readonly type: string;
  /** What is wrong with it, in Python's words; undefined if it is good for some type of value. */
  readonly error: ((typeName: string) => string) | undefined;
}

const SPEC = /^(?:([\s\S])([<>=^])|([<>=^]))?([-+ ]?)(z?)(#?)(0?)(\d*)(,_|_,|[,_]?)(?:\.(\d*))?([\s\S]*)$/u;
/** Python counts in `ssize_t`. */
const MAX_SIZE = 2 ** 63;

/** Reads a specification. It never throws: a value may never come to be written with it. */
export function parseSpec(text: string): FormatSpec {
  const match = SPEC.exec(text)!;
  const [, filler = '', aligned = '', align = aligned, sign = '', z, hash, zero = '', width = ''] = match;
  const [grouping = '', precision, type = ''] = match.slice(9);
  return {
    fill: filler || zero,
    // A zero before the width pads numbers after their sign, unless an alignment or a fill was given.
    align: align || (zero !== '' ? '0' : ''),
    sign,
    noNegativeZero: z !== '',
    alternate: hash !== '',
    width: width === '' ? -1 : Number(width),
    grouping,
    precision: precision === undefined ? -1 : Number(precision),
    type,
    error: errorOf(text, width, grouping, precision, type),
  };
}

function errorOf(
  text: string,
  width: string,
  grouping: string,
  precision: string | undefined,
  type: string,
): FormatSpec['error'] {
  if (Number(width) >= MAX_SIZE) return () => 'Too many decimal digits in format string';
  if (grouping.length > 1) return () => "Cannot specify both ',' and '_'.";
  if (precision === '') return () => 'Format specifier missing precision';
  if (Number(precision) >= MAX_SIZE) return () => 'Too many decimal digits in format string';
  if ([...type].length <= 1) return undefined;
  return (typeName) => `Invalid format specifier '${text}' for object of type '${typeName}'`;
}

/** A type letter as errors show it. */
export function shownType(type: string): string {
  const code = type.codePointAt(0)!;
  return code > 32 && code < 128 ? type : `\\x${code.toString(16)}`;
}
