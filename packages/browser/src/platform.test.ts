import { describePlatform } from '@loggia/testing';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { findCaller } from './caller.js';
import { browserPlatform } from './platform.js';
import { workerPlatform } from './worker-platform.js';

afterEach(() => {
  vi.unstubAllGlobals();
});

describePlatform(it, 'browserPlatform', browserPlatform);
describePlatform(it, 'workerPlatform', workerPlatform);

describe('browserPlatform', () => {
  it('keeps the fetch and the console that the page had when Loggia was loaded', () => {
    const { fetch, console } = browserPlatform;
    const replaced = vi.fn();
    vi.stubGlobal('fetch', replaced);
    vi.stubGlobal('console', { debug: replaced, info: replaced, warn: replaced, error: replaced });
    expect(browserPlatform.fetch).toBe(fetch);
    browserPlatform.console?.debug('');
    expect(browserPlatform.console).toBe(console);
    expect(replaced).not.toHaveBeenCalled();
  });

  it('names a page by its window, a worker by its own name, and neither by a number', () => {
    vi.stubGlobal('name', 'cart');
    const nothing = { process: null, processName: null, thread: null, threadName: null };
    expect(browserPlatform.processInfo()).toEqual({ ...nothing, processName: 'cart' });
    expect(workerPlatform.processInfo()).toEqual({ ...nothing, threadName: 'cart' });
    vi.stubGlobal('name', '');
    expect(workerPlatform.processInfo()).toEqual(nothing);
  });

  it('is offline only where the host is sure', () => {
    vi.stubGlobal('navigator', { onLine: false });
    expect(browserPlatform.online()).toBe(false);
    vi.stubGlobal('navigator', {});
    expect(browserPlatform.online()).toBe(true);
    vi.stubGlobal('navigator', undefined);
    expect(browserPlatform.online()).toBe(true);
  });
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
      pathname: expect.stringMatching(/platform\.test\.ts$/),
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
