import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BROWSERS, openBrowser, type TestBrowser } from '../browsers.js';
import { bundleLoggia, startLab } from './lab.js';
import { pause } from './ship.js';

interface Seen {
  readonly name: string;
  readonly levelname: string;
  readonly message: string;
  readonly pathname?: string;
  readonly lineno?: number;
  readonly error?: { readonly stack: string; readonly cause?: { readonly message: string } };
}

/** Keeps what is logged from here on in `seen`, as it would be shipped. */
const KEEP = `
  seen = [];
  loggia.getLogger().addHandler(new (class extends loggia.Handler { emit(record) { seen.push(record.toJSON()); } })());
  loggia.getLogger().setLevel('DEBUG');
`;

async function seenBy(page: Page, count: number): Promise<Seen[]> {
  await expect.poll(() => page.evaluate('seen.length')).toBe(count);
  return (await page.evaluate('seen')) as Seen[];
}

describe.each(BROWSERS)('in %s', (name) => {
  let browser: TestBrowser;
  beforeAll(async () => {
    browser = await openBrowser(name);
  });
  afterAll(() => browser?.[Symbol.asyncDispose]());

  describe('installErrorCapture', () => {
    it('logs errors, rejections, resources, and what the policy forbids, each once', async () => {
      await using lab = await startLab(browser);
      lab.pageHeaders = { 'content-security-policy': `img-src 'none'` };
      const page = await lab.open();
      page.removeAllListeners('pageerror');
      await page.evaluate(`${KEEP} capture = loggia.installErrorCapture();`);
      lab.scripts.set(
        '/app.js',
        `// line 1
      const refused = new Error('card refused');
      setTimeout(function pay() { throw new TypeError('payment failed', { cause: refused }); });
      Promise.reject(refused);
      setTimeout(() => { throw refused; }, 50);
      const script = document.createElement('script');
      script.src = '/nowhere?token=1';
      document.head.append(script);
      new Image().src = 'https://x.test/pixel?user=1';`,
      );
      await page.evaluate(
        `document.head.append(Object.assign(document.createElement('script'), { src: '/app.js?v=1' }))`,
      );
      const seen = await seenBy(page, 4);
      const of = (name: string): Seen[] => seen.filter((record) => record.name === name);
      const [uncaught, rejection] = of('browser.uncaught') as [Seen, Seen];
      expect([uncaught.message, rejection.message].sort()).toEqual([
        'uncaught TypeError: payment failed',
        'unhandled rejection: Error: card refused',
      ]);
      const failed = [uncaught, rejection].find(({ message }) => message.startsWith('uncaught'))!;
      expect(failed).toMatchObject({ pathname: `${lab.origin}/app.js`, lineno: 3 });
      expect(failed.error?.stack).toMatch(/^(\s+at )?pay\b/m);
      expect(failed.error?.cause?.message).toBe('card refused');
      expect(of('browser.resource')).toMatchObject([
        { levelname: 'ERROR', message: `could not load script ${lab.origin}/nowhere` },
      ]);
      expect(of('browser.policy')).toMatchObject([{ message: 'img-src forbids https://x.test/pixel' }]);

      await page.evaluate(`capture[Symbol.dispose](); setTimeout(() => { throw new Error('later'); }); 0`);
      await pause(200);
      expect(await page.evaluate('seen.length')).toBe(4);
    });

    it('is quiet about what the policy does to its own requests', async () => {
      await using lab = await startLab(browser);
      lab.pageHeaders = { 'content-security-policy': `connect-src 'none'` };
      const page = await lab.open();
      await page.evaluate(`
      ${KEEP}
      handler = new loggia.HTTPHandler('/logs', { flushInterval: 50 });
      loggia.getLogger().addHandler(handler);
      loggia.installErrorCapture();
      loggia.getLogger('shop').info('a');`);
      await expect.poll(() => page.evaluate('handler.stats.state')).toBe('blocked');
      await page.evaluate(`fetch('/api').catch(() => {})`);
      const seen = await seenBy(page, 2);
      expect(seen.map(({ message }) => message)).toEqual(['a', `connect-src forbids ${lab.origin}/api`]);
    });

    it('keeps the console working while it logs what is written there', async () => {
      await using lab = await startLab(browser);
      const page = await lab.open();
      const shown: string[] = [];
      page.on('console', (message) => shown.push(message.text()));
      await page.evaluate(`${KEEP} loggia.installErrorCapture({ console: true });
      loggia.getLogger().addHandler(Object.assign(new loggia.ConsoleHandler(), { filters: [(r) => r.name !== 'browser.console'] }));
      console.warn('low on tea', { left: 2 });
      loggia.getLogger('shop').info('own');`);
      expect(shown).toHaveLength(2);
      expect(await seenBy(page, 2)).toMatchObject([
        { name: 'browser.console', levelname: 'WARNING', message: 'low on tea { left: 2 }' },
        { name: 'shop', message: 'own' },
      ]);
    });

    it('works in a worker', async () => {
      await using lab = await startLab(browser);
      const page = await lab.open();
      lab.scripts.set(
        '/worker.js',
        `${await bundleLoggia()}
      ${KEEP.replace('seen = []', 'globalThis.seen = []')}
      loggia.installErrorCapture();
      setTimeout(() => { throw new Error('in the worker'); });
      Promise.reject(new Error('rejected there'));
      setTimeout(() => postMessage(seen), 200);`,
      );
      page.removeAllListeners('pageerror');
      const seen = await page.evaluate(
        `new Promise((resolve) => {
        const worker = new Worker('/worker.js', { type: 'module' });
        worker.onerror = (event) => event.preventDefault();
        worker.onmessage = ({ data }) => resolve(data);
      })`,
      );
      const messages = (seen as Seen[]).map(({ message }) => message).sort();
      expect(messages).toEqual([
        'uncaught Error: in the worker',
        'unhandled rejection: Error: rejected there',
      ]);
      expect((seen as Seen[]).find(({ message }) => message.startsWith('uncaught'))?.pathname).toBe(
        `${lab.origin}/worker.js`,
      );
    });
  });
});
