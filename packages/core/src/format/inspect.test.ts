import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyValue } from './hostile.testing.js';
import { inspect } from './inspect.js';

class Point {
  constructor(
    readonly x: number,
    readonly y: number,
  ) {}
}

class Bag extends Map<unknown, unknown> {}

describe('inspect', () => {
  it.each<[unknown, string]>([
    ["it's", `"it's"`],
    ['a\n\x1b[31m\u200b', "'a\\n\\x1b[31m\\u200b'"],
    [12n, '12n'],
    [-0, '-0'],
    [undefined, 'undefined'],
    [null, 'null'],
    [Symbol('s'), 'Symbol(s)'],
    [new Date(0), '1970-01-01T00:00:00.000Z'],
    [new Date(Number.NaN), 'Invalid Date'],
    [/a\nb/g, '/a\\nb/g'],
    [inspect, '[Function: inspect]'],
    [Point, '[class: Point]'],
    [
      (
        () => () =>
          1
      )(),
      '[Function]',
    ],
    [new TypeError('bad\nnews'), 'TypeError: bad\\nnews'],
    [new URL('http://a.b/c'), '[URL: http://a.b/c]'],
    [Object(1), '[Number: 1]'],
    [Object('a'), "[String: 'a']"],
  ])('%#', (value, text) => {
    expect(inspect(value)).toBe(text);
  });

  it('shows what containers hold, and of what class they are', () => {
    expect(inspect([1, 'a', [null], {}])).toBe("[1, 'a', [null], {}]");
    expect(inspect({ a: 1, 'b c': { é: [] } })).toBe("{ a: 1, 'b c': { é: [] } }");
    expect(inspect(new Map([['k', { v: 1n }]]))).toBe("Map(1) { 'k' => { v: 1n } }");
    expect(inspect(new Bag([[1, 2]]))).toBe('Bag(1) { 1 => 2 }');
    expect(inspect(new Set())).toBe('Set(0) {}');
    expect(inspect(new Point(1, -2))).toBe('Point { x: 1, y: -2 }');
    expect(inspect(Object.assign(Object.create(null), { a: 1 }))).toBe('[Object: null prototype] { a: 1 }');
    expect(inspect(Uint8Array.of(1, 255))).toBe('Uint8Array(2) [1, 255]');
    expect(inspect(new DataView(new ArrayBuffer(2)))).toBe('DataView {}');
  });

  it('an error shows its cause, its errors and its own properties', () => {
    const cause = Object.assign(new RangeError('deep'), { code: 'E1' });
    expect(inspect(new Error('top', { cause }))).toBe(
      "Error: top { cause: RangeError: deep { code: 'E1' } }",
    );
    expect(inspect(new AggregateError([1], 'all'))).toBe('AggregateError: all { errors: [1] }');
  });

  it('a cycle is marked, and a value that merely comes twice is shown twice', () => {
    const cyclic: Record<string, unknown> = { list: [] };
    (cyclic['list'] as unknown[]).push(cyclic);
    expect(inspect(cyclic)).toBe('{ list: [[Circular]] }');
    const shared = { a: 1 };
    expect(inspect([shared, shared])).toBe('[{ a: 1 }, { a: 1 }]');
  });

  it('what throws says so, and hides nothing else', () => {
    const value = {
      a: 1,
      get b(): never {
        throw new Error('no\nb');
      },
      c: 3,
    };
    expect(inspect(value)).toBe('{ a: 1, b: [Throws: no\\nb], c: 3 }');
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    expect(inspect([proxy])).toBe('[[Revoked Proxy]]');
  });

  it('depth, items and size are limited, and what is left out is marked', () => {
    let deep: unknown = 'end';
    for (let i = 0; i < 9; i++) deep = [deep];
    expect(inspect(deep)).toBe('[[[[[[[Array]]]]]]]');
    expect(inspect(Array.from({ length: 103 }, () => 0))).toContain(', 0, ... 3 more]');
    expect(inspect(new Set(Array.from({ length: 103 }, (_, i) => i)))).toContain(', 99, ... 3 more }');
    expect(inspect('x'.repeat(10_003))).toMatch(/^'x+'\.\.\. 3 more characters$/);
    const wide = (depth: number): unknown =>
      depth === 0 ? 'leaf' : Array.from({ length: 50 }, () => wide(depth - 1));
    const text = inspect(wide(3));
    expect(text.length).toBeLessThan(12_000);
    expect(text).toContain('more]');
  });

  it('neither throws nor runs away, whatever it is given', () => {
    fc.assert(
      fc.property(anyValue(), (make) => {
        expect(inspect(make()).length).toBeLessThan(150_000);
      }),
    );
  });
});
