import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyValue } from './hostile.testing.js';
import { type JSONValue, toJSONValue } from './json-value.js';

function depthOf(value: JSONValue): number {
  if (typeof value !== 'object' || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}

describe('toJSONValue', () => {
  it('plain data comes through as it is, as a copy', () => {
    const value = { a: [1, 'x', true, null, { b: -1.5 }], c: {} };
    expect(toJSONValue(value)).toEqual(value);
    expect(toJSONValue(value)).not.toBe(value);
  });

  it.each<[unknown, JSONValue]>([
    [undefined, null],
    [2n ** 70n, '1180591620717411303424'],
    [Number.NaN, 'NaN'],
    [Number.NEGATIVE_INFINITY, '-Infinity'],
    [Symbol('s'), 'Symbol(s)'],
    [depthOf, '[Function: depthOf]'],
    [new Date(0), '1970-01-01T00:00:00.000Z'],
    [new Date(Number.NaN), null],
    [
      [undefined, () => 1],
      [null, '[Function: anonymous]'],
    ],
    [{ a: undefined, b: 1 }, { b: 1 }],
    [new Map([['a', new Set([1])]]), { a: [1] }],
    [new Map([[1, 'a']]), [[1, 'a']]],
    [Uint8Array.of(1, 2), [1, 2]],
    [BigInt64Array.of(1n), ['1']],
    [/a/g, '/a/g'],
    [new URL('http://a.b/c'), 'http://a.b/c'],
    [
      [Object(1), Object('a'), Object(false)],
      [1, 'a', false],
    ],
    ['a\ud800b😀', 'a\ufffdb😀'],
    [{ '\udc00': 1 }, { '\ufffd': 1 }],
    [{ toJSON: () => ({ a: 1n }) }, { a: '1' }],
  ])('%#', (value, expected) => {
    expect(toJSONValue(value)).toEqual(expected);
  });

  it('a toJSON that returns its own object changes nothing', () => {
    class Own {
      a = 1;
      toJSON(): this {
        return this;
      }
    }
    expect(toJSONValue(new Own())).toEqual({ a: 1 });
  });

  it('an error is described with its cause', () => {
    const error = new TypeError('bad', { cause: 'why' });
    expect(toJSONValue({ error })).toMatchObject({
      error: {
        type: 'TypeError',
        message: 'bad',
        stack: expect.any(String),
        cause: { type: 'string', message: 'why' },
      },
    });
  });

  it('a cycle is marked, and a value that merely comes twice is written twice', () => {
    const shared = { a: 1 };
    const cyclic: Record<string, unknown> = { shared, again: shared };
    cyclic['self'] = cyclic;
    expect(toJSONValue(cyclic)).toEqual({ shared, again: shared, self: '[Circular]' });
  });

  it('what throws says so, and hides nothing else', () => {
    const value = {
      get a(): never {
        throw new Error('no a');
      },
      b: {
        toJSON(): never {
          throw new Error('no b');
        },
      },
      c: 1,
    };
    expect(toJSONValue(value)).toEqual({ a: '[Throws: no a]', b: '[Throws: no b]', c: 1 });
  });

  it('an own key __proto__ stays an ordinary key', () => {
    const copy = toJSONValue(JSON.parse('{"__proto__":{"admin":true},"a":1}')) as object;
    expect(Object.getPrototypeOf(copy)).toBe(Object.prototype);
    expect(JSON.stringify(copy)).toBe('{"__proto__":{"admin":true},"a":1}');
    expect(JSON.stringify(toJSONValue(new Map([['__proto__', 1]])))).toBe('{"__proto__":1}');
  });

  it('depth, items and size are limited, and what is left out is marked', () => {
    let deep: unknown = 'end';
    for (let i = 0; i < 12; i++) deep = { deep };
    expect(depthOf(toJSONValue(deep))).toBe(8);
    expect(JSON.stringify(toJSONValue(deep))).toContain('"[Object]"');
    const list = toJSONValue(Array.from({ length: 300 }, (_, i) => i)) as JSONValue[];
    expect(list.slice(-2)).toEqual([255, '... 44 more']);
    const keys = toJSONValue(Object.fromEntries(list.map((_, i) => [`k${i}`, i]).concat([['z', 1]])));
    expect(keys).toMatchObject({ k255: 255, '...': '2 more' });
    expect((toJSONValue(new Uint8Array(70)) as JSONValue[]).slice(-2)).toEqual([0, '... 6 more']);
    expect((toJSONValue(new Set(Array.from({ length: 300 }, (_, i) => i))) as JSONValue[]).at(-1)).toBe(
      '... 44 more',
    );
    expect(toJSONValue('x'.repeat(100_000))).toMatch(/^x+\.\.\.\[\d+ more characters\]$/);
    const long = Array.from({ length: 200 }, () => 'x'.repeat(1000));
    expect(JSON.stringify(toJSONValue(long)).length).toBeLessThan(70_000);
    const wide = (level: number): unknown =>
      level === 0 ? 'leaf' : Array.from({ length: 100 }, () => wide(level - 1));
    expect(JSON.stringify(toJSONValue(wide(3))).length).toBeLessThan(150_000);
  });

  it('never throws, and JSON.stringify can write what it gives, within limits', () => {
    fc.assert(
      fc.property(anyValue(), (make) => {
        const json = toJSONValue(make());
        const text = JSON.stringify(json);
        expect(text.length).toBeLessThan(500_000);
        expect(text).not.toMatch(/\\ud[89a-f]/);
        expect(depthOf(json)).toBeLessThanOrEqual(8);
      }),
    );
  });
});
