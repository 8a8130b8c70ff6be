import { describeHandler } from '@loggia/testing';
import { describe, expect, it } from 'vitest';
import { Formatter } from '../format/formatter.js';
import type { ConsoleLike } from '../platform.js';
import { makeLogRecord } from '../record-factory.js';
import { ConsoleHandler, type ConsoleHandlerOptions } from './console.js';

function logTo(
  options: ConsoleHandlerOptions,
  attributes: Record<string, unknown>,
  format?: string,
): unknown[][] {
  const calls: unknown[][] = [];
  const recorder = new Proxy({} as ConsoleLike, {
    get:
      (_target, method) =>
      (...values: unknown[]) =>
        calls.push([method, ...values]),
  });
  const handler = new ConsoleHandler({ console: recorder, ...options });
  if (format !== undefined) handler.setFormatter(new Formatter(format));
  handler.handle(makeLogRecord({ levelno: 20, levelname: 'INFO', ...attributes }));
  return calls;
}

describeHandler(it, 'ConsoleHandler', () => {
  const texts: unknown[] = [];
  let isBroken = false;
  const write = (first: unknown, second: unknown): void => {
    if (isBroken) throw new Error('no console');
    // Where values follow, the line is not the format.
    texts.push(first === '%s' ? second : first);
  };
  return {
    handler: new ConsoleHandler({ console: { debug: write, info: write, warn: write, error: write } }),
    received: () => texts as string[],
    breakDestination: () => {
      isBroken = true;
    },
    repair: () => {
      isBroken = false;
    },
  };
});

describe('ConsoleHandler', () => {
  it.each([
    [5, 'debug'],
    [10, 'debug'],
    [20, 'info'],
    [30, 'warn'],
    [40, 'error'],
    [50, 'error'],
  ])('writes level %d by console.%s', (levelno, method) => {
    expect(logTo({}, { levelno, msg: 'x' })).toEqual([[method, 'x']]);
  });

  it('hands objects over as they are, after the line', () => {
    const item = { name: 'tea' };
    const error = new Error('no');
    const [call] = logTo(
      {},
      { msg: '%d x %s', args: [2, item], extra: { cart: 1 }, excInfo: error },
      '%(levelname)s %(message)s',
    );
    expect(call?.slice(0, 3)).toEqual(['info', '%s', "INFO 2 x { name: 'tea' }"]);
    expect(call?.[3]).toBe(item);
    expect(call?.[4]).toEqual({ cart: 1 });
    expect(call?.[5]).toBe(error);
  });

  it('never lets the text be taken for a format', () => {
    expect(logTo({}, { msg: '100%s', extra: { a: 1 } })).toEqual([['info', '%s', '100%s', { a: 1 }]]);
  });

  it('writes control characters from outside visibly, without a formatter too', () => {
    expect(logTo({}, { msg: '\x1b[2Jgone' })).toEqual([['info', '\\x1b[2Jgone']]);
  });

  it('colours the level where asked to', () => {
    expect(logTo({ styled: true }, { msg: 'x' })).toEqual([['info', '%cINFO%c %s', 'color:#08c', '', 'x']]);
  });

  it('folds the values away where asked to', () => {
    expect(logTo({ collapse: true }, { msg: 'x', extra: { a: 1 } })).toEqual([
      ['groupCollapsed', '%s', 'x'],
      ['info', { a: 1 }],
      ['groupEnd'],
    ]);
  });
});
