import { describePlatform } from '@loggia/testing';
import { afterEach, describe, expect, it, vi } from 'vitest';
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
    expect(workerPlatform.processInfo()).toEqual({ ...nothing, threadName: 'cart' });
    vi.stubGlobal('document', {});
    expect(browserPlatform.processInfo()).toEqual({ ...nothing, processName: 'cart' });
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
