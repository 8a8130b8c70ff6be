// Characters that Python's repr escapes: controls, formats, surrogates, private, unassigned, separators but space.
const UNPRINTABLE = /[\\\p{C}\p{Z}]/gu;
const NOT_ASCII = /[^\0-\x7f]/gu;
const SHORT: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  ' ': ' ',
};

/** A string in quotes with everything escaped that does not print, as Python's `repr` writes it. */
export function quote(text: string): string {
  const mark = text.includes("'") && !text.includes('"') ? '"' : "'";
  const body = /^[ !#-&(-[\]-~]*$/.test(text)
    ? text
    : text.replace(UNPRINTABLE, (one) => SHORT[one] ?? hexEscape(one));
  return mark + (mark === "'" ? body.replaceAll("'", "\\'") : body) + mark;
}

/** The text with its control characters escaped, for places without quotes. */
export function escapeControls(text: string): string {
  return text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, (one) => SHORT[one] ?? hexEscape(one));
}

/** The text with every character outside of ASCII escaped. */
export function toASCII(text: string): string {
  return text.replace(NOT_ASCII, hexEscape);
}

function hexEscape(character: string): string {
  const hex = character.codePointAt(0)!.toString(16);
  if (hex.length <= 2) return `\\x${hex.padStart(2, '0')}`;
  return hex.length <= 4 ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
}

const SURROGATE = /[\ud800-\udfff]/;

/** The number of code points, which is what Python calls the length of a string. */
export function lengthOf(text: string): number {
  if (!SURROGATE.test(text)) return text.length;
  let count = 0;
  for (const _ of text) count++;
  return count;
}

/** The first `count` code points. */
export function firstOf(text: string, count: number): string {
  if (text.length <= count) return text;
  return SURROGATE.test(text) ? [...text].slice(0, count).join('') : text.slice(0, count);
}
