// Hot path: bench case "format".
import { ValueError } from '../errors.js';
import { Arguments } from './percent.js';
import { convertValue } from './percent-convert.js';
import { NONE, type PercentPart, type PercentSpec, parsePercent } from './percent-parse.js';
import { textOf } from './python-value.js';
import type { FieldReader, Style, StyleContext } from './style.js';

type Write = ReturnType<Style['compile']>;

const FIELD = /%\([\p{L}\p{N}_]+\)[#0+ -]*(\*|\d+)?(\.(\*|\d+))?[diouxefgcrsa%]/iu;

/** Formats like `%(levelname)s:%(message)s`. */
export const percentStyle: Style = {
  defaultFormat: '%(message)s',

  validate(format) {
    if (!FIELD.test(format)) throw new ValueError(`Invalid format '${format}' for '%' style`);
  },

  usesTime(format) {
    return format.includes('%(asctime)');
  },

  compile(format, context) {
    const parts = parsePercent(format);
    return parts.every(isSimple) ? compileSimple(parts, context) : compileAny(parts, context);
  },
};

// A conversion that takes one field and nothing else, so that it needs to know nothing of the ones before it.
function isSimple(part: PercentPart): boolean {
  return (
    typeof part === 'string' ||
    (typeof part.key === 'string' && part.width >= NONE && part.precision >= NONE && part.error === undefined)
  );
}

function compileSimple(parts: readonly PercentPart[], context: StyleContext): Write {
  const writers = parts.map((part) => (typeof part === 'string' ? part : writerOf(part, context)));
  return (record) => {
    let text = '';
    for (const write of writers) text += typeof write === 'string' ? write : write(record);
    return text;
  };
}

function writerOf(spec: PercentSpec, context: StyleContext): Write {
  const { width, precision } = spec;
  const read = context.field(spec.key as string);
  if (spec.conversion === 's' && width === NONE && precision === NONE) {
    return (record) => {
      const value = read(record);
      return context.clean(typeof value === 'string' ? value : textOf(value));
    };
  }
  const left = spec.flags.includes('-');
  return (record) => context.clean(convertValue(spec, read(record), width, precision, left));
}

// As Python does it, with the record for the dict: a format without names prints the record itself.
function compileAny(parts: readonly PercentPart[], context: StyleContext): Write {
  const readers = new Map<string, FieldReader>();
  for (const part of parts) {
    if (typeof part !== 'string' && typeof part.key === 'string')
      readers.set(part.key, context.field(part.key));
  }
  return (record) => {
    const values = new Arguments(record, (key) => readers.get(key)!(record));
    let text = '';
    for (const part of parts) text += typeof part === 'string' ? part : context.clean(values.convert(part));
    return text;
  };
}
