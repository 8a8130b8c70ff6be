import { describe, expect, it } from 'vitest';
import { LogRecord, parseRecord } from './index.js';

describe('parseRecord', () => {
  it('reads the JSON of a record', () => {
    const record = new LogRecord('shop', 40, 'cart.ts', 7, '%d left', [3], new RangeError('no'), 'buy');
    record.extra['item'] = 't-1';
    const copy = parseRecord(JSON.stringify(record));
    expect(copy.getMessage()).toBe('3 left');
    expect(copy).toMatchObject({ name: 'shop', levelno: 40, lineno: 7, extra: { item: 't-1' } });
    expect(copy.toJSON()).toEqual(record.toJSON());
  });

  it.each([
    'null',
    '7',
    '"shop"',
    '[]',
    '{}',
    '{"name": "shop", "levelno": 20}',
    '{"name": 1, "levelno": 20, "message": "open"}',
    '{"name": "shop", "levelno": "INFO", "message": "open"}',
    '{"name": "shop", "levelno": 2.5, "message": "open"}',
  ])('refuses what is no record: %s', (text) => {
    expect(() => parseRecord(text)).toThrow(new TypeError(`this text is no record: ${text}`));
  });

  it('refuses what is no JSON, and quotes no more than the beginning of what is no record', () => {
    expect(() => parseRecord('{')).toThrow(SyntaxError);
    expect(() => parseRecord(JSON.stringify('x'.repeat(1000)))).toThrow(/: "x{99}$/);
  });
});
