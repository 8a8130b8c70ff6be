import { describe, expect, it } from 'vitest';
import { ERROR, INFO, WARNING } from '../levels.js';
import { makeLogRecord } from '../record-factory.js';
import { SamplingFilter } from './sampling.js';

const record = (extra: Record<string, unknown>, levelno: number = INFO) =>
  makeLogRecord({ name: 'shop', msg: 'x', levelno, extra });

/** How many of 10,000 traces with such ids are kept. */
function kept(filter: SamplingFilter, idOf: (i: number) => unknown): number {
  let count = 0;
  for (let i = 0; i < 10_000; i++) if (filter.filter(record({ traceId: idOf(i) }))) count++;
  return count;
}

describe('a sampling filter', () => {
  it('keeps a key always or never, and the share of keys that it is told', () => {
    const filter = new SamplingFilter({ rate: 0.2, key: 'traceId' });
    const ids = [
      (i: number) => i,
      (i: number) => `trace-${i}`,
      (i: number) => (i * 7919).toString(16).padStart(32, '0'),
    ];
    for (const idOf of ids) {
      const count = kept(filter, idOf);
      expect(count).toBeGreaterThan(1700);
      expect(count).toBeLessThan(2300);
      expect(kept(new SamplingFilter({ rate: 0.2, key: (r) => r.extra['traceId'] }), idOf)).toBe(count);
    }
  });

  it('decides by FNV-1a of the UTF-8 bytes, so that another program can agree', () => {
    // The algorithm's published results, as fractions of 2^32.
    const cases = { '': 0x811c9dc5, a: 0xe40c292c, foobar: 0xbf9cf968, ä: 0x199de0e2, '€😀': 0xc8ef6bb2 };
    for (const [key, hash] of Object.entries(cases)) {
      const keeps = (rate: number) => new SamplingFilter({ rate, key: 'k' }).filter(record({ k: key }));
      expect([keeps(hash / 2 ** 32), keeps((hash + 1) / 2 ** 32)], key).toEqual([false, true]);
    }
  });

  it('keeps at a higher rate whatever it keeps at a lower one', () => {
    const [low, high] = [0.1, 0.3].map((rate) => new SamplingFilter({ rate, key: 'traceId' }));
    for (let i = 0; i < 1000; i++) {
      if (low?.filter(record({ traceId: i }))) expect(high?.filter(record({ traceId: i }))).toBe(true);
    }
  });

  it('never drops at or above a level', () => {
    const filter = new SamplingFilter({ rate: 0, key: 'traceId' });
    const verdicts = [INFO, WARNING, ERROR].map((level) => filter.filter(record({ traceId: 'a' }, level)));
    expect(verdicts).toEqual([false, true, true]);
    expect(new SamplingFilter({ rate: 0, keepLevel: 'ERROR' }).filter(record({}, WARNING))).toBe(false);
  });

  it('leaves records without the key to chance', () => {
    for (const key of [undefined, 'traceId']) {
      const count = kept(new SamplingFilter({ rate: 0.5, ...(key && { key }) }), () => undefined);
      expect(count).toBeGreaterThan(4000);
      expect(count).toBeLessThan(6000);
    }
    expect(kept(new SamplingFilter({ rate: 1 }), () => undefined)).toBe(10_000);
    expect(kept(new SamplingFilter({ rate: 0 }), () => undefined)).toBe(0);
  });

  it('refuses what is no share and what is no level', () => {
    for (const rate of [-1, 1.1, Number.NaN]) {
      expect(() => new SamplingFilter({ rate })).toThrow('rate must be between 0 and 1');
    }
    expect(() => new SamplingFilter({ rate: 1, keepLevel: 'LOUD' })).toThrow('LOUD');
  });
});
