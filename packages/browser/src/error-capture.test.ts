import { getLogger } from '@loggia/core';
import { captureLogs } from '@loggia/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { installErrorCapture } from './error-capture.js';

let scope: EventTarget;
let installed: Disposable | undefined;

beforeEach(() => {
  scope = new EventTarget();
  vi.stubGlobal('addEventListener', scope.addEventListener.bind(scope));
  vi.stubGlobal('removeEventListener', scope.removeEventListener.bind(scope));
  vi.stubGlobal('location', { href: 'https://shop.test/' });
  vi.stubGlobal('ReportingObserver', undefined);
});
afterEach(() => {
  installed?.[Symbol.dispose]();
  vi.unstubAllGlobals();
});

const fire = (type: string, about: object): unknown =>
  scope.dispatchEvent(Object.assign(new Event(type), about));
const thrown = (error: unknown, message = `Uncaught ${String(error)}`): unknown =>
  fire('error', { error, message, filename: 'https://shop.test/a.js?v=1', lineno: 3, colno: 14 });
const rejected = (reason: unknown): unknown => fire('unhandledrejection', { reason });

/** What `work` makes the capture log, as level, logger and text. */
function linesOf(work: () => void): string[] {
  using captured = captureLogs(getLogger('browser'), 'DEBUG');
  work();
  return captured.records.map(({ levelname, name, message }) => `${levelname} ${name}: ${message}`);
}

describe('installErrorCapture', () => {
  it('logs an uncaught error with its place, its stack and its causes', () => {
    installed = installErrorCapture();
    const error = new Error('payment failed', { cause: new Error('card refused') });
    using captured = captureLogs(getLogger('browser'), 'DEBUG');
    thrown(error);
    const [record] = captured.records;
    expect(record).toMatchObject({
      name: 'browser.uncaught',
      levelname: 'ERROR',
      message: 'uncaught Error: payment failed',
      pathname: 'https://shop.test/a.js',
      lineno: 3,
      extra: { column: 14 },
      excInfo: error,
    });
    expect(record?.toJSON().error).toMatchObject({ stack: error.stack, cause: { message: 'card refused' } });
  });

  it('logs the same error once, whether it is thrown, rejected with, or both, and each of two others', () => {
    installed = installErrorCapture();
    const error = new Error('a');
    const lines = linesOf(() => {
      thrown(error);
      rejected(error);
      thrown(error);
      rejected(new Error('b'));
      rejected(new Error('b'));
    });
    expect(lines).toEqual([
      'ERROR browser.uncaught: uncaught Error: a',
      'ERROR browser.uncaught: unhandled rejection: Error: b',
      'ERROR browser.uncaught: unhandled rejection: Error: b',
    ]);
  });

  it('takes anything that is thrown or rejected with: text, nothing, objects, a revoked proxy, what other origins hide', () => {
    installed = installErrorCapture();
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    const lines = linesOf(() => {
      thrown('text');
      thrown(null, 'Script error.');
      for (const reason of ['100%s', undefined, { code: 7 }, proxy]) rejected(reason);
    });
    expect(lines.map((line) => line.replace('ERROR browser.uncaught: ', ''))).toEqual([
      'uncaught text',
      'uncaught Script error.',
      `unhandled rejection: '100%s'`,
      'unhandled rejection: undefined',
      'unhandled rejection: { code: 7 }',
      'unhandled rejection: [Revoked Proxy]',
    ]);
  });

  it('logs what could not be loaded, without its query; what the page needs to run, as an error', () => {
    installed = installErrorCapture();
    const lines = linesOf(() => {
      const target = (element: object): object => ({ target: { value: element } });
      for (const element of [
        { tagName: 'SCRIPT', src: 'https://cdn.test/a.js?token=1' },
        { tagName: 'LINK', href: '/style.css' },
        { tagName: 'IMG', src: '' },
        {},
      ])
        scope.dispatchEvent(
          Object.defineProperties(new Event('error'), target(element) as PropertyDescriptorMap),
        );
    });
    expect(lines).toEqual([
      'ERROR browser.resource: could not load script https://cdn.test/a.js',
      'ERROR browser.resource: could not load link https://shop.test/style.css',
      'WARNING browser.resource: could not load img https://shop.test/',
    ]);
  });

  it('logs what a policy forbids, or would', () => {
    installed = installErrorCapture();
    const about = { effectiveDirective: 'connect-src', disposition: 'enforce' };
    const lines = linesOf(() => {
      fire('securitypolicyviolation', { ...about, blockedURI: 'https://x.test/a?b' });
      fire('securitypolicyviolation', { ...about, disposition: 'report', blockedURI: 'inline' });
    });
    expect(lines).toEqual([
      'WARNING browser.policy: connect-src forbids https://x.test/a',
      'WARNING browser.policy: connect-src would forbid inline',
    ]);
  });

  it('logs nothing that it was told to leave out, and nothing once it is disposed of', () => {
    const everything = (): void => {
      thrown(new Error('a'));
      rejected(1);
      fire('securitypolicyviolation', { blockedURI: 'eval' });
    };
    installed = installErrorCapture({ errors: false, rejections: false, reports: false });
    expect(linesOf(everything)).toEqual([]);
    const whole = installErrorCapture();
    expect(linesOf(everything)).toHaveLength(3);
    whole[Symbol.dispose]();
    whole[Symbol.dispose]();
    expect(linesOf(everything)).toEqual([]);
  });

  it('does not hear itself: a filter that throws or rejects meanwhile', () => {
    const other = getLogger('elsewhere');
    installed = installErrorCapture({ logger: other });
    using captured = captureLogs(other, 'DEBUG');
    other.getChild('uncaught').addFilter(() => {
      thrown(new Error('in the filter'));
      return true;
    });
    thrown(new Error('a'));
    expect(captured.records.map(({ message }) => message)).toEqual(['uncaught Error: a']);
  });
});

describe('console capture', () => {
  const shown: unknown[][] = [];
  beforeEach(() => {
    shown.length = 0;
    const show = (...values: unknown[]): void => void shown.push(values);
    vi.stubGlobal('console', { debug: show, log: show, info: show, warn: show, error: show });
  });

  it('logs what the console shows, by level, as text, with the first error', () => {
    installed = installErrorCapture({ console: true });
    using captured = captureLogs(getLogger('browser.console'), 'DEBUG');
    const error = new Error('a');
    console.debug('x', 1);
    console.log('%s 100%', { a: [1] });
    console.info();
    console.warn('w');
    console.error('failed:', error);
    expect(shown).toEqual([['x', 1], ['%s 100%', { a: [1] }], [], ['w'], ['failed:', error]]);
    const lines = captured.records.map(({ levelname, message }) => `${levelname} ${message}`);
    expect(lines.slice(0, 4)).toEqual(['DEBUG x 1', 'INFO %s 100% { a: [1] }', 'INFO ', 'WARNING w']);
    expect(lines[4]).toMatch(/^ERROR failed: Error: a/);
    expect(captured.records[4]?.excInfo).toBe(error);
  });

  it('logs an error once that is written there and thrown as well', () => {
    installed = installErrorCapture({ console: true });
    using captured = captureLogs(getLogger('browser'), 'DEBUG');
    const [one, two] = [new Error('one'), new Error('two')];
    console.error('first', one);
    thrown(one);
    thrown(two);
    console.error('second', two);
    expect(captured.records.map(({ name, excInfo }) => [name, excInfo])).toEqual([
      ['browser.console', one],
      ['browser.uncaught', two],
      ['browser.console', null],
    ]);
  });

  it('has no end of it with values whose getters write to the console, and takes revoked proxies', () => {
    installed = installErrorCapture({ console: true });
    using captured = captureLogs(getLogger('browser.console'), 'DEBUG');
    const talkative = {
      get loud(): number {
        console.error('again', talkative);
        return 1;
      },
    };
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    console.log(talkative);
    console.log(proxy);
    expect(captured.records.map(({ message }) => message)).toEqual(['{ loud: 1 }', '[Revoked Proxy]']);
    expect(shown.length).toBeLessThan(10);
  });

  it('puts the console back, unless somebody came later: then it only passes on', () => {
    const before = { ...console };
    const capture = installErrorCapture({ console: true });
    const ours = console.warn;
    const theirs: typeof console.warn = (...values) => ours(...values);
    console.warn = theirs;
    capture[Symbol.dispose]();
    expect(console.log).toBe(before.log);
    expect(console.warn).toBe(theirs);
    expect(linesOf(() => console.warn('later'))).toEqual([]);
    expect(shown).toEqual([['later']]);
  });
});
