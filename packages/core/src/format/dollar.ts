import { ValueError } from '../errors.js';
import { lookUp } from './look-up.js';
import { lengthOf } from './python-text.js';
import { textOf } from './python-value.js';
import { cached } from './template-cache.js';

/** Text of the template, a name, or what is wrong from there on. */
export type DollarPart = string | { readonly name: string } | { readonly error: string };

const PLACEHOLDER = /\$(?:(\$)|([_a-z][_a-z0-9]*)|\{([_a-z][_a-z0-9]*)\}|)/gi;
/** Where Python ends a line. */
const LINE_END = /\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]/;

/** Takes a template apart. It never throws: a placeholder that is none comes back as an error, and ends it. */
export function parseDollar(template: string): DollarPart[] {
  const parts: DollarPart[] = [];
  let end = 0;
  for (const match of template.matchAll(PLACEHOLDER)) {
    const [all, escaped, named, braced] = match;
    const name = named ?? braced;
    const text = template.slice(end, match.index) + (escaped ?? '');
    if (text !== '') parts.push(text);
    end = match.index + all.length;
    if (name !== undefined) parts.push({ name });
    else if (escaped === undefined) return [...parts, { error: invalidAt(template.slice(0, end)) }];
  }
  if (end < template.length) parts.push(template.slice(end));
  return parts;
}

function invalidAt(before: string): string {
  const lines = before.split(LINE_END);
  return `Invalid placeholder in string: line ${lines.length}, col ${lengthOf(lines.at(-1)!)}`;
}

const parse: (template: string) => DollarPart[] = /* @__PURE__ */ cached(parseDollar);

/**
 * Python's `string.Template(template).substitute(fields)`.
 *
 * @throws KeyError for a name that `fields` does not have, ValueError for a `$` that is neither doubled nor
 * before a name.
 *
 * @example
 * ```ts
 * import { templateSubstitute } from '@loggia/core/format';
 * console.log(templateSubstitute('$who owes ${amount} $$', { who: 'ann', amount: 5 })); // ann owes 5 $
 * ```
 */
export function templateSubstitute(template: string, fields: object): string {
  return writeDollar(parse(template), (name) => lookUp(fields, name));
}

/** Puts the values in. @param clean - Makes the text of a value safe. */
function writeDollar(
  parts: readonly DollarPart[],
  read: (name: string) => unknown,
  clean: (text: string) => string = (text) => text,
): string {
  let text = '';
  for (const part of parts) {
    if (typeof part === 'string') text += part;
    else if ('error' in part) throw new ValueError(part.error);
    else text += clean(textOf(read(part.name)));
  }
  return text;
}
