// Faults and tabs at random, for as long as `npm run soak -- --minutes 30` says; prints the account.
import type { Page } from 'puppeteer-core';
import { expect, it } from 'vitest';
import { type BrowserName, openBrowser } from '../browsers.js';
import { down, type Lab, type Mood, openLab, openPage, pause } from './lab.js';
import { inTurn, PACED, replyLost } from './misdeeds.js';

const MINUTES = Number(process.env['LOGGIA_SOAK_MINUTES'] ?? 1);
const BROWSER = (process.env['LOGGIA_SOAK_BROWSER'] ?? 'chromium') as BrowserName;
const MOST_TABS = 5;

const between = (least: number, most: number): number =>
  least + Math.floor(Math.random() * (most - least + 1));
const oneOf = <T>(things: readonly T[]): T => things[between(0, things.length - 1)]!;

/** Half of the time all is well. */
function misbehave(lab: Lab): void {
  const always = (act: Parameters<typeof inTurn>[0][0]): Mood => inTurn(new Array(1000).fill(act), []);
  const faults: (() => Mood)[] = [
    () => down,
    () => always({ status: oneOf([408, 425, 500, 502, 503, 504]) }),
    () => always({ status: 429, headers: { 'retry-after': '1' } }),
    () => always({ instead: 'hang' }),
    () => always({ instead: 'reset' }),
    () => replyLost(between(1, 5)),
  ];
  lab.mood = Math.random() < 0.5 ? undefined : oneOf(faults)();
  lab.delayMs = Math.random() < 0.3 ? between(0, 500) : 0;
}

const heapOf = async (page: Page): Promise<number> => {
  if (BROWSER !== 'chromium') return 0;
  const session = await page.createCDPSession();
  await session.send('HeapProfiler.collectGarbage');
  await session.detach();
  return (await page.metrics()).JSHeapUsedSize! / 2 ** 20;
};

it(`${MINUTES} minutes of faults and tabs at random in ${BROWSER}`, async () => {
  await using lab = await openLab();
  await using browser = await openBrowser(BROWSER);
  const open = async (): Promise<Page> => {
    const page = await openPage(browser, lab.url);
    page.on('console', (message) => {
      if (message.text().includes('Logging error')) notices.push(message.text());
    });
    await page.evaluate(`start({ ${PACED} }); 0`);
    return page;
  };
  const notices: string[] = [];
  const did = { opened: 0, reloaded: 0, closed: 0, faults: 0 };
  const errors: unknown[] = [];
  const resident = await open();
  const tabs: Page[] = [];
  let logged = 0;
  const log = async (page: Page): Promise<void> => {
    const count = between(1, 150);
    await page.evaluate(
      `for (let i = 0; i < ${count}; i++) log[i % 40 === 39 ? 'error' : 'info']('record %d of %d', i, ${count});`,
    );
    logged += count;
  };
  const act = async (): Promise<void> => {
    const dice = Math.random();
    const tab = tabs.length > 0 ? oneOf(tabs) : undefined;
    if (tab === undefined || (dice < 0.1 && tabs.length < MOST_TABS)) {
      tabs.push(await open());
      did.opened++;
    } else if (dice < 0.17) {
      errors.push(...((await tab.evaluate('errors')) as unknown[]));
      tabs.splice(tabs.indexOf(tab), 1);
      await tab.close();
      did.closed++;
    } else if (dice < 0.27) {
      errors.push(...((await tab.evaluate('errors')) as unknown[]));
      await tab.reload();
      await tab.waitForFunction('globalThis.isReady');
      await tab.evaluate(`start({ ${PACED} }); 0`);
      did.reloaded++;
    } else await log(dice < 0.5 ? resident : tab);
  };

  const begun = Date.now();
  const end = begun + MINUTES * 60_000;
  const warmUp = begun + MINUTES * 12_000;
  let [heapBefore, nextFault] = [0, 0];
  while (Date.now() < end) {
    if (Date.now() > nextFault) {
      misbehave(lab);
      did.faults++;
      nextFault = Date.now() + between(500, 5000);
    }
    if (heapBefore === 0 && Date.now() > warmUp) heapBefore = await heapOf(resident);
    await act();
    await pause(between(0, 200));
  }
  [lab.mood, lab.delayMs] = [undefined, 0];
  for (const tab of tabs) await tab.close();
  // The one that stays takes over what the others left.
  await expect
    .poll(() => lab.stored.length + lab.declaredCount(), { timeout: 120_000, interval: 1000 })
    .toBeGreaterThanOrEqual(logged)
    .catch(() => {});
  const pending = await resident.evaluate('handler.stats.pending');
  const heapAfter = await heapOf(resident);
  const unique = new Set(lab.stored.map(({ session, seq }) => `${session} ${seq}`)).size;
  errors.push(...((await resident.evaluate('errors')) as unknown[]));
  const figures = {
    ...did,
    logged,
    requests: lab.requests,
    delivered: lab.deliveries.length,
    stored: unique,
    declared: lab.declaredCount(),
    lost: logged - unique - lab.declaredCount(),
    doubled: lab.stored.length - unique,
    unexplained: lab.gaps(),
    errors: errors.length,
    'heap then, MiB': heapBefore.toFixed(2),
    'heap now, MiB': heapAfter.toFixed(2),
  };
  console.table(figures);
  for (const notice of new Set(notices)) console.log(notice);
  expect(figures).toMatchObject({ lost: 0, doubled: 0, unexplained: 0, errors: 0 });
  expect(pending).toBe(0);
  expect(heapAfter).toBeLessThan(heapBefore + 2);
  // What the others said last that was nothing to deliver, the one that stays hears when it looks for it, every ten seconds.
  await expect.poll(() => resident.evaluate('localStorage.length'), { timeout: 30_000 }).toBe(0);
});
