/** A width or a precision that is not given. */
export const NONE = -1;
/** A width or a precision that is an argument, `*`. */
export const STAR = -2;

/** One conversion of a format, such as `%(name)-10s`. */
export interface PercentSpec {
  /** The mapping key; null if there is none, undefined if it does not end. */
  readonly key: string | null | undefined;
  readonly flags: string;
  /** Code points, {@link NONE} or {@link STAR}. */
  readonly width: number;
  readonly precision: number;
  /** The letter; empty if the format breaks off before it. */
  readonly conversion: string;
  /** What is wrong with it, in Python's words. It is thrown after the arguments named so far were taken. */
  readonly error: string | undefined;
}

/** A format in pieces: its own text, and conversions. Nothing follows a conversion with an error. */
export type PercentPart = string | PercentSpec;

const SPEC = /([-+ #0]*)(\*|\d*)(?:(\.)(\*|\d*))?[hlL]?([\s\S]?)/uy;
const CONVERSIONS = 'diouxXeEfFgGcrsa';
/** C's `int`, and its `ssize_t`, of which a double knows no more. */
const MAX_INT = 2 ** 31 - 1;
const MAX_SIZE = 2 ** 63;

/** Takes a format apart. It never throws: what is wrong stands in the last part. */
export function parsePercent(format: string): PercentPart[] {
  const parts: PercentPart[] = [];
  let text = '';
  let position = 0;
  for (;;) {
    const percent = format.indexOf('%', position);
    text += format.slice(position, percent < 0 ? undefined : percent);
    if (percent < 0) break;
    position = percent + 1;
    if (format[position] === '%') {
      text += '%';
      position++;
      continue;
    }
    if (text !== '') parts.push(text);
    text = '';
    let key: string | null = null;
    if (format[position] === '(') {
      const end = closing(format, position);
      if (end < 0) {
        parts.push({ ...EMPTY, key: undefined, error: 'incomplete format key' });
        return parts;
      }
      key = format.slice(position + 1, end);
      position = end + 1;
    }
    SPEC.lastIndex = position;
    const match = SPEC.exec(format)!;
    position = SPEC.lastIndex;
    const spec = specOf(key, match, format, position);
    parts.push(spec);
    if (spec.error !== undefined) return parts;
  }
  if (text !== '') parts.push(text);
  return parts;
}

const EMPTY: PercentSpec = {
  key: null,
  flags: '',
  width: NONE,
  precision: NONE,
  conversion: '',
  error: undefined,
};

// The parenthesis that closes the one at `start`; keys may hold pairs of them.
function closing(format: string, start: number): number {
  let depth = 0;
  for (let i = start; i < format.length; i++) {
    if (format[i] === '(') depth++;
    else if (format[i] === ')' && --depth === 0) return i;
  }
  return -1;
}

function specOf(key: string | null, match: RegExpExecArray, format: string, end: number): PercentSpec {
  const [, flags = '', widthText = '', point, precisionText = '', conversion = ''] = match;
  const width = sizeOf(widthText, NONE);
  if (width >= MAX_SIZE) return { ...EMPTY, key, error: 'width too big' };
  const precision = point === undefined ? NONE : sizeOf(precisionText, 0);
  if (precision > MAX_INT) return { ...EMPTY, key, width, error: 'precision too big' };
  let error: string | undefined;
  if (conversion === '') error = 'incomplete format';
  else if (!CONVERSIONS.includes(conversion)) {
    const code = conversion.codePointAt(0)!;
    const shown = code >= 31 && code < 127 ? conversion : '?';
    const index = [...format.slice(0, end - conversion.length)].length;
    error = `unsupported format character '${shown}' (0x${code.toString(16)}) at index ${index}`;
  }
  return { key, flags, width, precision, conversion, error };
}

function sizeOf(text: string, absent: number): number {
  return text === '*' ? STAR : text === '' ? absent : Number(text);
}
