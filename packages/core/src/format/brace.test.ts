import { describe, expect, it } from 'vitest';
import { strFormat } from './brace.js';

class User {
  readonly name = 'ann';
  #age = 33;
  get age(): number {
    return this.#age;
  }
  greet(): string {
    throw new Error('was called');
  }
}

const thrown = (format: string, ...args: unknown[]): string => {
  try {
    return `no error but ${strFormat(format, args)}`;
  } catch (error) {
    return String(error);
  }
};

describe('strFormat', () => {
  it.each<[string, unknown[], object, string]>([
    ['{} {}', [1, 'a'], {}, '1 a'],
    ['{0:>5}|{0:^5}|{0:*<5}', ['ab'], {}, '   ab| ab  |ab***'],
    ['{:,} {:_x} {:+,.2f}', [1234567, 0xabcdef0, 9876.543], {}, '1,234,567 abc_def0 +9,876.54'],
    ['{:08,} {:07,} {:09_}', [1234, 1234, 1234], {}, '0,001,234 001,234 0_001_234'],
    ['{n:{w}.{p}f}', [], { n: 2.5, w: 8, p: 3 }, '   2.500'],
    ['{!r:>6} {!a}', ['a', 'é'], {}, "   'a' '\\xe9'"],
    ['{0[1]} {0[0].a} {m[k]}', [[{ a: 1 }, 2]], { m: new Map([['k', 3]]) }, '2 1 3'],
    ['{0[3]}', [new Map([[3, 'three']])], {}, 'three'],
    ['{0[0]}', [Uint8Array.of(7)], {}, '7'],
    ['{0.name} {0.age} {0[name]}', [new User()], {}, 'ann 33 ann'],
    ['{0} {0:d} {1}', [true, null], {}, 'true 1 null'],
    ['{:d} {:x}', [2n ** 64n, -255], {}, '18446744073709551616 -ff'],
    ['{:5}|{:😀^3}', ['😀', 'x'], {}, '😀    |😀x😀'],
    ['{constructor}', [], { constructor: 1 }, '1'],
  ])('%s', (format, args, fields, text) => {
    expect(strFormat(format, args, fields)).toBe(text);
  });

  it('calls no method, and finds none', () => {
    expect(thrown('{0.greet}', new User())).toBe("AttributeError: 'User' object has no attribute 'greet'");
  });

  it('no path leads out of the data', () => {
    for (const name of ['__proto__', 'constructor', 'toString', '__lookupGetter__']) {
      expect(thrown(`{0.${name}}`, {})).toBe(`AttributeError: 'dict' object has no attribute '${name}'`);
      expect(thrown(`{0.${name}}`, new User())).toMatch(/^AttributeError/);
      expect(thrown(`{0[${name}]}`, {})).toBe(`KeyError: '${name}'`);
      expect(thrown(`{${name}}`)).toBe(`KeyError: '${name}'`);
    }
    expect(thrown('{0.call}', () => 1)).toMatch(/^AttributeError/);
  });

  it('an error is thrown when the text before it was formatted, not before', () => {
    expect(thrown('{1} {', 'a')).toMatch(/^IndexError/);
    expect(thrown('{0:d} {1!x}', 'a')).toMatch(/^ValueError: Unknown format code 'd'/);
  });

  it('a width that would fill the memory is refused', () => {
    expect(thrown('{:{}}', 'a', 2 ** 40)).toBe('OverflowError: field is too large');
  });
});
