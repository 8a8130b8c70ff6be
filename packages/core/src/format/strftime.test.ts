import { describe, expect, it } from 'vitest';
import { OverflowError } from '../errors.js';
import { strftime } from './strftime.js';

const NOVEMBER = 1_700_000_000; // 2023-11-14 22:13:20 UTC
const JULY = 1_720_000_000; // 2024-07-03 09:46:40 UTC

describe('strftime', () => {
  it.each([
    ['%-d|%_m|%-I|%03d', '3| 7|5|003'],
    ['%^a|%#A|%^B|%#p|%P', 'WED|WEDNESDAY|JULY|am|am'],
    ['%10A|%010A|%-10d|%_5Y|%5Y', ' Wednesday|0Wednesday|         3| 2024|02024'],
    ['%EY|%Ex|%Od|%Ed|%Ox', '2024|07/03/24|03|%Ed|%Ox'],
    ['%20T|%^c', '            05:46:40|WED JUL  3 05:46:40 2024'],
    ['%%%d%%d%', '%03%d%'],
    ['%Q %é %😀 %-', '%Q %é %😀 %-'],
    ['%constructor', 'Wed Jul  3 05:46:40 2024onstructor'],
  ])('%j gives what the C library gives', (format, text) => {
    expect(strftime(format, JULY, 'America/New_York')).toBe(text);
  });

  it.each([
    ['America/New_York', 'EST', 'EDT'],
    ['Europe/London', 'GMT', 'BST'],
    ['Europe/Lisbon', 'WET', 'WEST'],
    ['Europe/Berlin', 'CET', 'CEST'],
    ['Europe/Dublin', 'GMT', 'IST'],
    ['Australia/Sydney', 'AEDT', 'AEST'],
    ['Australia/Lord_Howe', '+11', '+1030'],
    ['Africa/Johannesburg', 'SAST', 'SAST'],
    ['Asia/Kolkata', 'IST', 'IST'],
    ['Asia/Tokyo', 'JST', 'JST'],
    ['Asia/Shanghai', 'CST', 'CST'],
    ['Asia/Jerusalem', 'IST', 'IDT'],
    ['Asia/Kathmandu', '+0545', '+0545'],
    ['Asia/Dubai', '+04', '+04'],
    ['America/Sao_Paulo', '-03', '-03'],
    ['Etc/GMT+5', '-05', '-05'],
    ['UTC', 'UTC', 'UTC'],
    ['utc', 'GMT', 'GMT'],
  ])('%%Z of %s is %s and %s, as the C library has it', (zone, november, july) => {
    expect([NOVEMBER, JULY].map((time) => strftime('%Z', time, zone))).toEqual([november, july]);
  });

  it('names seasons of former times as those of today', () => {
    expect(strftime('%Z', -2_147_483_648, 'America/New_York')).toBe('EST');
    expect(strftime('%Z', -830_000_000, 'Asia/Kolkata')).toBe('+0630'); // a war's summer time, gone since
  });

  it('knows years of any length, before the first too', () => {
    const year = (text: string): number => Date.parse(text) / 1000;
    for (const zone of ['utc', 'UTC']) {
      expect(strftime('%F', year('0001-01-01T00:00:00Z'), zone)).toBe('1-01-01');
      expect(strftime('%F', year('0001-01-01T00:00:00Z') - 1, zone)).toBe('0-12-31');
      expect(strftime('%F %C %y', year('-000100-03-01T00:00:00Z'), zone)).toBe('-100-03-01 -1 00');
      expect(strftime('%F', year('+275760-09-13T00:00:00Z'), zone)).toBe('275760-09-13');
    }
  });

  it('cuts fractions off towards the past', () => {
    expect(strftime('%T', -0.001, 'utc')).toBe('23:59:59');
    expect(strftime('%T', 0.999, 'utc')).toBe('00:00:00');
  });

  it('refuses what cannot be', () => {
    for (const time of [Number.NaN, Number.POSITIVE_INFINITY, 1e15]) {
      expect(() => strftime('%Y', time, 'utc')).toThrow(OverflowError);
    }
    expect(() => strftime('%Y', 0, 'Mars/Olympus')).toThrow(RangeError);
    expect(() => strftime('a\0b', 0, 'utc')).toThrow('embedded null character');
  });
});
