/** Up to this length, to look at each character is faster than a regular expression, which costs 30 to 100 ns to begin with. */
const SHORT = 100;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;

let known = '';

/** Whether a text is short, and of printable ASCII without quotes and backslashes: it stands in any line as it is. */
export function isPrintable(text: string): boolean {
  if (text === known) return true;
  if (text.length > SHORT) return false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x20 || code > 0x7e || code === QUOTE || code === BACKSLASH) return false;
  }
  return true;
}

/**
 * Remembers a text that was put together of printable ones until the next such text: to look at its characters would make
 * the engine join the parts first, which together is a fifth of what a line costs.
 */
export function notePrintable(text: string): void {
  known = text;
}
