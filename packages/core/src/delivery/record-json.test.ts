import { describe, expect, it } from 'vitest';
import { encodeRecord } from './record-json.js';
import { utf8Length } from './utf8.js';

const RECORD = { name: 'shop', levelno: 20, levelname: 'INFO', message: 'hi', created: 1 };
const bytesOf = (text: string): number => Buffer.byteLength(text);

describe('utf8Length', () => {
  it('counts as the encoder does, lone surrogates as the replacement they become', () => {
    for (const text of [
      '',
      'abc',
      'é',
      '€',
      '😀',
      'a\ud800',
      '\udc00b',
      '\ud83d\ud83d\ude00',
      '\u07ff\u0800\uffff',
    ]) {
      expect(utf8Length(text)).toBe(bytesOf(text));
    }
  });
});

describe('encodeRecord', () => {
  it('puts the seq first, whatever the record calls its own', () => {
    const { text, bytes, truncated } = encodeRecord({ ...RECORD, seq: 'x' }, 7, 65_536);
    expect(text).toBe('{"seq":7,"name":"shop","levelno":20,"levelname":"INFO","message":"hi","created":1}');
    expect([bytes, truncated]).toEqual([bytesOf(text), false]);
  });

  for (const unit of ['x', '€', '😀', '"', '\n', '\ud800', '\u0001é"\\']) {
    it(`shortens a message of ${JSON.stringify(unit)} to just below the limit, and says so`, () => {
      const { text, bytes, truncated } = encodeRecord(
        { ...RECORD, msg: '%s', message: unit.repeat(70_000) },
        1,
        65_536,
      );
      expect(truncated).toBe(true);
      expect(bytes).toBe(bytesOf(text));
      expect(bytes).toBeLessThanOrEqual(65_536);
      expect(bytes).toBeGreaterThan(65_500);
      expect(JSON.parse(text).message).toMatch(/… \[truncated: \d+ bytes\]$/);
    });
  }

  it('gives up extra, not the message, when extra is what is large', () => {
    const extra = { dump: 'x'.repeat(100_000) };
    const { text } = encodeRecord({ ...RECORD, message: 'm'.repeat(5000), extra }, 1, 65_536);
    expect(JSON.parse(text)).toMatchObject({
      message: 'm'.repeat(5000),
      extra: { truncated: expect.stringMatching(/^\[truncated: 105\d\d\d bytes\]$/) },
    });
  });

  it('keeps what tells a record whose every part is too large', () => {
    const big = 'x'.repeat(200_000);
    const error = { type: big, message: big, stack: big, cause: { type: big, message: big, stack: big } };
    const { text, bytes } = encodeRecord(
      { ...RECORD, name: big, message: big, error, stackInfo: big },
      3,
      65_536,
    );
    expect(bytes).toBeLessThanOrEqual(65_536);
    expect(JSON.parse(text)).toMatchObject({ seq: 3, levelno: 20, levelname: 'INFO', created: 1 });
    expect(JSON.parse(text).error.stack).toHaveLength(8000);
  });
});
