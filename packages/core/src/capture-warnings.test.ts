import { captureLogs, fakePlatform } from '@loggia/testing';
import { afterEach, describe, expect, it } from 'vitest';
import { captureWarnings } from './capture-warnings.js';
import type { HostWarning, Platform } from './platform.js';
import { getLogger } from './root.js';
import { replacePlatform } from './state.js';

let restore = (): void => undefined;

/** A host that warns when it is told to, and knows how many listen. */
function warningHost(): { warn(warning: HostWarning): void; readonly listeners: number } {
  const listeners = new Set<{ callback(warning: HostWarning): void }>();
  const platform: Platform = {
    ...fakePlatform(),
    onWarning(callback) {
      const entry = { callback };
      listeners.add(entry);
      return () => void listeners.delete(entry);
    },
  };
  restore = replacePlatform(platform);
  return {
    warn(warning) {
      for (const { callback } of listeners) callback(warning);
    },
    get listeners() {
      return listeners.size;
    },
  };
}

afterEach(() => {
  captureWarnings(false);
  restore();
});

const warning: HostWarning = { logger: 'host.warnings', name: 'Deprecated', message: 'old %s', code: 'D1' };

describe('captureWarnings', () => {
  it("logs the host's warnings to the logger that it names, with what else is known", () => {
    const host = warningHost();
    captureWarnings(true);
    using logs = captureLogs('host.warnings');
    host.warn(warning);
    host.warn({ ...warning, code: undefined, stack: 'at x' });
    expect(logs.lines).toEqual(Array(2).fill('WARNING:host.warnings:Deprecated: old %s'));
    expect(logs.records.map(({ extra }) => extra)).toEqual([{ code: 'D1' }, { stack: 'at x' }]);
  });

  it('listens once however often it is turned on, and no more when it is turned off', () => {
    const host = warningHost();
    captureWarnings(true);
    captureWarnings(true);
    expect(host.listeners).toBe(1);
    captureWarnings(false);
    captureWarnings(false);
    expect(host.listeners).toBe(0);
    captureWarnings(true);
    expect(host.listeners).toBe(1);
  });

  it('makes no difference where the host warns of nothing', () => {
    restore = replacePlatform(fakePlatform());
    captureWarnings(true);
    captureWarnings(false);
  });

  it('never throws into the host', () => {
    const host = warningHost();
    captureWarnings(true);
    const log = getLogger('host.warnings');
    log.warning = () => {
      throw new Error('overridden');
    };
    host.warn(warning);
    Reflect.deleteProperty(log, 'warning');
  });
});
