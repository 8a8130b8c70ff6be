import { describe, expect, it } from 'vitest';
import { unpickle } from './decode.js';
import { Float, pickle } from './encode.js';

const hex = (value: unknown): string => Buffer.from(pickle(value)).toString('latin1');

describe('pickle', () => {
  it('writes whole numbers as ints, and others as floats', () => {
    expect(hex([1, 300, -1, 70_000])).toBe('](K\x01M\x2c\x01J\xff\xff\xff\xffJ\x70\x11\x01\x00e.');
    expect(hex(2 ** 40)).toBe('L1099511627776L\n.');
    expect(hex(new Float(1))).toBe('G\x3f\xf0\0\0\0\0\0\0.');
    expect(hex(-0)[0]).toBe('G');
    expect(hex(1e17)[0]).toBe('G');
    expect(hex(10n)).toBe('L10L\n.');
  });

  it('writes maps, sets, bytes, null prototypes and halves of surrogate pairs', () => {
    expect(
      unpickle(
        pickle(
          new Map<unknown, unknown>([
            [1, 'a'],
            [null, 'b'],
          ]),
        ),
      ),
    ).toEqual(
      new Map<unknown, unknown>([
        [1, 'a'],
        [null, 'b'],
      ]),
    );
    expect(unpickle(pickle(new Set([1, 2])))).toEqual([1, 2]);
    expect(unpickle(pickle(Buffer.from('ab')))).toEqual(Uint8Array.of(97, 98));
    expect(unpickle(pickle(Object.assign(Object.create(null), { a: 'x\udc00y😀\ud83d' })))).toEqual({
      a: 'x\udc00y😀\ud83d',
    });
    expect(unpickle(pickle('long'.repeat(5000)))).toBe('long'.repeat(5000));
  });

  it('throws for what is not data', () => {
    expect(() => pickle(() => {})).toThrow('cannot pickle a function');
    expect(() => pickle([Symbol('s')])).toThrow('cannot pickle a symbol');
    expect(() => pickle(new Date(0))).toThrow('cannot pickle an object of class Date');
    const loop: unknown[] = [];
    loop.push(loop);
    expect(() => pickle(loop)).toThrow(RangeError);
  });
});
