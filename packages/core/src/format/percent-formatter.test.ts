import { describe, expect, it } from 'vitest';
import { makeLogRecord } from '../record-factory.js';
import { Formatter } from './formatter.js';
import { PercentFormatter } from './percent-formatter.js';

const FORMATS = [
  '%(message)s',
  '%(asctime)s %(levelname)-8s %(name)s: %(message)s',
  '%(created)f %(msecs)03d %(asctime)25s',
  '%(cart)r %(message).3s',
];

describe('a PercentFormatter', () => {
  it.each(FORMATS)('writes by %j what a Formatter writes', (format) => {
    for (const created of [
      0, -0.5, 1.9996, 951_782_399.25, 1_711_846_799, 1_711_846_800.007, 1_729_990_800,
    ]) {
      const record = makeLogRecord({
        name: 'shop',
        levelname: 'INFO',
        msg: 'added %d',
        args: [2],
        created,
        msecs: Math.floor((created - Math.floor(created)) * 1000),
        excInfo: new Error('no tea'),
        extra: { cart: 'c\x1b7' },
      });
      expect(new PercentFormatter(format).format(record)).toBe(new Formatter(format).format(record));
    }
  });

  it('reads its options as a Formatter does', () => {
    const record = makeLogRecord({ msg: 'a\nb' });
    const options = { defaults: { cart: 'none' }, sanitize: 'lines' } as const;
    expect(new PercentFormatter('%(cart)s %(message)s', options).format(record)).toBe('none a\\nb');
    expect(() => new PercentFormatter('{message}')).toThrow("Invalid format '{message}' for '%' style");
    expect(new PercentFormatter('{message}', { validate: false }).format(record)).toBe('{message}');
    expect(() => new PercentFormatter('%(cart)s').format(record)).toThrow(
      "Formatting field not found in record: 'cart'",
    );
  });

  it('takes the time that a subclass gives', () => {
    class Clock extends PercentFormatter {
      override formatTime(): string {
        return 'noon';
      }
    }
    expect(new Clock('%(asctime)s').format(makeLogRecord({ msg: '' }))).toBe('noon');
  });
});
