import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { findCaller } from './stack-caller.js';

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('findCaller', () => {
  function boundary(level: number): ReturnType<typeof findCaller> {
    return findCaller(boundary, level);
  }
  function near(level: number): ReturnType<typeof findCaller> {
    return boundary(level);
  }
  function far(level: number): ReturnType<typeof findCaller> {
    return near(level);
  }

  it('tells who called, and who called that', () => {
    expect(far(1)).toMatchObject({
      funcName: 'near',
      pathname: expect.stringMatching(/stack-caller-v8\.test\.ts$/),
    });
    expect(far(2)?.funcName).toBe('far');
    expect(far(1)?.stack).toMatch(/near[\s\S]*far/);
    expect(far(1)?.stack).not.toContain('boundary');
    // Too large a level means the outermost frame, as in Python.
    expect(far(1000)?.lineno).toBeGreaterThan(0);
    expect(findCaller(far, 1)).toBeUndefined();
  });

  it("looks deeper than the application's own limit, and puts that back", () => {
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 1;
    try {
      expect(far(2)?.funcName).toBe('far');
      expect(Error.stackTraceLimit).toBe(1);
    } finally {
      Error.stackTraceLimit = stackTraceLimit;
    }
  });

  it('finds its way by the name of the function where the engine gives no help', () => {
    const { captureStackTrace, stackTraceLimit } = Error;
    Object.assign(Error, { captureStackTrace: undefined, stackTraceLimit: undefined });
    const stacks = [
      'findCaller@http://s/l.js:1:1',
      'boundary@http://s/l.js:2:2',
      'near@http://s/a.js:3:3',
      'http://s/a.js:4:4',
    ];
    class GeckoError {
      stack = stacks.join('\n');
    }
    vi.stubGlobal('Error', GeckoError);
    try {
      expect(findCaller(boundary, 1)).toEqual({
        pathname: 'http://s/a.js',
        lineno: 3,
        funcName: 'near',
        stack: 'near@http://s/a.js:3:3\nhttp://s/a.js:4:4',
      });
      expect(findCaller(boundary, 2)?.lineno).toBe(4);
      expect(findCaller(far, 1)).toBeUndefined();
    } finally {
      vi.unstubAllGlobals();
      Object.assign(Error, { captureStackTrace, stackTraceLimit });
    }
  });
});

describe('in Node, the caller', () => {
  const here = fileURLToPath(import.meta.url);
  const boundary = (level = 1): ReturnType<typeof findCaller> => findCaller(boundary, level);

  it('names the file as a path, the line and the function', () => {
    const line = Number(/:(\d+):\d+\)?$/m.exec(new Error().stack ?? '')?.[1]);
    const caller = (function placed() {
      return boundary();
    })();
    expect(caller).toMatchObject({ pathname: here, lineno: line + 2, funcName: 'placed' });
    expect(caller?.stack.split('\n')[0]).toContain('placed');
  });

  it('passes over native frames', () => {
    const [caller] = [1].map(() =>
      (function inner() {
        return [2].map(() => boundary(3))[0];
      })(),
    );
    // The callback of map, inner, and the outer callback; map itself is native.
    expect(caller?.pathname).toBe(here);
    expect(caller?.funcName).not.toContain('map');
  });

  it('is undefined if the boundary is not on the stack', () => {
    expect(findCaller(() => {}, 1)).toBe(undefined);
  });

  it('answers with the outermost frame for a level that is too large', () => {
    const caller = boundary(1000);
    expect(caller?.stack.split('\n')).toHaveLength(1);
  });

  it('stands a hook of the application that makes stacks of its own kind', () => {
    const { prepareStackTrace } = Error;
    try {
      Error.prepareStackTrace = () => [1, 2];
      expect(boundary()?.pathname).toBe(here);
      Error.prepareStackTrace = () => {
        throw new Error('hook');
      };
      expect(boundary()?.pathname).toBe(here);
    } finally {
      Error.prepareStackTrace = prepareStackTrace;
    }
  });

  it('leaves Error.stackTraceLimit as it was', () => {
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    expect(boundary()).not.toBe(undefined);
    expect(Error.stackTraceLimit).toBe(0);
    Error.stackTraceLimit = stackTraceLimit;
  });
});
