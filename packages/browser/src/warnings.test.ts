import type { HostWarning } from '@loggia/core';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { onWarning } from './warnings.js';

type Callback = ConstructorParameters<typeof ReportingObserver>[0];

afterEach(() => {
  vi.unstubAllGlobals();
});

describe("a browser's reports", () => {
  it('are told as warnings, those from before as well, until nobody listens any more', () => {
    const observers: FakeObserver[] = [];
    class FakeObserver {
      isOn = false;
      constructor(
        readonly callback: Callback,
        readonly options: ReportingObserverOptions,
      ) {
        observers.push(this);
      }
      observe(): void {
        this.isOn = true;
      }
      disconnect(): void {
        this.isOn = false;
      }
    }
    vi.stubGlobal('ReportingObserver', FakeObserver);
    const heard: HostWarning[] = [];
    const stop = onWarning((warning) => heard.push(warning));
    const [observer] = observers as [FakeObserver];
    expect(observer).toMatchObject({
      isOn: true,
      options: { types: ['deprecation', 'intervention', 'crash'], buffered: true },
    });
    const body = { id: 'UnloadHandler', message: 'gone soon', sourceFile: 'https://x/a.js', lineNumber: 3 };
    observer.callback(
      [
        { type: 'deprecation', url: 'https://x/', body },
        { type: 'intervention', url: 'https://x/', body: null },
      ] as never,
      observer as never,
    );
    const logger = 'browser.warnings';
    expect(heard).toEqual([
      {
        logger,
        name: 'deprecation',
        message: 'gone soon',
        code: 'UnloadHandler',
        stack: 'https://x/a.js:3:0',
      },
      { logger, name: 'intervention', message: '', code: undefined, stack: undefined },
    ]);
    stop();
    expect(observer.isOn).toBe(false);
  });

  it('are nothing where the browser has no such observer', () => {
    vi.stubGlobal('ReportingObserver', undefined);
    expect(onWarning(() => undefined)()).toBeUndefined();
  });
});
