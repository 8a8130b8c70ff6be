import { ValueError } from '../errors.js';
import { type DollarPart, parseDollar } from './dollar.js';
import { textOf } from './python-value.js';
import type { Style, StyleContext } from './style.js';

type Write = ReturnType<Style['compile']>;

/** Formats like `${levelname}:$message`. */
export const dollarStyle: Style = {
  defaultFormat: '${message}',

  validate(format) {
    const parts = parseDollar(format);
    // What comes after a bare `$` does not matter: Python stops there too.
    if (parts.some((part) => typeof part === 'object' && 'error' in part)) {
      throw new ValueError("invalid format: bare '$' not allowed");
    }
    if (parts.every((part) => typeof part === 'string')) throw new ValueError('invalid format: no fields');
  },

  usesTime(format) {
    return format.includes('$asctime') || format.includes('${asctime}');
  },

  compile(format, context) {
    const writers = parseDollar(format).map((part) =>
      typeof part === 'string' ? part : writerOf(part, context),
    );
    return (record) => {
      let text = '';
      for (const write of writers) text += typeof write === 'string' ? write : write(record);
      return text;
    };
  },
};

function writerOf(part: Exclude<DollarPart, string>, context: StyleContext): Write {
  if ('error' in part) {
    return () => {
      throw new ValueError(part.error);
    };
  }
  const read = context.field(part.name);
  const clean = context.cleaner();
  return (record) => clean(textOf(read(record)));
}
