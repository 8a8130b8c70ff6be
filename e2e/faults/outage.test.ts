// The server is away, and the page goes.
import { describe, expect, it } from 'vitest';
import { BROWSERS, openBrowser } from '../browsers.js';
import { down, expectAll, openLab, openPage, pause, untilOnDisk } from './lab.js';

const QUICK = '{ retry: { base: 200, cap: 1000 } }';
const log = (count: number, level = 'info'): string =>
  `for (let i = 0; i < ${count}; i++) log.${level}('record %d', i);`;

describe.each(BROWSERS)('in %s', (name) => {
  it('what a closed tab could not deliver, the next one does, soon after it is loaded', async () => {
    await using lab = await openLab();
    await using browser = await openBrowser(name);
    lab.mood = down;
    const page = await openPage(browser, lab.url);
    await page.evaluate(`start(${QUICK}); ${log(100)}`);
    await untilOnDisk(page, 100);
    await page.close();
    lab.mood = undefined;
    const next = await openPage(browser, lab.url);
    const loaded = Date.now();
    await next.evaluate(`start()`);
    await expect.poll(() => lab.stored.length).toBeGreaterThan(0);
    expect(Date.now() - loaded).toBeLessThan(10_000);
    await expectAll(lab, 100);
    expect(await next.evaluate('errors')).toEqual([]);
  });

  it('a browser that is killed during a retry loses nothing', async () => {
    await using lab = await openLab();
    await using browser = await openBrowser(name);
    lab.mood = down;
    const page = await openPage(browser, lab.url);
    await page.evaluate(`start(${QUICK}); ${log(300)}`);
    await expect.poll(() => lab.requests).toBeGreaterThan(1);
    await untilOnDisk(page, 300);
    // It hangs in the middle of a request.
    lab.mood = () => true;
    const before = lab.requests;
    await expect.poll(() => lab.requests).toBeGreaterThan(before);
    await browser.kill();
    lab.mood = undefined;
    await browser.restart();
    const next = await openPage(browser, lab.url);
    await next.evaluate('start()');
    await expectAll(lab, 300);
  });

  it('a browser that is killed at any moment loses no more than the last few', async () => {
    for (const ms of [700, 1100, 1700]) {
      await using lab = await openLab();
      await using browser = await openBrowser(name);
      lab.mood = down;
      const page = await openPage(browser, lab.url);
      await page.evaluate(`start(${QUICK}); globalThis.sent = 0;
        setInterval(() => { if (sent < 350) log.warning('record %d', sent++); }, 5)`);
      await pause(ms);
      const sent = (await page.evaluate('sent')) as number;
      await browser.kill();
      lab.mood = undefined;
      await browser.restart();
      const next = await openPage(browser, lab.url);
      await next.evaluate('start()');
      await expect.poll(() => lab.stored.length, { timeout: 40_000 }).toBeGreaterThanOrEqual(sent - 40);
      await expect.poll(() => next.evaluate('handler.stats.pending')).toBe(0);
      const seqs = lab.stored.map(({ seq }) => seq).sort((a, b) => a - b);
      expect(seqs).toEqual(seqs.map((_, i) => i));
    }
  });

  it.each([
    ['itself again', 'location.reload()'],
    ['another page of the origin', "location.href = '/next'"],
    ['another origin', 'location.href = OTHER'],
  ])('what is logged in the last moment survives leaving for %s', async (_what, leave) => {
    await using lab = await openLab();
    await using browser = await openBrowser(name);
    lab.mood = down;
    const page = await openPage(browser, lab.url);
    const trials = 5;
    for (let trial = 0; trial < trials; trial++) {
      await page.goto(lab.url);
      await page.waitForFunction('globalThis.isReady');
      await page.evaluate(`start(); ${log(3)}
        addEventListener('pagehide', () => log.info('leaving'), { capture: true });`);
      await pause(300);
      const gone = page.waitForNavigation();
      await page.evaluate(`${log(6)} ${leave.replace('OTHER', `'${lab.otherUrl}'`)}`);
      await gone;
    }
    await page.close();
    lab.mood = undefined;
    const next = await openPage(browser, lab.url);
    await next.evaluate('start()');
    await expectAll(lab, trials * 10);
  });
});
