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

/** {@link jsonText} of a string; one that needs no escapes costs one test. */
export function quoted(text: string): string {
  // With the u flag, a surrogate in a class is a lone one.
  return /["\\\0-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]/u.test(text) ? jsonText(text) : `"${text}"`;
}
