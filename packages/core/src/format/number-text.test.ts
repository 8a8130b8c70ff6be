import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { digitsOf, floatText, isInteger, numberText } from './number-text.js';

/** The exact value of a double, times 10 ** decimals, to the nearest integer, halves to the even one. */
function roundExactly(value: number, decimals: number): bigint {
  let numerator = value;
  let denominator = 1n;
  // Doubling is exact: at some power of two every double is an integer.
  while (!Number.isInteger(numerator)) {
    numerator *= 2;
    denominator *= 2n;
  }
  const scaled = BigInt(numerator) * 10n ** BigInt(decimals);
  const floor = scaled / denominator;
  const rest = 2n * (scaled - floor * denominator);
  return rest > denominator || (rest === denominator && floor % 2n === 1n) ? floor + 1n : floor;
}

// Halves are what rounding gets wrong: they are as likely here as all else.
const positive = fc.oneof(
  fc.double({ min: 0, max: 1e300, noNaN: true }),
  fc.tuple(fc.nat(10 ** 9), fc.nat(20)).map(([n, k]) => n / 2 ** k),
  fc.nat(10 ** 9).map((n) => n / 1000),
);

describe('floatText', () => {
  it('f rounds the exact value, halves to even', () => {
    fc.assert(
      fc.property(positive, fc.nat(120), (value, precision) => {
        expect(BigInt(floatText(value, 'f', precision).replace('.', ''))).toBe(
          roundExactly(value, precision),
        );
      }),
    );
  });

  it('e has the digits that f has of a number between 1 and 10', () => {
    fc.assert(
      fc.property(fc.nat(10 ** 8), fc.integer({ min: 0, max: 110 }), (n, precision) => {
        const value = 1 + (n / 2 ** 27) * 8;
        expect(floatText(value, 'e', precision)).toBe(
          floatText(value, 'f', precision).startsWith('10')
            ? `${(1).toFixed(precision)}e+01`
            : `${floatText(value, 'f', precision)}e+00`,
        );
      }),
    );
  });

  it('e has one digit before the point, and as many after it as asked for', () => {
    fc.assert(
      fc.property(positive, fc.nat(150), (value, precision) => {
        const text = floatText(value, 'e', precision);
        expect(text).toMatch(
          precision === 0 ? /^\de[-+]\d\d+$/ : new RegExp(`^\\d\\.\\d{${precision}}e[-+]\\d\\d+$`),
        );
        if (precision >= 16) expect(Number(text)).toBe(value);
      }),
    );
  });

  it('r is the shortest text that reads back as the same number', () => {
    fc.assert(fc.property(positive, (value) => Number(floatText(value, 'r', 0)) === value));
  });

  it.each([
    [0.5, 'f', 0, '0'],
    [1.5, 'f', 0, '2'],
    [2.5, 'f', 0, '2'],
    [0.125, 'f', 2, '0.12'],
    [0.375, 'f', 2, '0.38'],
    [2.675, 'f', 2, '2.67'],
    [1e21, 'f', 1, '1000000000000000000000.0'],
    [1e23, 'f', 1, '99999999999999991611392.0'],
    [25, 'e', 0, '2e+01'],
    [35, 'e', 0, '4e+01'],
    [9.5, 'e', 0, '1e+01'],
    [10000000000000250, 'e', 14, '1.00000000000002e+16'],
    [8.5, 'e', 0, '8e+00'],
    [0, 'e', 2, '0.00e+00'],
    [5e-324, 'e', 20, '4.94065645841246544177e-324'],
    [1e23, 'e', 22, '9.9999999999999991611392e+22'],
    [100000, 'g', 6, '100000'],
    [1000000, 'g', 6, '1e+06'],
    [0.0001, 'g', 6, '0.0001'],
    [0.00001, 'g', 6, '1e-05'],
    [999999.5, 'g', 6, '1e+06'],
    [0, 'g', 0, '0'],
    [Number.POSITIVE_INFINITY, 'f', 2, 'inf'],
    [Number.NaN, 'g', 2, 'nan'],
  ] as const)('%s as %s with precision %s is %s', (value, form, precision, text) => {
    expect(floatText(value, form, precision)).toBe(text);
  });

  it('a shortest text that is rounded up does not mislead it', () => {
    expect(floatText(1e23, 'e', 105)).toMatch(/^9\.9999999999999991611392(0)+e\+22$/);
  });

  it('pads beyond what a double has, at no cost', () => {
    const text = floatText(0.1, 'f', 100_000);
    expect(text.length).toBe(100_002);
    expect(text).toMatch(/^0\.1000000000000000055511151231257827021181583404541015625(0)+$/);
    expect(floatText(0.1, 'e', 2000)).toMatch(
      /^1\.000000000000000055511151231257827021181583404541015625(0){1946}e-01$/,
    );
    expect(floatText(0, 'e', 200)).toMatch(/^0\.0{200}e\+00$/);
  });
});

describe('a float that always has a digit after its point', () => {
  it.each([
    [100, 'g', 3, '1e+02'],
    [100, 'g', 4, '100.0'],
    [5, 'g', 1, '5e+00'],
    [5, 'g', 2, '5.0'],
    [0.25, 'g', 1, '0.2'],
    [1e15, 'r', 0, '1000000000000000.0'],
    [1e16, 'r', 0, '1e+16'],
    [0.5, 'r', 0, '0.5'],
  ] as const)('%s as %s with precision %s is %s', (value, form, precision, text) => {
    expect(floatText(value, form, precision, false, true)).toBe(text);
  });
});

describe('isInteger', () => {
  it('is true of what is written without an exponent', () => {
    expect([0, -5, 1e20, -1e20, 10n ** 30n].map(isInteger)).toEqual([true, true, true, true, true]);
    expect([0.5, 1e21, -1e21, Number.NaN, '1', true].map(isInteger)).toEqual(Array(6).fill(false));
  });
});

describe('numberText', () => {
  it.each<[number | bigint, string]>([
    [1, '1'],
    [-0, '0'],
    [1.5, '1.5'],
    [1e-7, '1e-07'],
    [0.0001, '0.0001'],
    [123456789012345.6, '123456789012345.6'],
    [2 ** 60, '1152921504606846976'],
    [1e20, '100000000000000000000'],
    [1e21, '1e+21'],
    [-1.5e300, '-1.5e+300'],
    [Number.NaN, 'nan'],
    [Number.NEGATIVE_INFINITY, '-inf'],
    [-(10n ** 25n), '-10000000000000000000000000'],
  ])('%s is %s', (value, text) => {
    expect(numberText(value)).toBe(text);
  });
});

describe('digitsOf', () => {
  it('is exact for any integer, in any base, without its sign', () => {
    expect(digitsOf(-(2n ** 70n), 16)).toBe('400000000000000000');
    expect(digitsOf(-(2 ** 70), 16)).toBe('400000000000000000');
    expect(digitsOf(1e23, 10)).toBe('99999999999999991611392');
    expect(digitsOf(-2.9, 10)).toBe('2');
    expect(digitsOf(0n, 10)).toBe('0');
    expect(digitsOf(-1n, 10)).toBe('1');
  });
});
