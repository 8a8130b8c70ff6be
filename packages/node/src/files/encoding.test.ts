import { describe, expect, it } from 'vitest';
import { type EncodingErrors, fileEncoding } from './encoding.js';

const bytes = (text: string, encoding = 'utf-8', errors: EncodingErrors = 'strict'): string => {
  const { fit, nodeName } = fileEncoding(encoding, errors);
  return Buffer.from(fit(text), nodeName).toString('latin1');
};

describe('encodings', () => {
  it('are known by the names that Python has for them', () => {
    for (const name of ['utf8', 'UTF-8', 'utf_8', 'U8']) expect(bytes('é', name)).toBe('\xc3\xa9');
    for (const name of ['latin-1', 'latin1', 'iso-8859-1', 'ISO8859-1', 'L1'])
      expect(bytes('é', name)).toBe('\xe9');
    for (const name of ['utf-16-le', 'UTF-16LE', 'utf_16_le']) expect(bytes('é', name)).toBe('\xe9\0');
    for (const name of ['ascii', 'US-ASCII']) expect(bytes('e', name)).toBe('e');
  });

  it('that are unknown are refused with the names of those that are', () => {
    expect(() => fileEncoding('klingon', 'strict')).toThrow(
      expect.objectContaining({
        name: 'ConfigError',
        path: 'encoding',
        message: expect.stringContaining('utf-8'),
      }),
    );
    expect(() => fileEncoding('utf-8', 'hope')).toThrow(
      expect.objectContaining({
        name: 'ConfigError',
        path: 'errors',
        message: expect.stringContaining("unknown error handler name 'hope'"),
      }),
    );
  });

  it('leave well-formed text alone, whatever the way to treat errors', () => {
    for (const errors of ['strict', 'replace', 'ignore', 'backslashreplace', 'xmlcharrefreplace'] as const) {
      expect(bytes('é€😀', 'utf-8', errors)).toBe(Buffer.from('é€😀').toString('latin1'));
    }
  });
});

// What CPython 3.13 answers to text.encode(encoding, errors).
const TEXT = 'a\ud800\ud801z€😀';
describe('characters that the encoding lacks', () => {
  it.each([
    ['utf-8', 'replace', 'a??z\xe2\x82\xac\xf0\x9f\x98\x80'],
    ['utf-8', 'ignore', 'az\xe2\x82\xac\xf0\x9f\x98\x80'],
    ['utf-8', 'backslashreplace', 'a\\ud800\\ud801z\xe2\x82\xac\xf0\x9f\x98\x80'],
    ['utf-8', 'xmlcharrefreplace', 'a&#55296;&#55297;z\xe2\x82\xac\xf0\x9f\x98\x80'],
    ['latin-1', 'replace', 'a??z??'],
    ['latin-1', 'ignore', 'az'],
    ['latin-1', 'backslashreplace', 'a\\ud800\\ud801z\\u20ac\\U0001f600'],
    ['latin-1', 'xmlcharrefreplace', 'a&#55296;&#55297;z&#8364;&#128512;'],
    ['ascii', 'backslashreplace', 'a\\ud800\\ud801z\\u20ac\\U0001f600'],
  ] as const)('%s, %s', (encoding, errors, want) => {
    expect(bytes(TEXT, encoding, errors)).toBe(want);
  });

  it('below 256 are escaped with two digits', () => {
    expect(bytes('é', 'ascii', 'backslashreplace')).toBe('\\xe9');
  });

  it.each([
    [
      'utf-8',
      '😀\ud800',
      "'utf-8' codec can't encode character '\\ud800' in position 1: surrogates not allowed",
    ],
    ['utf-8', TEXT, "'utf-8' codec can't encode characters in position 1-2: surrogates not allowed"],
    [
      'iso-8859-1',
      '€',
      "'latin-1' codec can't encode character '\\u20ac' in position 0: ordinal not in range(256)",
    ],
    ['ascii', 'xé', "'ascii' codec can't encode character '\\xe9' in position 1: ordinal not in range(128)"],
  ])('%s, strict, is an error with the words of Python', (encoding, text, message) => {
    expect(() => bytes(text, encoding)).toThrow(
      expect.objectContaining({ name: 'UnicodeEncodeError', message }),
    );
  });
});
