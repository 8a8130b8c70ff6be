import { quote } from '../format/python-text.js';

/** A string literal that was read, and where the text goes on. */
export interface ReadText {
  readonly value: string | Uint8Array;
  readonly end: number;
}

const OPENING = /([a-zA-Z]{0,2})('''|"""|'|")/y;
const PREFIXES = /^(?:r|u|b|br|rb|)$/i;

const SHORT: Readonly<Record<string, string>> = {
  '\n': '',
  '\\': '\\',
  "'": "'",
  '"': '"',
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

/** How many hexadecimal digits follow `\x`, `\u` and `\U`. */
const HEX_DIGITS: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

/** Whether a string literal begins there, whatever its prefix. */
export function isTextAt(text: string, at: number): boolean {
  OPENING.lastIndex = at;
  return OPENING.test(text);
}

/**
 * Reads the string or bytes literal that begins at `at`.
 *
 * @param fail - Says what is wrong, and where.
 */
export function readText(text: string, at: number, fail: (message: string, at: number) => never): ReadText {
  OPENING.lastIndex = at;
  const [opening, prefix = '', mark = ''] = OPENING.exec(text)!;
  if (!PREFIXES.test(prefix)) {
    fail(/f|t/i.test(prefix) ? 'a formatted string, which is code' : `the prefix ${quote(prefix)}`, at);
  }
  const isRaw = /r/i.test(prefix);
  const isBytes = /b/i.test(prefix);
  let value = '';
  let position = at + opening.length;
  while (!text.startsWith(mark, position)) {
    const character = text[position];
    if (character === undefined || (character === '\n' && mark.length === 1)) {
      return fail('a string that does not end', at);
    }
    if (isBytes && character > '\x7f') fail('bytes with a character outside of ASCII', position);
    if (character !== '\\') {
      value += character;
      position++;
    } else if (isRaw) {
      // A quote after a backslash does not end a raw string, and the backslash stays.
      value += text.slice(position, position + 2);
      position += 2;
    } else {
      const [one, end] = readEscape(text, position, isBytes, fail);
      value += one;
      position = end;
    }
  }
  return {
    value: isBytes ? Uint8Array.from(value, (one) => one.charCodeAt(0)) : value,
    end: position + mark.length,
  };
}

/** What the escape at `at` stands for, and where the text goes on. */
function readEscape(
  text: string,
  at: number,
  isBytes: boolean,
  fail: (message: string, at: number) => never,
): [string, number] {
  const letter = text[at + 1] ?? '';
  const short = SHORT[letter];
  if (short !== undefined) return [short, at + 2];
  const octal = /^[0-7]{1,3}/.exec(text.slice(at + 1, at + 4));
  if (octal !== null) {
    const code = Number.parseInt(octal[0], 8);
    return [String.fromCharCode(isBytes ? code & 0xff : code), at + 1 + octal[0].length];
  }
  const count = isBytes && letter !== 'x' ? undefined : HEX_DIGITS[letter];
  if (count !== undefined) {
    const digits = text.slice(at + 2, at + 2 + count);
    const code = Number.parseInt(digits, 16);
    if (digits.length < count || !/^[0-9a-f]+$/i.test(digits) || code > 0x10ffff) {
      fail(`the escape ${quote(`\\${letter}${digits}`)}, which is cut short or no character`, at);
    }
    return [String.fromCodePoint(code), at + 2 + count];
  }
  if (letter === 'N' && !isBytes) fail("a character by its name, '\\N': write it as it is, or as '\\u…'", at);
  // As in Python, what is no escape stays as it is written.
  return ['\\', at + 1];
}
