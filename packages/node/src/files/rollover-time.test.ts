import { describe, expect, it } from 'vitest';
import { intervalStart, nextRollover, periodOf, timeOfDay } from './rollover-time.js';

const seconds = (text: string): number => Date.parse(text) / 1000;
const next = (when: string, interval: number, atTime: string | null, now: string): string => {
  const period = periodOf(when);
  const schedule = {
    when: period.when,
    interval: period.seconds * interval,
    utc: true,
    atTime: timeOfDay(atTime),
  };
  return new Date(nextRollover(seconds(now), schedule) * 1000).toISOString().slice(0, 19);
};

describe('the next rollover', () => {
  it.each([
    ['s', 5, null, '2024-03-01T10:00:00Z', '2024-03-01T10:00:05'],
    ['M', 1, null, '2024-03-01T10:00:30Z', '2024-03-01T10:01:30'],
    ['d', 2, '12:00:00', '2024-03-01T10:00:00Z', '2024-03-03T10:00:00'],
    ['midnight', 1, null, '2024-03-01T00:00:00Z', '2024-03-02T00:00:00'],
    ['midnight', 3, '09:30', '2024-03-01T10:00:00Z', '2024-03-04T09:30:00'],
    ['W4', 1, null, '2024-03-01T10:00:00Z', '2024-03-02T00:00:00'],
    ['W4', 1, '11:00:00', '2024-03-01T10:00:00Z', '2024-03-01T11:00:00'],
    ['w4', 2, '10:00:00', '2024-03-01T10:00:00Z', '2024-03-15T10:00:00'],
  ] as const)('for %s × %i at %s, from %s, is %s', (when, interval, atTime, now, want) => {
    expect(next(when, interval, atTime, now)).toBe(want);
  });

  it('names a file after the beginning of its interval', () => {
    expect(intervalStart(10_000, 3600, 20_000, true)).toBe(6400);
  });
});
