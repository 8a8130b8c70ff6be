// Hot path: bench case "format".
import { ValueError } from '../errors.js';
import { Arguments } from './percent.js';
import { convertValue } from './percent-convert.js';
import { NONE, type PercentPart, type PercentSpec, parsePercent } from './percent-parse.js';
import { textOf } from './python-value.js';
import type { Cleaner } from './sanitize.js';
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

/** A field, and the format's own text after it. */
interface Field {
  readonly read: FieldReader;
  /** Undefined for a bare `%(name)s`, which needs no conversion. */
  readonly spec: PercentSpec | undefined;
  readonly clean: Cleaner;
  after: string;
}

// One loop without a function for each field: what calls it makes as many as there are records.
function compileSimple(parts: readonly PercentPart[], context: StyleContext): Write {
  let before = '';
  const fields: Field[] = [];
  for (const part of parts) {
    const last = fields.at(-1);
    if (typeof part !== 'string') {
      const isBare = part.conversion === 's' && part.width === NONE && part.precision === NONE;
      fields.push({
        read: context.field(part.key as string),
        spec: isBare ? undefined : part,
        clean: context.cleaner(),
        after: '',
      });
    } else if (last === undefined) before += part;
    else last.after += part;
  }
  return (record) => {
    let text = before;
    for (const { read, spec, clean, after } of fields) {
      const value = read(record);
      const shown =
        spec !== undefined ? converted(spec, value) : typeof value === 'string' ? value : textOf(value);
      text += clean(shown) + after;
    }
    return text;
  };
}

function converted(spec: PercentSpec, value: unknown): string {
  return convertValue(spec, value, spec.width, spec.precision, spec.flags.includes('-'));
}

// As Python does it, with the record for the dict: a format without names prints the record itself.
function compileAny(parts: readonly PercentPart[], context: StyleContext): Write {
  const readers = new Map<string, FieldReader>();
  for (const part of parts) {
    if (typeof part !== 'string' && typeof part.key === 'string')
      readers.set(part.key, context.field(part.key));
  }
  const clean = context.cleaner();
  return (record) => {
    const values = new Arguments(record, (key) => readers.get(key)!(record));
    let text = '';
    for (const part of parts) text += typeof part === 'string' ? part : clean(values.convert(part));
    return text;
  };
}
