import { describe, expect, it } from 'vitest';
import { parseStack } from './caller.js';

describe('parseStack', () => {
  it.each([
    [
      'V8',
      'Error: x\n    at Cart.add (file:///srv/my%20shop/cart.js:10:5)\n    at /srv/main.js:3:1',
      [
        ['/srv/my shop/cart.js', 10, 'add'],
        ['/srv/main.js', 3, '<module>'],
      ],
    ],
    [
      'V8, async, aliased and constructing',
      '    at async Cart.add [as push] (http://shop/cart.js:1:2)\n    at new Cart (webpack://shop/./src/cart.ts:5:1)',
      [
        ['http://shop/cart.js', 1, 'add'],
        ['webpack://shop/./src/cart.ts', 5, 'Cart'],
      ],
    ],
    [
      'V8 on Windows',
      '    at add (C:\\shop\\cart.js:10:5)\n    at file:///C:/shop/main.js:2:1',
      [
        ['C:\\shop\\cart.js', 10, 'add'],
        ['C:/shop/main.js', 2, '<module>'],
      ],
    ],
    [
      'SpiderMonkey',
      'add@http://127.0.0.1:8080/cart.js?v=1:10:5\n@http://127.0.0.1:8080/main.js:3:1\n',
      [
        ['http://127.0.0.1:8080/cart.js?v=1', 10, 'add'],
        ['http://127.0.0.1:8080/main.js', 3, '<module>'],
      ],
    ],
    [
      'SpiderMonkey, async and nested',
      'async*Cart.prototype.add@http://shop/cart.js:10:5\nmake/<@http://shop/a.js:7:2',
      [
        ['http://shop/cart.js', 10, 'add'],
        ['http://shop/a.js', 7, 'make'],
      ],
    ],
    [
      'JavaScriptCore',
      'add@http://shop/cart.js:10:5\nglobal code@http://shop/main.js:3:1\n[native code]',
      [
        ['http://shop/cart.js', 10, 'add'],
        ['http://shop/main.js', 3, '<module>'],
      ],
    ],
  ])('reads %s', (_engine, stack, frames) => {
    expect(parseStack(stack).map(({ pathname, lineno, funcName }) => [pathname, lineno, funcName])).toEqual(
      frames,
    );
  });
});
