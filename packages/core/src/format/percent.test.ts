import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyValue } from './hostile.testing.js';
import { compilePercent, percentFormat } from './percent.js';

class Money {
  constructor(readonly cents: number) {}
  toString(): string {
    return `$${this.cents / 100}`;
  }
}

const thrown = (run: () => unknown): string => {
  try {
    return `no error but ${String(run()).slice(0, 80)}`;
  } catch (error) {
    return String(error);
  }
};

describe('percentFormat', () => {
  it.each<[string, unknown[], string]>([
    ['%.2147483647s', ['ab'], 'ab'],
    ['%.*s', [2 ** 31 - 1, 'ab'], 'ab'],
    ['%.*s', [-(2 ** 31), 'ab'], ''],
    ['%*s', [0, 'ab'], 'ab'],
    ['Z%sZ', ['a'], 'ZaZ'],
    ['%c', [0], '\0'],
    ['%c', [0x10ffff], '\u{10ffff}'],
  ])('%j of %j is as in Python: %j', (format, args, text) => {
    expect(percentFormat(format, args)).toBe(text);
  });

  it.each<[string, unknown[] | object, string]>([
    ['%.2147483648s', ['a'], 'ValueError: precision too big'],
    ['%9223372036854775808s', ['a'], 'ValueError: width too big'],
    ['%9223372036854775808s', [], 'ValueError: width too big'],
    ['%*s', [2n ** 63n, 'a'], 'OverflowError: Python int too large to convert to C ssize_t'],
    ['%*s', [-(2n ** 63n) - 1n, 'a'], 'OverflowError: Python int too large to convert to C ssize_t'],
    ['%.*s', [2 ** 31, 'a'], 'OverflowError: Python int too large to convert to C int'],
    ['%.*s', [-(2 ** 31) - 1, 'a'], 'OverflowError: Python int too large to convert to C int'],
    ['%\x1e', [1], "ValueError: unsupported format character '?' (0x1e) at index 1"],
    ['%\x1f', [1], "ValueError: unsupported format character '\x1f' (0x1f) at index 1"],
    ['%~', [1], "ValueError: unsupported format character '~' (0x7e) at index 1"],
    ['%\x7f', [1], "ValueError: unsupported format character '?' (0x7f) at index 1"],
    ['%(', [1], 'TypeError: format requires a mapping'],
    ['%()s', {}, "KeyError: ''"],
    ['%(a', {}, 'ValueError: incomplete format key'],
    ['%c', [-1], 'OverflowError: %c arg not in range(0x110000)'],
    ['%c', [0x110000], 'OverflowError: %c arg not in range(0x110000)'],
  ])('%j of %o fails as in Python', (format, args, message) => {
    expect(thrown(() => percentFormat(format, args))).toBe(message);
  });

  it.each(['%99999999s', '%99999999c', '%99999999d', '%099999999d', '%.99999999d', '%.99999999f'])(
    '%j refuses to fill the memory',
    (format) => {
      expect(thrown(() => percentFormat(format, [7]))).toBe('OverflowError: field is too large');
    },
  );

  it.each<[string, unknown[], string]>([
    ['%s %s %s %s', [true, null, undefined, Symbol('s')], 'true null undefined Symbol(s)'],
    ['%s', [{ a: [1, 'x'] }], "{ a: [1, 'x'] }"],
    ['%s', [[1, null]], '[1, null]'],
    ['%s %r', [new Money(250), new Money(5)], '$2.5 Money { cents: 5 }'],
    ['%s %r', [new TypeError('bad'), new TypeError('bad')], 'TypeError: bad TypeError: bad'],
    ['%s %r', [new Date(0), new Date(0)], '1970-01-01T00:00:00.000Z 1970-01-01T00:00:00.000Z'],
    ['%s', [new Map([[1, 2]])], 'Map(1) { 1 => 2 }'],
    ['%s', [new URL('http://a.b/')], 'http://a.b/'],
    ['%s', [Uint8Array.of(1)], 'Uint8Array(1) [1]'],
    ['%s', [Object.create(null)], '[Object: null prototype] {}'],
    ['%r %a', ["it's", 'é😀'], `"it's" '\\xe9\\U0001f600'`],
    ['%d %d', [true, 2n ** 64n], '1 18446744073709551616'],
    ['%x', [255], 'ff'],
    ['%5s|%-5s|%.1s', ['😀', '😀', '😀x'], '    😀|😀    |😀'],
    ['%08.3f', [-3.14159], '-003.142'],
  ])('%s', (format, args, text) => {
    expect(percentFormat(format, args)).toBe(text);
  });

  it('a Map is a mapping, and what every object inherits is no key', () => {
    expect(percentFormat('%(a)s', new Map([['a', 1]]))).toBe('1');
    expect(thrown(() => percentFormat('%(toString)s', {}))).toBe("KeyError: 'toString'");
  });

  it('errors come in the order in which the format is read', () => {
    expect(thrown(() => percentFormat('%(b)s %', { a: 1 }))).toBe("KeyError: 'b'");
    expect(thrown(() => percentFormat('%d %k', ['x', 1]))).toMatch(/^TypeError: %d format: a real number/);
    expect(thrown(() => percentFormat('%s %k', ['x']))).toMatch(/^TypeError: not enough arguments/);
    expect(thrown(() => percentFormat('%*k', [1, 2]))).toMatch(
      /^ValueError: unsupported format character 'k'/,
    );
  });

  it('a width that would fill the memory is refused', () => {
    expect(thrown(() => percentFormat('%*d', [2 ** 40, 1]))).toBe('OverflowError: field is too large');
    expect(thrown(() => percentFormat('%0*d', [2 ** 40, 1]))).toBe('OverflowError: field is too large');
    expect(thrown(() => percentFormat('%.999999999f', [1]))).toBe('OverflowError: field is too large');
  });

  it('the widest field has 16 Mi characters, unless its text has more', () => {
    expect(thrown(() => percentFormat('%16777217s', ['a']))).toBe('OverflowError: field is too large');
    expect(percentFormat('%16777216s', ['a'])).toHaveLength(16_777_216);
    expect(percentFormat('%16777217s', ['a'.repeat(16_777_217)])).toHaveLength(16_777_217);
  });

  it('an error that a toString throws comes through', () => {
    const value = {
      toString(): string {
        throw new RangeError('mine');
      },
    };
    expect(() => percentFormat('%s', [value])).toThrow(RangeError);
  });

  it('comes to an end, with text or one of its errors, whatever it is given', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        '%',
        '%%',
        '%(a)',
        '%(',
        ')',
        '-',
        '0',
        '*',
        '.',
        '12',
        's',
        'd',
        'x',
        'f',
        'g',
        'c',
        'r',
        'a',
      ),
      fc.string({ maxLength: 3 }),
    );
    const format = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(format, fc.array(anyValue(), { maxLength: 4 }), fc.boolean(), (text, makes, named) => {
        const args = makes.map((make) => make());
        try {
          expect(typeof percentFormat(text, named ? { a: args[0] } : args)).toBe('string');
        } catch (error) {
          expect(error).toBeInstanceOf(Error);
        }
      }),
    );
  });
});

describe('compilePercent', () => {
  it.each([
    ['plain 100%%', 0],
    ['%s %d', 2],
    ['%*.*f', 3],
    ['%(a)s', -1],
    ['%s %(a)s', -1],
    ['%(a)s %s', -1],
    ['%s %k', 2],
    ['%k %s', 1],
    ['%s %', 1],
    ['%*', 1],
  ])('%s consumes %d', (format, count) => {
    expect(compilePercent(format).consumes).toBe(count);
  });

  it('compiles a format once', () => {
    expect(compilePercent('once %s')).toBe(compilePercent('once %s'));
  });

  it('forgets formats rather than keep any number of them', () => {
    const first = compilePercent('made up 0');
    for (let i = 1; i < 1000; i++) compilePercent(`made up ${i}`);
    expect(compilePercent('made up 0')).not.toBe(first);
  });
});
