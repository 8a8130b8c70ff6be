import { afterEach, describe, expect, it, vi } from 'vitest';
import { LoggerAdapter } from './adapter.js';
import { Logger } from './logger.js';
import { info as moduleInfo } from './root.js';
import { findCaller } from './stack-caller.js';

afterEach(() => {
  vi.unstubAllGlobals();
});

/** An engine that captures this stack, without a boundary, or with what stands in for captureStackTrace. */
function engine(frames: readonly string[], captureStackTrace?: (target: object) => void): typeof Error {
  class OtherError {
    static captureStackTrace = captureStackTrace;
    stack = `${frames.map((name, at) => `${name}@http://shop/app.js:${at + 1}:1`).join('\n')}\n`;
  }
  return OtherError as never;
}

const OWN = ['framesAbove', 'findCaller', 'findCallSite', 'findCaller', '#log'];
const { info, log } = Logger.prototype;
const { info: adapterInfo, log: adapterLog } = LoggerAdapter.prototype;

describe('where the engine knows no boundary, the caller is what called', () => {
  it.each([
    ["a logger's method", info, ['info']],
    ["an adapter's log()", adapterLog, ['log', 'log']],
    ["an adapter's method", adapterInfo, ['log', 'log', 'info']],
    ['a function of the module', moduleInfo, ['info', 'info']],
  ] as const)('%s, also from a function of that name', (_what, boundary, between) => {
    vi.stubGlobal('Error', engine([...OWN, ...between, 'buy', 'page']));
    expect(findCaller(boundary, 1)).toMatchObject({
      funcName: 'buy',
      lineno: OWN.length + between.length + 1,
    });
    expect(findCaller(boundary, 2)?.funcName).toBe('page');
    vi.stubGlobal('Error', engine([...OWN, ...between, boundary.name, 'page']));
    expect(findCaller(boundary, 1)).toMatchObject({ lineno: OWN.length + between.length + 1 });
  });

  it('a function that a minifier has renamed', () => {
    const renamed = { q: () => {} }.q;
    vi.stubGlobal('Error', engine(['a', 'b', 'c', 'd', '#e', 'info', 'q', 'f', 'g']));
    expect(findCaller(renamed, 1)?.funcName).toBe('f');
  });

  it('nothing, if no function of that name is on the stack, or it has none', () => {
    vi.stubGlobal('Error', engine([...OWN, 'info', 'buy']));
    expect(findCaller(log, 1)).toBeUndefined();
    expect(findCaller((() => () => {})(), 1)).toBeUndefined();
  });

  it('the same, where something stands in for captureStackTrace', () => {
    const standIn = (target: object): void => {
      Object.assign(target, { stack: new Error().stack });
    };
    vi.stubGlobal('Error', engine([...OWN, 'info', 'buy'], standIn));
    expect(findCaller(info, 1)?.funcName).toBe('buy');
  });
});

describe('where the engine knows boundaries', () => {
  it('what it leaves is the answer', () => {
    const exact = (target: object): void => {
      Object.assign(target, { stack: 'buy@http://shop/app.js:3:1\npage@http://shop/app.js:9:1\n' });
    };
    vi.stubGlobal('Error', engine(OWN, exact));
    expect(findCaller(info, 1)).toEqual({
      pathname: 'http://shop/app.js',
      lineno: 3,
      funcName: 'buy',
      stack: 'buy@http://shop/app.js:3:1\npage@http://shop/app.js:9:1',
    });
    expect(findCaller(info, 99)?.funcName).toBe('page');
  });

  it('nothing is found if it leaves nothing', () => {
    vi.stubGlobal(
      'Error',
      engine([...OWN, 'info', 'buy'], (target) => Object.assign(target, { stack: '' })),
    );
    expect(findCaller(info, 1)).toBeUndefined();
  });
});

describe("the application's settings of stacks", () => {
  it('do not matter, and are kept', () => {
    const { stackTraceLimit, prepareStackTrace } = Error;
    const boundary = (): ReturnType<typeof findCaller> => findCaller(boundary, 1);
    const hook = (): never => {
      throw new Error('hook');
    };
    try {
      Error.stackTraceLimit = 0;
      Error.prepareStackTrace = hook;
      (function caller() {
        expect(boundary()?.funcName).toBe('caller');
      })();
      expect(Error.stackTraceLimit).toBe(0);
      expect(Error.prepareStackTrace).toBe(hook);
    } finally {
      Object.assign(Error, { stackTraceLimit, prepareStackTrace });
    }
  });
});
