// IndexedDBHandler: what led up to an error, and what a crash left.
import type { Page } from 'puppeteer-core';
import { describe, expect, it } from 'vitest';
import { BROWSERS, openBrowser, openTabBrowser, TAB_BROWSERS, type TestBrowser } from '../browsers.js';
import { type Lab, openLab, openPage, pause, untilOnDisk } from './lab.js';

/** Puts a ring in front of the handler that ships. */
const startRing = (options = '{}'): string => `start({ flushInterval: 200 });
  log.removeHandler(handler);
  globalThis.ring = new L.IndexedDBHandler({ target: handler, ...${options} });
  log.addHandler(ring);`;
const log = (count: number, from = 0): string =>
  `for (let i = 0; i < ${count}; i++) log.debug('step %d', ${from} + i);`;
/** What is to happen has happened by then, on a machine that is busy. */
const SETTLED_MS = 1000;

const messages = (lab: Lab): string[] => lab.stored.map(({ message }) => message);
const numbers = (lab: Lab): number[] =>
  messages(lab).flatMap((message) => (message.startsWith('step ') ? Number(message.slice(5)) : []));

async function crash(browser: TestBrowser, page: Page): Promise<void> {
  if (browser.name === 'chromium') {
    await page.goto('chrome://crash', { timeout: 5000 }).catch(() => {});
    await page.close().catch(() => {});
    return;
  }
  await browser.kill();
  await browser.restart();
}

describe.each(TAB_BROWSERS)('in %s', (name) => {
  it('each error ships the newest records before it, itself first; the others count as not shipped', async () => {
    await using lab = await openLab();
    await using browser = await openTabBrowser(name);
    const page = await openPage(browser, lab.url);
    await page.evaluate(`${startRing('{ passRecords: 0, shipEveryMs: 0 }')}
      ${log(500)} log.error('first'); ${log(500, 500)} log.error('second');`);
    await expect.poll(() => lab.stored.length).toBe(402);
    expect(messages(lab)[0]).toBe('first');
    expect(messages(lab)[201]).toBe('second');
    expect(numbers(lab)).toEqual([...range(300, 500), ...range(800, 1000)]);
    expect(await page.evaluate('ring.stats')).toEqual({
      buffered: 0,
      shipped: 402,
      notShipped: 600,
      ships: 2,
      suppressed: 0,
    });
    const [first] = lab.stored;
    expect(first!.extra['shippedBy']).toBe('ERROR');
    expect(new Set(lab.stored.map(({ extra }) => extra['shipment'])).size).toBe(2);
    expect(lab.gaps()).toBe(0);
    expect(await page.evaluate('errors')).toEqual([]);
  });

  it('a storm of errors makes one shipment, and each of its records is counted', async () => {
    await using lab = await openLab();
    await using browser = await openTabBrowser(name);
    const page = await openPage(browser, lab.url);
    await page.evaluate(`${startRing()} (async () => {
      for (let i = 0; i < 2000; i++) {
        log.error('storm %d', i);
        if (i % 100 === 0) await new Promise((resolve) => setTimeout(resolve, 10));
      }
      globalThis.isOver = true;
    })()`);
    await page.waitForFunction('globalThis.isOver');
    const stats = (await page.evaluate('ring.stats')) as Record<string, number>;
    expect(stats).toMatchObject({
      ships: 1,
      shipped: 201,
      suppressed: 1799,
      buffered: 200,
      notShipped: 1599,
    });
    await expect.poll(() => lab.stored.length).toBe(201);
    expect(lab.gaps()).toBe(0);
  });

  it('what a page kept that was left waits for the next error, and a living one keeps its own', async () => {
    await using lab = await openLab();
    await using browser = await openTabBrowser(name);
    const page = await openPage(browser, lab.url);
    await page.evaluate(startRing());
    await pause(SETTLED_MS);
    await page.evaluate(log(50));
    await page.reload();
    await page.waitForFunction('globalThis.isReady');
    await page.evaluate(`${startRing()} ${log(50, 50)}`);
    const other = await openPage(browser, lab.url);
    await other.evaluate(`${startRing()} ${log(10, 1000)}`);
    await untilOnDisk(page, 110, 'loggia-ring');
    expect(lab.requests).toBe(0);
    await page.evaluate(`log.error('now'); ${log(10, 100)}`);
    await expect.poll(() => numbers(lab).length).toBe(110);
    expect(numbers(lab).sort((a, b) => a - b)).toEqual([...range(0, 110)]);
    expect(messages(lab)[0]).toBe('now');
    await other.evaluate(`log.error('here, too')`);
    await expect.poll(() => numbers(lab).length).toBe(120);
    expect(await page.evaluate('errors')).toEqual([]);
  });
});

describe.each(BROWSERS)('in %s', (name) => {
  it('what a page kept that crashed is shipped by the next one, once, though two find it', async () => {
    await using lab = await openLab();
    await using browser = await openBrowser(name);
    const page = await openPage(browser, lab.url);
    await page.evaluate(`${startRing()} ${log(150)}`);
    await untilOnDisk(page, 150, 'loggia-ring');
    expect(lab.requests).toBe(0);
    await crash(browser, page);
    const pages = [await openPage(browser, lab.url), await openPage(browser, lab.url)];
    await Promise.all(pages.map((next) => next.evaluate(startRing())));
    await expect.poll(() => lab.stored.length).toBeGreaterThanOrEqual(150);
    await pause(SETTLED_MS);
    expect(numbers(lab)).toEqual([...range(0, 150)]);
    expect(new Set(lab.stored.map(({ extra }) => extra['shippedBy']))).toEqual(new Set(['unclean session']));
    const third = await openPage(browser, lab.url);
    await third.evaluate(`${startRing()} ring.trigger('asked for')`);
    await pause(SETTLED_MS);
    expect(lab.stored).toHaveLength(150);
  });

  it('what a page kept that was left as soon as it was shown waits for the next error, too', async () => {
    await using lab = await openLab();
    await using browser = await openBrowser(name);
    const page = await openPage(browser, lab.url);
    await page.evaluate(startRing());
    await pause(SETTLED_MS);
    await page.evaluate(`${log(10)} dispatchEvent(new Event('pageshow')); location.reload()`);
    await page.waitForFunction('globalThis.isReady && !globalThis.ring');
    await page.evaluate(startRing());
    await pause(SETTLED_MS);
    expect(await page.evaluate('ring.stats.shipped')).toBe(0);
    await page.evaluate(`log.error('now')`);
    await expect.poll(() => numbers(lab).length).toBe(10);
  });
});

function* range(from: number, to: number): Generator<number> {
  for (let i = from; i < to; i++) yield i;
}
