import { describe, expect, it } from 'vitest';
import { backOffMs, parseRetryAfter } from './retry.js';

describe('backOffMs', () => {
  it('lies between half and the whole of the doubled base, and never above the cap', () => {
    for (let failures = 0; failures < 2000; failures++) {
      const longest = Math.min(60_000, 1000 * 2 ** failures);
      const wait = backOffMs(failures, 1000, 60_000);
      expect(wait).toBeGreaterThanOrEqual(longest / 2);
      expect(wait).toBeLessThanOrEqual(longest);
    }
  });
});

describe('parseRetryAfter', () => {
  const cases: [string | null, number | undefined][] = [
    ['2', 2000],
    [' 0 ', 0],
    ['-5', 0],
    ['1000000000', 3_600_000],
    ['Thu, 01 Jan 2026 12:00:03 GMT', 3000],
    ['Thu, 01 Jan 2026 11:00:00 GMT', 0],
    ['Thursday, 01-Jan-26 12:00:10 GMT', 10_000],
    ['Fri, 01 Jan 2027 12:00:00 GMT', 3_600_000],
    ['soon', undefined],
    ['Thu, never GMT', undefined],
    ['2026-01-01', undefined],
    ['', undefined],
    [null, undefined],
  ];
  for (const [header, want] of cases) {
    it(`reads ${JSON.stringify(header)} as ${want} ms`, () => {
      expect(parseRetryAfter(header, Date.UTC(2026, 0, 1, 12, 0, 0))).toBe(want);
    });
  }
});
