/**
 * JSON text that is safe in a line: beside what JSON requires, it escapes the C1 controls and DEL, which terminals
 * obey, and U+2028 and U+2029, at which some readers break lines.
 *
 * @param value - Plain JSON data.
 */
export function jsonText(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\x7f-\x9f\u2028\u2029]/g,
    (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Up to this length, to look at each character is faster than a regular expression, which costs 100 ns to begin with. */
const SHORT = 80;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;

// All surrogates: to tell the lone ones needs the `u` flag, which is slow.
const SPECIAL = /["\\\0-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]/;

/** {@link jsonText} of a string; one that needs no escapes costs one look at its characters. */
export function quoted(text: string): string {
  return isPlain(text) || !SPECIAL.test(text) ? `"${text}"` : jsonText(text);
}

function isPlain(text: string): boolean {
  if (text.length > SHORT) return false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x20 || code > 0x7e || code === QUOTE || code === BACKSLASH) return false;
  }
  return true;
}
