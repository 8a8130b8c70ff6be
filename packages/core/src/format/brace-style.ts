import { ValueError } from '../errors.js';
import { compileBrace } from './brace.js';
import { type BraceField, parseBrace } from './brace-parse.js';
import { quote } from './python-text.js';
import type { Style } from './style.js';

const NAME = /^[\p{L}\p{N}_]+(\.[\p{L}\p{N}_]+|\[[^\]]+\])*\n?$/u;
const SPEC =
  /^(.?[<>=^])?[+ -]?#?0?(\p{Nd}+|\{[\p{L}\p{N}_]+\})?[,_]?(\.(\p{Nd}+|\{[\p{L}\p{N}_]+\}))?[bcdefgnosx%]?\n?$/iu;

/** Formats like `{levelname}:{message}`. */
export const braceStyle: Style = {
  defaultFormat: '{message}',

  validate(format) {
    const { parts, error } = parseBrace(format);
    const fields = parts.filter((part) => typeof part !== 'string');
    const wrong = fields.map(mistake).find(Boolean) ?? error;
    if (wrong !== undefined) throw new ValueError(`invalid format: ${wrong}`);
    if (fields.every((field) => field.name === '')) throw new ValueError('invalid format: no fields');
  },

  usesTime(format) {
    return format.includes('{asctime');
  },

  compile(format, context) {
    const parts = compileBrace(format, { args: () => [], field: context.field }).map((part) =>
      typeof part === 'string' ? part : { write: part, clean: context.cleaner() },
    );
    return (record) => {
      let text = '';
      for (const part of parts) text += typeof part === 'string' ? part : part.clean(part.write(record));
      return text;
    };
  },
};

function mistake({ name, conversion, spec }: BraceField): string | undefined {
  if (name !== '' && !NAME.test(name)) return `invalid field name/expression: ${quote(name)}`;
  if (!'rsa'.includes(conversion)) return `invalid conversion: ${quote(conversion)}`;
  return SPEC.test(spec) ? undefined : `bad specifier: ${quote(spec)}`;
}
