// More than there is room for.
import { describe, expect, it } from 'vitest';
import { BROWSERS, openBrowser, openTabBrowser, TAB_BROWSERS } from '../browsers.js';
import { down, expectAll, onDisk, openLab, openPage, pause, untilOnDisk } from './lab.js';

const QUICK = '{ retry: { base: 200, cap: 1000 } }';

describe.each(TAB_BROWSERS)('in %s', (name) => {
  it('a burst of 5,000 in one turn arrives', async () => {
    await using lab = await openLab();
    await using browser = await openTabBrowser(name);
    const page = await openPage(browser, lab.url);
    await page.evaluate("start(); for (let i = 0; i < 5000; i++) log.info('record %d of a burst', i);");
    await expectAll(lab, 5000);
    expect(await page.evaluate('errors')).toEqual([]);
  });

  it('values that cannot be stored or sent do no harm', async () => {
    await using lab = await openLab();
    await using browser = await openTabBrowser(name);
    const page = await openPage(browser, lab.url);
    await page.evaluate(`start(); (() => {
      const cycle = {};
      cycle.self = cycle;
      const throwing = { get boom() { throw new Error('boom'); } };
      const logging = new Proxy({}, { ownKeys() { log.info('from a proxy'); return []; } });
      const values = [() => {}, Symbol('s'), 1n, cycle, throwing, logging, '\\ud800', new Date(NaN), 'x'.repeat(1e6)];
      for (const value of values) log.info('value', { value });
    })()`);
    await expect.poll(() => lab.stored.filter(({ message }) => message === 'value').length).toBe(9);
    await pause(500);
    expect(await page.evaluate('handler.stats.pending')).toBe(0);
    expect(lab.gaps()).toBe(0);
    expect(await page.evaluate('errors')).toEqual([]);
  });
});

describe.each(BROWSERS)('in %s', (name) => {
  it('a burst of 100,000 leaves the newest 10,000 that fit, counts the others, and costs little', async () => {
    await using lab = await openLab();
    await using browser = await openBrowser(name);
    const page = await openPage(browser, lab.url);
    const heap = async (): Promise<number> => {
      if (name !== 'chromium') return 0;
      const session = await page.createCDPSession();
      await session.send('HeapProfiler.collectGarbage');
      return (await page.metrics()).JSHeapUsedSize!;
    };
    await page.evaluate(`start({ flushInterval: 1e6, batchSize: 1e9, batchBytes: 1e9 }); globalThis.text = 'x'.repeat(60);
      log.info('warm %d', 1);`);
    await untilOnDisk(page, 1);
    const before = await heap();
    const ms = (await page.evaluate(`(() => {
      const begun = performance.now();
      for (let i = 0; i < 100_000; i++) log.info('record %d %s', i, text);
      return performance.now() - begun;
    })()`)) as number;
    const grown = (await heap()) - before;
    console.log(
      `${name}: ${(ms / 100).toFixed(1)} µs a record, the heap grew by ${(grown / 2 ** 20).toFixed(2)} MiB`,
    );
    expect(grown).toBeLessThan(4.5 * 2 ** 20);
    await untilOnDisk(page, 10_000);
    expect((await onDisk(page)).bytes).toBeLessThan(5 * 2 ** 20);
    await page.close();
    const next = await openPage(browser, lab.url);
    await next.evaluate('start()');
    await expectAll(lab, 10_000, 90_001);
  });

  it('an outage that outlasts the room loses the oldest of the lower lane, and no error', {
    timeout: 150_000,
  }, async () => {
    await using lab = await openLab();
    await using browser = await openBrowser(name);
    lab.mood = down;
    const page = await openPage(browser, lab.url);
    await page.evaluate(`start({ retry: { base: 2000, cap: 4000 } }); globalThis.text = 'x'.repeat(100); (async () => {
      for (let i = 0; i < 60_000; i++) {
        log[i % 100 === 50 ? 'error' : 'info']('record %d %s', i, text);
        if (i % 1000 === 0) await new Promise((resolve) => setTimeout(resolve, 50));
      }
      globalThis.isOver = true;
    })()`);
    await page.waitForFunction('globalThis.isOver', { timeout: 50_000 });
    await pause(1000);
    const { bytes, chunks } = await onDisk(page);
    console.log(`${name}: ${bytes} bytes in ${chunks} chunks`);
    expect(bytes).toBeLessThanOrEqual(5 * 2 ** 20);
    await page.close();
    lab.mood = undefined;
    const next = await openPage(browser, lab.url);
    await next.evaluate('start()');
    // Not by what the page knows of: what the other said last, it may hear only when it looks again.
    await expect.poll(() => lab.stored.length + lab.declaredCount(), { timeout: 80_000 }).toBe(60_000);
    await expect.poll(() => next.evaluate('handler.stats.pending'), { timeout: 40_000 }).toBe(0);
    const stored = lab.stored.length;
    expect(stored).toBeGreaterThan(9_000);
    expect(stored).toBeLessThanOrEqual(10_000);
    await expectAll(lab, stored, 60_000 - stored);
    expect(lab.stored.filter(({ levelno }) => levelno === 40)).toHaveLength(600);
    const infos = lab.stored.filter(({ levelno }) => levelno === 20).map(({ seq }) => seq);
    // The batch that was on its way is not given up, since the server may have it.
    expect(infos.filter((seq) => seq < 49_000).length).toBeLessThanOrEqual(100);
  });

  it.runIf(name === 'chromium')(
    'when the disk is full, half is given up and counted, and the rest arrives',
    async () => {
      await using lab = await openLab();
      await using browser = await openBrowser(name);
      lab.mood = down;
      const page = await openPage(browser, lab.url);
      const session = await page.createCDPSession();
      await session.send('Storage.overrideQuotaForOrigin', {
        origin: lab.url.slice(0, -1),
        quotaSize: 20 * 2 ** 20,
      });
      await page.evaluate(`start(${QUICK}); globalThis.text = 'x'.repeat(200); globalThis.logged = 0;
      globalThis.more = (count) => { for (let i = 0; i < count; i++) log.info('record %d %s', logged++, text); };
      more(9000);`);
      await untilOnDisk(page, 9000);
      const filled = await page.evaluate(`(async () => {
      globalThis.db = await new Promise((resolve) => {
        const request = indexedDB.open('app');
        request.onupgradeneeded = () => request.result.createObjectStore('rows', { autoIncrement: true });
        request.onsuccess = () => resolve(request.result);
      });
      globalThis.put = () => new Promise((resolve) => {
        const rows = db.transaction('rows', 'readwrite').objectStore('rows');
        const bytes = new Uint8Array(2 ** 18);
        for (let at = 0; at < 4; at++) crypto.getRandomValues(bytes.subarray(at * 65_536, (at + 1) * 65_536));
        rows.put(bytes);
        rows.transaction.oncomplete = () => resolve(true);
        rows.transaction.onabort = () => resolve(false);
      });
      let count = 0;
      while (count < 200 && (await put())) count++;
      return count;
    })()`);
      expect(filled).toBeGreaterThan(10);
      await page.evaluate('more(3000)');
      await expect.poll(() => page.evaluate('handler.stats.dropped.full')).toBeGreaterThanOrEqual(4500);
      lab.mood = undefined;
      await expect.poll(() => page.evaluate('handler.stats.pending'), { timeout: 40_000 }).toBe(0);
      const stored = lab.stored.length;
      await expectAll(lab, stored, 12_000 - stored);
      expect(await page.evaluate('errors')).toEqual([]);
    },
  );
});
