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
    return `no error but ${strFormat(format, args).slice(0, 80)}`;
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
    ['A{}Z{}', [1, 2], {}, 'A1Z2'],
    ['{:{:d}}', ['a', 5], {}, 'a    '],
    ['{:{}}', [[1, 2], ''], {}, '[1, 2]'],
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

  it.each<[string, unknown, string]>([
    ['{:c}', 0, '\0'],
    ['{:c}', 0x10ffff, '\u{10ffff}'],
    ['{:.0}', 5.5, '6e+00'],
    ['{:.0}', 0.25, '0.2'],
    ['{:.4}', 100.01, '100.0'],
    ['{:.3}', 100.01, '1e+02'],
    ['{:6}', 1e21, ' 1e+21'],
    ['{:d}', 1e21, '1000000000000000000000'],
    ['{:010,}', Number.NaN, '0000000nan'],
    ['{:010,}', Number.NEGATIVE_INFINITY, '-000000inf'],
    ['{:z.1f}', -0.01, '0.0'],
    ['{:z.1f}', -0.06, '-0.1'],
    ['{:#X}', 255, '0XFF'],
    ['{:=+8}', -5, '-      5'],
    ['{:07}', 'ab', 'ab00000'],
    ['{:015,d}', 1234, '000,000,001,234'],
    ['{:016,d}', 1234, '0,000,000,001,234'],
    ['{:015,.1f}', -1234.5, '-0,000,001,234.5'],
    ['{:*=10,}', 1234, '*****1,234'],
    ['{:0<10,}', 1234, '1,23400000'],
    ['{:0=10,}', 1234, '00,001,234'],
    ['{:05c}', 65, '0000A'],
  ])('%s of %d is as in Python', (format, value, text) => {
    expect(strFormat(format, [value])).toBe(text);
  });

  it.each([
    ['{:c}', 0x110000, 'OverflowError: %c arg not in range(0x110000)'],
    ['{:c}', -1, 'OverflowError: %c arg not in range(0x110000)'],
    ['{:c}', -(2n ** 63n), 'OverflowError: %c arg not in range(0x110000)'],
    ['{:c}', 2n ** 63n, 'OverflowError: Python int too large to convert to C long'],
    ['{:c}', -(2n ** 63n) - 1n, 'OverflowError: Python int too large to convert to C long'],
    ['{:.0}', 5, 'ValueError: Precision not allowed in integer format specifier'],
    ['{:.2147483647}', 1.5, 'OverflowError: field is too large'],
    ['{:.2147483648}', 1.5, 'ValueError: precision too big'],
    ['{!\x20}', 1, 'ValueError: Unknown conversion specifier \\x20'],
    ['{!!}', 1, 'ValueError: Unknown conversion specifier !'],
    ['{!~}', 1, 'ValueError: Unknown conversion specifier ~'],
    ['{!\x7f}', 1, 'ValueError: Unknown conversion specifier \\x7f'],
    ['{:0\x20}', 1, "ValueError: Unknown format code '\\x20' for object of type 'int'"],
    ['{:0!}', 1, "ValueError: Unknown format code '!' for object of type 'int'"],
    ['{:0\x7f}', 1, "ValueError: Unknown format code '\x7f' for object of type 'int'"],
    ['{:0\x80}', 1, "ValueError: Unknown format code '\\x80' for object of type 'int'"],
    ['{0[9223372036854775808]}', [1], 'ValueError: Too many decimal digits in format string'],
    ['{9223372036854775808}', 1, 'ValueError: Too many decimal digits in format string'],
    ['{:9223372036854775808}', 1, 'ValueError: Too many decimal digits in format string'],
    ['{:.9223372036854775808}', 1.5, 'ValueError: Too many decimal digits in format string'],
    ['{0[a]}', [1], 'TypeError: list indices must be integers or slices, not str'],
    ['{0[1]}', [1], 'IndexError: list index out of range'],
    ['{0[2]}', 'ab', 'IndexError: string index out of range'],
    ['{0[a]}', null, "TypeError: 'NoneType' object is not subscriptable"],
    ['{0.a}', null, "AttributeError: 'NoneType' object has no attribute 'a'"],
    ['{0[7]}', new Map([['7', 1]]), 'KeyError: 7'],
    ['} {0}', 1, "ValueError: Single '}' encountered in format string"],
    ['{a{b}}', 1, "ValueError: unexpected '{' in field name"],
    ['{:Z}', 1, "ValueError: Unknown format code 'Z' for object of type 'int'"],
  ] as [string, unknown, string][])('%s of %o fails as in Python', (format, value, message) => {
    expect(thrown(format, value)).toBe(message);
  });

  it('an error is thrown when the text before it was formatted, not before', () => {
    expect(thrown('{1} {', 'a')).toMatch(/^IndexError/);
    expect(thrown('{0:d} {1!x}', 'a')).toMatch(/^ValueError: Unknown format code 'd'/);
  });

  it('a width that would fill the memory is refused', () => {
    expect(thrown('{:{}}', 'a', 2 ** 40)).toBe('OverflowError: field is too large');
    expect(thrown('{:16777217}', 'a')).toBe('OverflowError: field is too large');
    expect(strFormat('{:16777216}', ['a'])).toHaveLength(16_777_216);
  });

  it('a text may be as wide as it is', () => {
    expect(strFormat('{:16777217}', ['a'.repeat(16_777_217)])).toHaveLength(16_777_217);
  });

  it('what cannot follow an item is refused, however long it is', () => {
    expect(thrown(`{0[0]${'x'.repeat(100_000)}}`, 'a')).toBe(
      "ValueError: Only '.' or '[' may follow ']' in format field specifier",
    );
  });
});
