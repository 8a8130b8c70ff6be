import { UnpicklingError } from './unpickling-error.js';

const SURROGATE = /\p{Surrogate}/u;
const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  b: '\b',
  f: '\f',
  v: '\v',
  a: '\x07',
  '\\': '\\',
  "'": "'",
  '"': '"',
  '\n': '',
};

/** UTF-8 as Python's pickles have it: a half of a surrogate pair is written as if it were a character. */
export function encodeText(text: string): Buffer {
  if (!SURROGATE.test(text)) return Buffer.from(text);
  const parts = text.split(/(\p{Surrogate})/u).map((part) => {
    if (!SURROGATE.test(part)) return Buffer.from(part);
    const code = part.charCodeAt(0);
    return Buffer.from([0xe0 | (code >> 12), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f)]);
  });
  return Buffer.concat(parts);
}

/** The inverse of {@link encodeText}. */
export function decodeText(bytes: Buffer): string {
  try {
    return strictText(bytes);
  } catch {
    return decodeWithSurrogates(bytes);
  }
}

function strictText(bytes: Buffer): string {
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
}

function decodeWithSurrogates(bytes: Buffer): string {
  let text = '';
  let from = 0;
  try {
    // 0xED begins U+D000 to U+DFFF; from 0xA0 on, the second byte says that it is a surrogate.
    for (let at = bytes.indexOf(0xed); at >= 0; at = bytes.indexOf(0xed, at + 1)) {
      const [second = 0, third = 0] = bytes.subarray(at + 1, at + 3);
      if (second < 0xa0 || second > 0xbf || third < 0x80 || third > 0xbf) continue;
      text += strictText(bytes.subarray(from, at));
      text += String.fromCharCode(0xd000 | ((second & 0x3f) << 6) | (third & 0x3f));
      from = at + 3;
    }
    return text + strictText(bytes.subarray(from));
  } catch {
    throw new UnpicklingError('a text is not UTF-8');
  }
}

/** A byte string of Python 2, which only ASCII can be read from without guessing. */
export function decodeASCII(bytes: Buffer): string {
  if (bytes.some((byte) => byte > 0x7f)) throw new UnpicklingError('a byte string is not ASCII');
  return bytes.toString('latin1');
}

/** The argument of `UNICODE`: Latin-1 with `\uXXXX` and `\UXXXXXXXX`. */
export function decodeRawUnicodeEscape(line: Buffer): string {
  const text = line.toString('latin1');
  return text.replace(/\\(u[\da-fA-F]{4}|U[\da-fA-F]{8}|.|$)/gs, (all: string, code: string) => {
    if (!/^[uU]/.test(code)) return all;
    const point = Number.parseInt(code.slice(1), 16);
    if (!(point <= 0x10ffff)) throw new UnpicklingError('a text has a bad \\u escape');
    return String.fromCodePoint(point);
  });
}

/** The argument of `STRING`: in quotes, with the escapes of Python's byte strings. */
export function decodeQuoted(line: Buffer): string {
  const text = line.toString('latin1');
  const quote = text[0];
  if (text.length < 2 || (quote !== "'" && quote !== '"') || !text.endsWith(quote)) {
    throw new UnpicklingError('a string is not in quotes');
  }
  const plain = text.slice(1, -1).replace(/\\(?:([0-7]{1,3})|x([\da-fA-F]{2})|(.)|$)/gs, unescapeByte);
  return decodeASCII(Buffer.from(plain, 'latin1'));
}

function unescapeByte(all: string, octal?: string, hex?: string, other?: string): string {
  if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8) & 0xff);
  if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
  if (other === undefined || other === 'x') throw new UnpicklingError('a string has a bad escape');
  return Object.hasOwn(ESCAPES, other) ? (ESCAPES[other] as string) : all;
}
