import { isPrintable } from './printable.js';

/**
 * What becomes of characters that a terminal or a reader of lines would obey:
 *
 * - `'control'`: control characters other than newline and tab are written visibly, as `\x1b`, so that text
 *   from outside can neither colour, erase nor forge what a terminal shows;
 * - `'lines'`: line ends too, so that every record is one line;
 * - `'off'`: nothing, as in Python.
 */
export type Sanitize = 'control' | 'lines' | 'off';

/** Makes text safe to print. */
export type Cleaner = (text: string) => string;

// U+0085 is a line end and a C1 control: both expressions have it. ANSI sequences begin with ESC or U+009B.
const CONTROL = /[\0-\x08\x0b-\x1f\x7f-\x9f]/;
const LINES = /[\0-\x08\n-\x1f\x7f-\x9f\u2028\u2029]/;

/** What `'control'` does. One look at the characters is all it costs when there is nothing to do. */
export const cleanControl: Cleaner = (text) =>
  !isPrintable(text) && CONTROL.test(text) ? text.replace(/[\0-\x08\x0b-\x1f\x7f-\x9f]/g, escapeOf) : text;

/** A field that differed so many times in a row differs always, such as the message. */
const MAX_MISSES = 16;

/**
 * A cleaner for one field, which remembers what was clean last: names, levels and times come many in a row, and to look
 * at all their characters each time took a third of what a line costs. It gives up where it doesn't help: to compare two
 * texts of the same length costs more than to look at one.
 */
export function remembering(clean: Cleaner): Cleaner {
  let known: string | undefined;
  let misses = 0;
  return (text) => {
    if (text === known) {
      misses = 0;
      return text;
    }
    const cleaned = clean(text);
    if (misses < MAX_MISSES) {
      misses++;
      known = cleaned === text && misses < MAX_MISSES ? text : undefined;
    }
    return cleaned;
  };
}

/** What each of them does. */
export const CLEANERS: Readonly<Record<Sanitize, Cleaner>> = {
  control: cleanControl,
  lines: (text) =>
    !isPrintable(text) && LINES.test(text)
      ? text.replace(/[\0-\x08\n-\x1f\x7f-\x9f\u2028\u2029]/g, escapeOf)
      : text,
  off: (text) => text,
};

/**
 * Writes the characters visibly that a terminal or a reader of lines would obey, as a `Formatter` does.
 *
 * @param how - Default `'control'`.
 * @example
 * ```ts
 * import { sanitizeText } from '@loggia/core/format';
 * sanitizeText('a\x1b[2Jb\nc'); // 'a\\x1b[2Jb\nc'
 * sanitizeText('b\nc', 'lines'); // 'b\\nc'
 * ```
 */
export function sanitizeText(text: string, how: Sanitize = 'control'): string {
  return CLEANERS[how](text);
}

function escapeOf(character: string): string {
  if (character === '\n') return '\\n';
  const code = character.charCodeAt(0).toString(16);
  return code.length > 2 ? `\\u${code}` : `\\x${code.padStart(2, '0')}`;
}
