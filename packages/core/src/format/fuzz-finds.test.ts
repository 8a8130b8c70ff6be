import { describe, expect, it } from 'vitest';
import { outcomeOf } from '../vectors.testing.js';
import { strFormat } from './brace.js';
import { strftime } from './strftime.js';

// What `npm run fuzz` found to differ from CPython, in its smallest form, with CPython's answer.

describe('strFormat gives what CPython gives', () => {
  it.each<[string, unknown, object]>([
    ['{0[a]}', '', { error: { type: 'TypeError', message: "string indices must be integers, not 'str'" } }],
    ['{:.99999999}', 'abc', { result: 'abc' }],
    ['{:.99999999999f}', 5.5, { error: { type: 'ValueError', message: 'precision too big' } }],
    [
      '{:.99999999999}',
      5,
      { error: { type: 'ValueError', message: 'Precision not allowed in integer format specifier' } },
    ],
    [
      '{:99999999999y}',
      5,
      { error: { type: 'ValueError', message: "Unknown format code 'y' for object of type 'int'" } },
    ],
  ])('for %s', (format, value, expected) => {
    expect(outcomeOf(() => strFormat(format, [value]))).toEqual(expected);
  });

  it.each(['{:99999999999}', '{:099999999999,}', '{:.99999999f}', '{:=99999999999}'])(
    'and refuses what would fill the memory: %s',
    (format) => {
      expect(outcomeOf(() => strFormat(format, [1.5]))).toEqual({
        error: { type: 'OverflowError', message: 'field is too large' },
      });
    },
  );
});

describe('strftime gives what the C library gives', () => {
  it.each([
    ['%5', '   %5'],
    ['%-', '%-'],
    ['%^f|%05f|%+5Y|%5+d', '%^F|0%05f|%+5Y|  %5+d'],
    ['%5Ea|%E', ' %5Ea|%E'],
    ['%E%|%5%|%05%', '%|    %|0000%'],
    ['%^P|%#P|%#^p|%^#Z', 'am|am|am|ist'],
    ['%_z|%-z|%10z|%010z', '+ 530|+530|         +0000000530|000000000+0000000530'],
    ['%-6z|%3z', '     +   530|  +0530'],
  ])('for %s', (format, text) => {
    expect(strftime(format, 1_700_000_000, 'Asia/Kolkata')).toBe(text);
  });

  it('for zones west of Greenwich', () => {
    expect(strftime('%z|%_z|%6z', 1_700_000_000, 'America/New_York')).toBe('-0500|- 500|     -000500');
  });
});
