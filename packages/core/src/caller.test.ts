import { describe, expect, it } from 'vitest';
import { BROWSER_STACKS, type RecordedStack } from './caller.fixtures.testing.js';
import { NODE_STACKS } from './caller.fixtures-node.testing.js';
import { parseStack } from './caller.js';

const frames = (stack: string): string[] =>
  parseStack(stack).map(({ funcName, pathname, lineno }) => `${funcName} at ${pathname}:${lineno}`);

const everyStack = (recorded: readonly RecordedStack[]): [string, string, readonly string[]][] =>
  recorded.flatMap(({ what, stacks, frames }) =>
    Object.entries(stacks).map(([engine, stack]): [string, string, readonly string[]] => [
      `${what} (${engine})`,
      stack,
      frames,
    ]),
  );

describe('parseStack on what engines wrote', () => {
  it.each(everyStack([...BROWSER_STACKS, ...NODE_STACKS]))('reads: %s', (_name, stack, expected) => {
    expect(frames(stack)).toEqual(expected);
  });
});

describe('the path of a frame', () => {
  it.each([
    ['file:///srv/my%20shop/cart.js?v=1#top', '/srv/my shop/cart.js'],
    ['file:///srv/100%/cart.js', '/srv/100%/cart.js'],
    ['file://localhost/srv/cart.js', '/srv/cart.js'],
    ['file:///C:/my%20shop/cart.js', 'C:\\my shop\\cart.js'],
    ['file://server/share/cart.js', '\\\\server\\share\\cart.js'],
    ['C:\\Program Files (x86)\\cart.js', 'C:\\Program Files (x86)\\cart.js'],
    ['\\\\server\\share\\cart.js', '\\\\server\\share\\cart.js'],
    ['/srv/what?/a#b.js', '/srv/what?/a#b.js'],
    ['http://127.0.0.1:8080/@scope/cart.js?v=1', 'http://127.0.0.1:8080/@scope/cart.js'],
    ['http://localhost:5173/@fs/srv/cart.ts?t=17', 'http://localhost:5173/@fs/srv/cart.ts'],
    ['http://[::1]:8080/cart.js', 'http://[::1]:8080/cart.js'],
    ['webpack-internal:///(app)/./src/cart.ts?ab12', 'webpack-internal:///(app)/./src/cart.ts'],
    ['webpack://shop/./src/cart.ts', 'webpack://shop/./src/cart.ts'],
    ['blob:http://shop/0f-1a', 'blob:http://shop/0f-1a'],
    ['data:text/javascript;base64,Zm9v', 'data:text/javascript;base64'],
    ['app://cart.js', 'app://cart.js'],
    ['evalmachine.<anonymous>', 'evalmachine.<anonymous>'],
  ])('of %s is %s', (source, path) => {
    for (const line of [
      `    at ${source}:3:7`,
      `    at async ${source}:3:7`,
      `    at new Cart (${source}:3:7)`,
      `@${source}:3:7`,
      `add@${source}:3:7`,
    ]) {
      expect(parseStack(line), line).toMatchObject([{ pathname: path, lineno: 3 }]);
    }
  });

  it('is the URL in older JavaScriptCore, which leaves @ out where there is no name', () => {
    expect(frames('http://shop/@fs/cart.js:3:7')).toEqual(['<module> at http://shop/@fs/cart.js:3']);
  });

  it('is where text was evaluated, however deep', () => {
    expect(
      frames(
        '    at f (eval at <anonymous> (eval at g (file:///srv/a.js:3:5), <anonymous>:1:1), <anonymous>:9:2)',
      ),
    ).toEqual(['f at /srv/a.js:3']);
    expect(frames('f@http://shop/a.js line 3 > eval line 1 > Function:9:2')).toEqual([
      'f at http://shop/a.js:3',
    ]);
  });
});

describe('the name of a function', () => {
  it.each([
    ['Cart.add', 'add'],
    ['async Cart.add [as push]', 'add'],
    ['new Cart', 'Cart'],
    ['new <anonymous>', '<anonymous>'],
    ['Cart.<anonymous>', '<anonymous>'],
    ['Cart.[Symbol.iterator]', '[Symbol.iterator]'],
    ['set total [as total]', 'total'],
    ['Object.a b', 'a b'],
    ['eval', '<module>'],
  ])('in V8, of %s is %s', (name, plain) => {
    expect(parseStack(`    at ${name} (/srv/a.js:1:1)\n    at b (/srv/a.js:2:1)`)[0]?.funcName).toBe(plain);
  });

  it.each([
    ['async*Cart.prototype.add', 'add'],
    ['setTimeout handler*add', 'add'],
    ['make/add', 'add'],
    ['make/<', '<anonymous>'],
    ['make/</<', '<anonymous>'],
    ['total<', '<anonymous>'],
    ['[Symbol.iterator]', '[Symbol.iterator]'],
    ['global code', '<module>'],
    ['', '<anonymous>'],
  ])('in other engines, of "%s" is %s', (name, plain) => {
    expect(parseStack(`${name}@http://shop/a.js:1:1\nb@http://shop/a.js:2:1`)[0]?.funcName).toBe(plain);
  });
});

describe('parseStack', () => {
  it('leaves out what has no place', () => {
    const v8 = [
      'TypeError: x@http://shop/a.js:1:1',
      'at large, 10:5',
      '    at Array.map (<anonymous>)',
      '    at async Promise.all (index 0)',
      '    at wasm (http://shop/a.wasm:wasm-function[3]:0x1f)',
      '    at eval (eval at evaluate (:290:30), <anonymous>:1:5)',
      '    at native',
      '    at node:internal/process/task_queues:140:7',
    ];
    expect(parseStack(v8.join('\n'))).toEqual([]);
    expect(
      parseStack('map@[native code]\neval code@\n[native code]\n<?>.wasm-function[3]@[wasm code]'),
    ).toEqual([]);
    expect(parseStack('')).toEqual([]);
  });

  it('gives each frame the stack from there outwards', () => {
    const stack = 'add@http://shop/a.js:1:1\nmap@[native code]\nbuy@http://shop/a.js:2:1\n';
    expect(parseStack(stack).map((frame) => frame.stack)).toEqual([
      stack.trimEnd(),
      'buy@http://shop/a.js:2:1',
    ]);
  });

  it('reads no further than is asked for', () => {
    expect(parseStack('a@b.js:1:1\nc@b.js:2:1', 1)).toHaveLength(1);
  });
});
