import { describe, expect, it } from 'vitest';
import { describeError, errorFromData } from './error-data.js';
import { errorText } from './error-text.js';

// As recorded from the engines for `function f() { throw new TypeError('boom') }`.
const STACKS = {
  v8: 'TypeError: boom\n    at f (http://localhost/a.js:1:22)\n    at http://localhost/a.js:3:1',
  bun: 'TypeError: boom\n      at f (/srv/a.js:1:22)\n      at /srv/a.js:3:1',
  spiderMonkey: 'f@http://localhost/a.js:1:22\n@http://localhost/a.js:3:1\n',
  javaScriptCore: 'f@http://localhost/a.js:1:35\nglobal code@http://localhost/a.js:3:2',
};

function withStack(error: Error, stack: unknown): Error {
  return Object.defineProperty(error, 'stack', { value: stack });
}

const simple = (message: string, stack = ''): Error => withStack(new Error(message), stack);

describe('errorText', () => {
  it.each(Object.entries(STACKS))(
    'begins with the header and goes on with the frames of %s',
    (_engine, stack) => {
      const text = errorText(withStack(new TypeError('boom'), stack));
      expect(text.split('\n')).toHaveLength(3);
      expect(text).toMatch(/^TypeError: boom\n.*f.*a\.js:1:\d+.*\n.*a\.js:3:\d/);
      expect(text.match(/boom/g)).toHaveLength(1);
    },
  );

  it('puts the present message in the place of the stale header of V8', () => {
    const stack = 'Error: old\nsecond line\n    at f (/a.js:1:2)';
    expect(errorText(simple('new', stack))).toBe('Error: new\n    at f (/a.js:1:2)');
  });

  it('writes a message of several lines once', () => {
    const stack = 'Error: one\n    at first glance\ntwo\n    at f (/a.js:1:2)';
    expect(errorText(simple('one\n    at first glance\ntwo', stack))).toBe(stack);
  });

  it('a stack without frames is the header alone', () => {
    expect(errorText(simple('x', 'Error: x'))).toBe('Error: x');
    expect(errorText(simple(''))).toBe('Error');
  });

  it('writes the chain of causes', () => {
    const error = simple('outer', 'Error: outer\n    at o');
    error.cause = Object.assign(simple('inner', 'Error: inner\n    at i'), { cause: 'timeout' });
    expect(errorText(error)).toBe(
      'Error: outer\n    at o\nCaused by: Error: inner\n    at i\nCaused by: string: timeout',
    );
  });

  it('numbers the errors of an AggregateError and keeps their causes apart from its own', () => {
    const first = Object.assign(simple('a', 'Error: a\n    at a'), { cause: 1 });
    const error = withStack(new AggregateError([first, 'b'], 'all', { cause: simple('c') }), '');
    expect(errorText(error)).toBe(
      [
        'AggregateError: all',
        '  [1] Error: a',
        '      at a',
        '  Caused by: number: 1',
        '  [2] string: b',
        'Caused by: Error: c',
      ].join('\n'),
    );
  });

  it('says so where it cuts: circles, long chains, many errors', () => {
    const circle = simple('me');
    circle.cause = circle;
    expect(errorText(circle)).toBe('Error: me\nCaused by: ...: circular');

    let chain = simple('0');
    for (let i = 1; i < 50; i++) chain = Object.assign(simple(`${i}`), { cause: chain });
    expect(errorText(chain)).toMatch(/Caused by: \.\.\.: cut$/);
    expect(errorText(chain).split('\n').length).toBeLessThan(15);

    const many = withStack(new AggregateError(Array(1000).fill('x')), '');
    expect(errorText(many)).toMatch(/\[20] string: x\n {2}\[21] \.\.\.: 980 more$/);
  });

  it('stays small for errors within errors', () => {
    const nest = (depth: number): unknown =>
      depth === 0
        ? 'leaf'
        : withStack(new AggregateError(Array.from({ length: 6 }, () => nest(depth - 1))), '');
    expect(errorText(nest(4)).split('\n').length).toBeLessThan(400);
  });

  it('describes thrown values that are no errors', () => {
    expect(errorText('boom')).toBe('string: boom');
    expect(errorText(null)).toBe('null: null');
    expect(errorText({ code: 7 })).toBe('object: {"code":7}');
    expect(errorText({ big: 1n })).toBe('object: [object Object]');
    expect(errorText({ text: 'x'.repeat(5000) }).length).toBeLessThan(1100);
  });

  it('never throws, whatever getters do', () => {
    const hostile = new Error('x');
    for (const key of ['stack', 'name', 'message', 'cause', 'errors']) {
      Object.defineProperty(hostile, key, {
        get() {
          throw new Error(key);
        },
      });
    }
    expect(errorText(hostile)).toBe('Error');
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    expect(errorText(proxy)).toBe('object');
    const aggregate = Object.assign(simple('x'), { errors: Proxy.revocable([], {}).proxy, cause: proxy });
    expect(errorText(aggregate)).toBe('Error: x\nCaused by: object');
    expect(errorText(Symbol('s'))).toBe('symbol: Symbol(s)');
  });

  it('an error that crossed a process keeps its text', () => {
    const error = new AggregateError([new TypeError('a')], 'all', { cause: new RangeError('c') });
    expect(errorText(errorFromData(describeError(error)))).toBe(errorText(error));
  });
});
