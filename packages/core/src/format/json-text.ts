import { isPrintable } from './printable.js';

/**
 * JSON text that is safe in a line: beside what JSON requires, it escapes the C1 controls and DEL, which terminals
 * obey, and U+2028 and U+2029, at which some readers break lines.
 *
 * @param value - Plain JSON data.
 */
export function jsonText(value: unknown): string {
  return JSON.stringify(value).replace(/[\x7f-\x9f\u2028\u2029]/g, unicodeEscape);
}

/** A character as JSON may have it, too. */
export function unicodeEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

// All surrogates: to tell the lone ones needs the `u` flag, which is slow.
const SPECIAL = /["\\\0-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]/;

/** {@link jsonText} of a string; one that needs no escapes costs one look at its characters. */
export function quoted(text: string): string {
  return isPrintable(text) || !SPECIAL.test(text) ? `"${text}"` : jsonText(text);
}
