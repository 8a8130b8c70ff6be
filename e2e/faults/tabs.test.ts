// Tabs are reloaded, closed, frozen, offline, asleep: rows 14, 16, 19 to 22, 25 and 37 of README.md, and the main thread.
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  BROWSERS,
  openBrowser,
  openTabBrowser,
  TAB_BROWSERS,
  type Tab,
  type TabBrowser,
  type TestBrowser,
} from '../browsers.js';
import { down, expectAll, type Lab, load, log, openLab, openPage, pause, untilOnDisk } from './lab.js';
import { LONG, lasting, PACED, paced, type Visit } from './misdeeds.js';

const START = `start({ ${PACED} });`;
/** Nothing is sent before the page goes. */
const WAITING = 'flushInterval: 60_000, batchBytes: 1e6, batchSize: 10_000';
async function reload(page: Tab): Promise<void> {
  await page.reload();
  await page.waitForFunction('globalThis.isReady');
}

/** The database of a page that was just loaded is open by then. */
const OPEN_MS = 1000;

/** Nothing is left in the store of the page, and nothing went wrong in it. */
async function expectDone(page: Tab): Promise<void> {
  await expect.poll(() => page.evaluate('handler.stats.pending')).toBe(0);
  expect(await page.evaluate('errors')).toEqual([]);
}

describe.each(TAB_BROWSERS)('in %s', { timeout: 120_000 }, (name) => {
  let browser: TabBrowser;
  beforeAll(async () => {
    browser = await openTabBrowser(name);
  });
  afterAll(() => browser?.[Symbol.asyncDispose]());
  const open = async (lab: Lab): Promise<Tab> => load(await browser.newPage(), lab.url);

  it('row 16: what was logged in an outage, in a tab that was closed, the next one delivers within ten seconds', async () => {
    await using lab = await openLab();
    lab.mood = down;
    const page = await open(lab);
    await page.evaluate(`${START} ${log(100)}`);
    await untilOnDisk(page, 100);
    await page.close();
    lab.mood = undefined;
    const next = await open(lab);
    const loaded = Date.now();
    await next.evaluate(`${START} 0`);
    await expect.poll(() => lab.stored.length).toBeGreaterThan(0);
    expect(Date.now() - loaded).toBeLessThan(10_000);
    await expectAll(lab, 100);
    await expectDone(next);
    await next.close();
  });

  it.each([
    [19, 60, 0],
    [20, 1000, 280],
  ])('row %d: a reload loses none of %d records that wait', async (_no, count, size) => {
    await using lab = await openLab();
    const page = await open(lab);
    await page.evaluate(`start({ ${WAITING} }); 0`);
    await pause(OPEN_MS);
    await page.evaluate(log(count, size));
    await reload(page);
    await page.evaluate(`${START} 0`);
    await expectAll(lab, count);
    await expectDone(page);
    await page.close();
  });

  it('a page that is left before its database is open loses none of a thousand records', async () => {
    await using lab = await openLab();
    const page = await open(lab);
    await page.evaluate(`start({ ${WAITING} }); ${log(1000, 280)}`);
    await reload(page);
    await page.evaluate(`${START} 0`);
    await expectAll(lab, 1000);
    await expectDone(page);
    expect(await page.evaluate('localStorage.length')).toBe(0);
    await page.close();
  });

  it('reloads lose nothing while another tab keeps the database busy, and what waited is not sent twice', async () => {
    await using lab = await openLab();
    lab.mood = down;
    const busy = await open(lab);
    await busy.evaluate('L.indexedDBStore(); 0');
    await pause(OPEN_MS);
    await busy.evaluate(`indexedDB.open('loggia').onsuccess = ({ target: { result } }) => {
      (function again() {
        const transaction = result.transaction('rows', 'readwrite');
        transaction.objectStore('rows').getAllKeys().onsuccess = ({ target }) => target.source.getAllKeys();
        transaction.oncomplete = () => setTimeout(again);
      })();
    }; 0`);
    const page = await open(lab);
    for (let i = 0; i < 10; i++) {
      await page.evaluate(`start({ ${WAITING} }); 0`);
      await pause(OPEN_MS / 4);
      await page.evaluate(log(10));
      await reload(page);
    }
    await busy.close();
    lab.mood = undefined;
    await page.evaluate(`${START} 0`);
    await expectAll(lab, 100);
    expect(lab.deliveries).toHaveLength(100);
    expect(await page.evaluate('localStorage.length')).toBe(0);
    await page.close();
  });

  it('a tab that logs nothing takes over what another left that was closed', async () => {
    await using lab = await openLab();
    lab.mood = down;
    const idle = await open(lab);
    await idle.evaluate(`${START} 0`);
    const page = await open(lab);
    await page.evaluate(`${START} ${log(10)}`);
    await pause(OPEN_MS);
    await page.close();
    lab.mood = undefined;
    await expectAll(lab, 10);
    await expectDone(idle);
    await idle.close();
  });

  it('row 21: a thousand that wait when their tab is closed all arrive', async () => {
    await using lab = await openLab();
    const page = await open(lab);
    await page.evaluate(`start({ ${WAITING} }); 0`);
    await pause(OPEN_MS);
    await page.evaluate(log(1000, 280));
    await page.close();
    const next = await open(lab);
    await next.evaluate(`${START} 0`);
    await expectAll(lab, 1000);
    await expectDone(next);
    await next.close();
  });

  it('row 22: twenty reloads in the middle of requests lose and double nothing', async () => {
    await using lab = await openLab();
    lab.delayMs = 300;
    const page = await open(lab);
    for (let i = 0; i < 20; i++) {
      await page.evaluate(`start({ ${PACED}, flushInterval: 50 }); ${log(25)}`);
      await pause(i * 10);
      await reload(page);
    }
    await page.evaluate(`${START} 0`);
    await expectAll(lab, 500);
    await expectDone(page);
    await page.close();
  });

  it('row 37: a clock that is set a day on, a day back or an hour on, as after a sleep, delays and reorders nothing', async () => {
    await using lab = await openLab();
    const page = await open(lab);
    await page.evaluate(`${START} globalThis.now = Date.now; globalThis.logged = 0;`);
    const hour = 3_600_000;
    for (const [i, shift] of [24 * hour, -24 * hour, hour].entries()) {
      const visits: Visit[] = [];
      lab.mood = lasting(paced(5000), { status: 503 }, visits);
      await page.evaluate(`for (let i = 0; i < 10; i++) log.info('record %d', logged++);`);
      await expect.poll(() => visits.length).toBeGreaterThan(0);
      await page.evaluate(
        `Date.now = () => now() + ${shift}; for (let i = 0; i < 10; i++) log.info('record %d', logged++);`,
      );
      await expectAll(lab, 20 * (i + 1));
      expect(visits.length).toBeLessThanOrEqual(8);
    }
    expect(lab.stored.map(({ seq }) => seq)).toEqual([...new Array(60).keys()]);
    expect(lab.stored.map(({ message }) => message)).toEqual(lab.stored.map(({ seq }) => `record ${seq}`));
    await expectDone(page);
    await page.close();
  });
});

describe.each(BROWSERS)('in %s', { timeout: 120_000 }, (name) => {
  let browser: TestBrowser;
  beforeAll(async () => {
    browser = await openBrowser(name);
  });
  afterAll(() => browser?.[Symbol.asyncDispose]());

  // Six seconds for ten minutes.
  it('row 14: six thousand records of a page that is offline arrive when it is back, and it hardly tries before', {
    timeout: 900_000,
  }, async () => {
    const everyMs = LONG ? 100 : 1;
    await using lab = await openLab();
    const page = await openPage(browser, lab.url);
    await page.evaluate(START);
    await page.setOfflineMode(true);
    await page.evaluate(`{
      const begun = performance.now();
      let sent = 0;
      const timer = setInterval(() => {
        while (sent < 6000 && sent < (performance.now() - begun) / ${everyMs}) log.info('record %d', sent++);
        if (sent === 6000) (clearInterval(timer), (globalThis.isOver = true));
      }, 20);
    }`);
    // Asked again and again: a driver gives up a question that is open for two minutes.
    const isOver = () => page.evaluate('globalThis.isOver');
    await expect.poll(isOver, { timeout: 800_000, interval: 1000 }).toBe(true);
    expect(lab.requests).toBe(0);
    expect(await page.evaluate('handler.stats.retries')).toBeLessThanOrEqual(10);
    await page.setOfflineMode(false);
    await expectAll(lab, 6000);
    await expectDone(page);
    await page.close();
  });

  const freeze = async (page: Page): Promise<void> => {
    const session = await page.createCDPSession();
    await session.send('Page.setWebLifecycleState', { state: 'frozen' });
  };
  const LEADERS: [string, (page: Page) => Promise<unknown>][] = [
    ['is kept in the cache for going back', (page) => page.goto(`${page.url()}next`)],
  ];
  if (name === 'chromium') LEADERS.push(['is frozen', freeze]);
  it.each(LEADERS)(
    'row 25: a tab that %s in the middle of its request does not keep another from sending',
    async (_how, stop) => {
      await using lab = await openLab();
      lab.mood = () => true;
      const first = await openPage(browser, lab.url);
      await first.evaluate(`${START} ${log(20)}`);
      await expect.poll(() => lab.requests).toBeGreaterThan(0);
      // What is on its way is written by now.
      await pause(1000);
      await stop(first);
      lab.mood = undefined;
      const second = await openPage(browser, lab.url);
      await second.evaluate(`${START} ${log(100)}`);
      const begun = Date.now();
      await expect.poll(() => lab.stored.length, { timeout: 40_000 }).toBeGreaterThanOrEqual(100);
      expect(Date.now() - begun).toBeLessThan(15_000);
      await first.close();
      // What a living tab has is its own, until it is gone.
      const third = await openPage(browser, lab.url);
      await third.evaluate(START);
      await expectAll(lab, 120);
      await expectDone(second);
      await expectDone(third);
      await second.close();
      await third.close();
    },
  );
});

it('no task of ours takes the main thread for 50 ms, whatever the server does', {
  timeout: 120_000,
}, async () => {
  await using lab = await openLab();
  await using browser = await openBrowser('chromium');
  lab.mood = lasting(1000, { status: 503 }, []);
  const page = await openPage(browser, lab.url);
  await page.tracing.start({ categories: ['toplevel', 'blink.user_timing'] });
  await page.evaluate(`performance.mark('${HERE}'); ${START} {
    let sent = 0;
    const timer = setInterval(() => {
      for (let i = 0; i < 50; i++) log.info('record %d of those that arrive in small heaps', sent++);
      if (sent === 5000) clearInterval(timer);
    }, 10);
  }`);
  await expectAll(lab, 5000);
  const trace = JSON.parse(new TextDecoder().decode(await page.tracing.stop())) as {
    traceEvents: TraceEvent[];
  };
  const longest = longestTask(trace.traceEvents);
  console.log(`the longest task of the page took ${longest.toFixed(1)} ms of its thread`);
  expect(longest).toBeGreaterThan(0);
  expect(longest).toBeLessThan(50);
});

/** Tells the thread of the page from those of the browser's own pages. */
const HERE = 'this is the page';

interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  /** What the thread worked, which does not depend on what else the machine does; in microseconds. */
  readonly tdur?: number;
}

function longestTask(events: readonly TraceEvent[]): number {
  const here = events.find(({ name }) => name === HERE)!;
  const tasks = events.filter(
    ({ name, pid, tid }) => name.endsWith('RunTask') && pid === here.pid && tid === here.tid,
  );
  return Math.max(0, ...tasks.map(({ tdur = 0 }) => tdur)) / 1000;
}
