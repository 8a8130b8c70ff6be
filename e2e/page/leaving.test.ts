import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BROWSERS, openBrowser, type TestBrowser } from '../browsers.js';
import { startLab } from './lab.js';
import { hide, logMany, ship } from './ship.js';

/** Options that leave what waits with the browser, and keep what was left there last. */
const STAND_BY = `flushInterval: 60000, standBy: (() => {
  const real = fetchLater;
  globalThis.fetchLater = (url, init) => real(url, (globalThis.left = init));
  return loggia.fetchLaterBatch();
})()`;
const isLeft = (page: Page, records: number): Promise<void> =>
  expect.poll(() => page.evaluate('JSON.parse(globalThis.left?.body ?? null)?.records.length')).toBe(records);

describe.each(BROWSERS)('in %s', (name) => {
  let browser: TestBrowser;
  beforeAll(async () => {
    browser = await openBrowser(name);
  });
  afterAll(() => browser?.[Symbol.asyncDispose]());

  describe('a page that goes', () => {
    it.each([
      ['is closed', (page: Page) => page.close({ runBeforeUnload: false })],
      ['is reloaded', (page: Page) => page.reload()],
      ['is left', (page: Page) => page.goto('about:blank')],
    ])('and %s delivers the 300 records that wait, the severe ones first', async (_how, go) => {
      await using lab = await startLab(browser);
      const page = await ship(
        lab,
        '/logs',
        'flushInterval: 60000, batchSize: 1000, batchBytes: 1e6, flushLevel: 60',
      );
      await page.evaluate(`for (let i = 0; i < 300; i++) i === 299 ? log.error('grave') : log.debug(i)`);
      await go(page);
      await lab.expectAccountCloses(300);
      expect(lab.deliveries.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThanOrEqual(60_000);
    });

    it('delivers no more than 60,000 bytes, the severe records among them, and the rest when it is back', async () => {
      await using lab = await startLab(browser);
      lab.otherwise = () => ({ delayMs: 300 });
      const page = await ship(
        lab,
        '/logs',
        'flushInterval: 60000, batchSize: 10000, batchBytes: 1e6, flushLevel: 60',
      );
      await page.evaluate(
        `for (let i = 0; i < 400; i++) i === 399 ? log.error('grave') : log.debug('x'.repeat(500))`,
      );
      await page.evaluate(`dispatchEvent(new Event('pagehide'))`);
      await expect.poll(() => lab.messages().length).toBeGreaterThan(0);
      const sent = lab.deliveries.reduce((sum, { bytes }) => sum + bytes, 0);
      expect(sent).toBeLessThanOrEqual(60_000);
      expect(sent).toBeGreaterThan(40_000);
      expect(lab.messages()).toContain('grave');
      await page.evaluate(`dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))`);
      await lab.expectAccountCloses(400);
    });

    it.runIf(name === 'chromium')(
      'and crashes leaves the browser what waited, once, and nothing of what was delivered',
      async () => {
        await using lab = await startLab(browser);
        const page = await ship(lab, '/logs', STAND_BY);
        await page.evaluate(`log.error('delivered')`);
        await lab.expectAccountCloses(1);
        await logMany(page, 30);
        await isLeft(page, 30);
        const crashed = new Promise((resolve) => page.once('error', resolve));
        const session = await page.createCDPSession();
        void session.send('Page.crash').catch(() => {});
        await crashed;
        await page.close();
        await lab.expectAccountCloses(31);
        expect(lab.deliveries.map(({ records }) => records.length)).toEqual([1, 30]);
      },
    );

    it.runIf(name === 'chromium')('and is closed, leaves nothing twice with the browser', async () => {
      await using lab = await startLab(browser);
      const page = await ship(lab, '/logs', STAND_BY);
      await logMany(page, 30);
      await isLeft(page, 30);
      await page.close();
      await lab.expectAccountCloses(30);
      expect(lab.deliveries.map(({ records }) => records.length)).toEqual([30]);
    });

    it('and is frozen delivers first, and goes on when it is thawed', async () => {
      await using lab = await startLab(browser);
      const page = await ship(lab, '/logs', 'flushInterval: 60000');
      await logMany(page, 20);
      // A headless page can be frozen, but is not told: that is done by hand.
      await page.evaluate(`document.dispatchEvent(new Event('freeze'))`);
      await lab.expectAccountCloses(20);
      await logMany(page, 5);
      await page.evaluate(`document.dispatchEvent(new Event('resume'))`);
      await lab.expectAccountCloses(25);
      await expect.poll(() => page.evaluate('handler.stats.pending')).toBe(0);
    });

    it('comes back from the cache in the same session, and goes on', async () => {
      await using lab = await startLab(browser);
      const page = await ship(lab);
      // The page itself tells, since the driver loses sight of it.
      await page.evaluate(
        `addEventListener('pageshow', (event) => log.debug('from the cache: %s', event.persisted))`,
      );
      await logMany(page, 10);
      await page.goto(`${lab.origin}/page2`);
      void page.evaluate('history.back()').catch(() => {});
      await lab.expectAccountCloses(11);
      expect(lab.messages()).toContain('from the cache: true');
      expect(new Set(lab.deliveries.map(({ session }) => session)).size).toBe(1);
    });

    it('delivers later what it had no room for, though others use up what browsers keep alive', async () => {
      await using lab = await startLab(browser);
      const page = await ship(lab, '/logs', 'flushInterval: 60000, batchSize: 1000');
      await page.evaluate(
        `void fetch('/hold', { method: 'POST', body: 'x'.repeat(65536), keepalive: true })`,
      );
      await logMany(page, 50);
      await hide(page, 'hidden');
      await lab.expectAccountCloses(50);
    });
  });
});
