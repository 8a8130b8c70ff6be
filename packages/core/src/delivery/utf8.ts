/** The number of bytes of `text` in UTF-8, where each lone surrogate counts three, as its replacement does. */
export function utf8Length(text: string): number {
  let bytes = text.length;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x80) continue;
    bytes += code < 0x800 || isHalf(text, i) ? 1 : 2;
  }
  return bytes;
}

/**
 * The longest beginning of `text` that takes at most `bytes` in a JSON string in UTF-8, quotes not counted.
 * It never ends within a surrogate pair.
 */
export function clipToJSONBytes(text: string, bytes: number): string {
  let left = bytes;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    const pair = isHalf(text, i);
    left -= jsonBytes(code, pair);
    if (left < 0) return text.slice(0, pair && code >= 0xdc00 ? i - 1 : i);
  }
  return text;
}

/** What one UTF-16 unit takes. Two halves of a pair take two bytes each; a lone one is written as an escape. */
function jsonBytes(code: number, isPaired: boolean): number {
  if (code === 0x22 || code === 0x5c || (code >= 8 && code <= 13 && code !== 11)) return 2;
  if (code < 0x20 || (code >= 0xd800 && code <= 0xdfff && !isPaired)) return 6;
  if (code < 0x80) return 1;
  return code < 0x800 || isPaired ? 2 : 3;
}

function isHalf(text: string, index: number): boolean {
  const code = text.charCodeAt(index);
  if (code < 0xd800 || code > 0xdfff) return false;
  const other = text.charCodeAt(code < 0xdc00 ? index + 1 : index - 1);
  return code < 0xdc00 ? other >= 0xdc00 && other <= 0xdfff : other >= 0xd800 && other <= 0xdbff;
}
