import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleShop } from '../scripts/bundle-shop.mjs';
import { launchChromium } from './chromium.js';
import { type Fault, type FaultyProxy, faultyProxy } from './faulty-proxy.js';
import { startShop } from './shop-process.js';

let browser: Browser;

beforeAll(async () => {
  await bundleShop();
  browser = await launchChromium();
});

afterAll(() => browser?.close());

/** Adds two things to the cart of a new page. */
async function fillCart(
  address: string,
  opener: Pick<BrowserContext, 'newPage'> = browser,
): Promise<{ page: Page; cart: string }> {
  const page = await opener.newPage();
  await page.goto(address);
  await page.click('button[data-item=tea]');
  await page.click('button[data-item=kettle]');
  const cart = (await page.getAttribute('body', 'data-cart')) as string;
  return { page, cart };
}

const panel = (page: Page, name: string): Promise<string | null> =>
  page.textContent(`output[data-name="${name}"]`);

/** In the page: how many records its flight recorder has on disk, as the keys say. */
async function countKept(): Promise<number> {
  const settled = <T>(request: IDBRequest<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  const db = await settled(indexedDB.open('loggia-ring'));
  const [name = ''] = db.objectStoreNames;
  const keys = (await settled(db.transaction(name).objectStore(name).getAllKeys())) as number[][];
  db.close();
  return keys.reduce((sum, [, , first = -1, , , count = 0]) => sum + (first >= 0 ? count : 0), 0);
}

const fromPage = (records: string[]): string[] => records.filter((record) => record.startsWith('page '));

/** Every record of the page, in order, each cut after its first line. */
const recordsOf = (cart: string): string[] => [
  `page   DEBUG    shop.cart: cart ${cart} opened`,
  'page   DEBUG    shop.cart: added tea, 1 in the cart',
  'page   DEBUG    shop.cart: total of 1 items: 4.50',
  'page   DEBUG    shop.cart: added kettle, 2 in the cart',
  'page   DEBUG    shop.cart: total of 2 items: 43.50',
  'page   DEBUG    shop.cart: total of 2 items: 43.50',
  'page   INFO     shop.cart: paying 43.50',
  'page   CRITICAL shop.page: uncaught: Uncaught Error: payment failed',
];

async function payThrough(
  faults: Fault[],
): Promise<{ records: string[]; console: string; cart: string; proxy: FaultyProxy }> {
  await using shop = await startShop();
  await using proxy = await faultyProxy(shop.address, [...faults]);
  const { page, cart } = await fillCart(proxy.address);
  expect(await panel(page, 'delivered')).toBe('0');
  await page.click('#pay');
  await expect.poll(() => panel(page, 'delivered')).toBe('8');
  expect(await panel(page, 'waiting to be delivered')).toBe('0');
  expect(await panel(page, 'dropped')).toBe('0');
  const books = '8 received + 0 dropped + 0 expected = 8 emitted';
  await expect.poll(() => panel(page, 'its books')).toBe(books);
  await page.close();
  return { records: await shop.records(), console: shop.console(), cart, proxy };
}

describe('the shop', () => {
  it('ships nothing while there is no error', async () => {
    await using shop = await startShop();
    await using proxy = await faultyProxy(shop.address, []);
    const { page, cart } = await fillCart(proxy.address);
    await expect.poll(() => panel(page, 'held in memory')).toBe('5');
    await page.goto('about:blank');
    // Whatever the page sent when it was left has arrived before a request that began later.
    await page.goto(shop.address);
    await page.close();
    expect(proxy.deliveries).toEqual([]);
    const records = await shop.records();
    expect(fromPage(records)).toEqual([]);
    expect(records).toContain('server INFO     shop.server: GET /');
    expect(records).toContain(`server DEBUG    shop.cart: cart ${cart} opened`);
  });

  it('ships, on an error, all that led up to it: in order, once, with the stack, beside the server’s records', async () => {
    const { records, console, cart, proxy } = await payThrough([]);
    const shipped = fromPage(records);
    expect(shipped.map((record) => record.split('\n')[0])).toEqual(recordsOf(cart));
    const last = (shipped.at(-1) as string).split('\n');
    expect(last[1]).toBe('Error: payment failed');
    expect(last[2]).toMatch(/^ {4}at pay \(http:\/\/127\.0\.0\.1:\d+\/page\.js:\d+:\d+\)$/);
    expect(last).toContain('Caused by: Error: card refused');
    expect(records.indexOf(`server DEBUG    shop.cart: cart ${cart} opened`)).toBeLessThan(
      records.indexOf(shipped[0] as string),
    );
    for (const line of recordsOf(cart)) expect(console).toContain(line);
    expect(proxy.deliveries).toHaveLength(1);
  });

  it.each<[string, Fault[]]>([
    ['the server was unavailable', ['unavailable']],
    ['the answer was lost', ['answer-lost']],
    [
      'the server was unavailable and then two answers were lost',
      ['unavailable', 'answer-lost', 'answer-lost'],
    ],
  ])('has each record once in the file though %s', async (_what, faults) => {
    const { records, cart, proxy } = await payThrough(faults);
    expect(fromPage(records).map((record) => record.split('\n')[0])).toEqual(recordsOf(cart));
    expect(proxy.deliveries.length).toBeGreaterThan(faults.length);
  });

  it('forgets nothing when it is reloaded: an error later ships what both pages kept', async () => {
    await using shop = await startShop();
    const { page, cart } = await fillCart(shop.address);
    await expect.poll(() => panel(page, 'held in memory')).toBe('5');
    await page.reload();
    const second = (await page.getAttribute('body', 'data-cart')) as string;
    await page.click('button[data-item=cup]');
    await page.click('#pay');
    const told = async (): Promise<string[]> =>
      fromPage(await shop.records()).map((record) => record.split('\n')[0] as string);
    await expect.poll(async () => (await told()).length).toBe(11);
    expect((await told()).sort()).toEqual(
      [
        ...recordsOf(cart).slice(0, 5),
        `page   DEBUG    shop.cart: cart ${second} opened`,
        'page   DEBUG    shop.cart: added cup, 1 in the cart',
        'page   DEBUG    shop.cart: total of 1 items: 9.00',
        'page   DEBUG    shop.cart: total of 1 items: 9.00',
        'page   INFO     shop.cart: paying 9.00',
        'page   CRITICAL shop.page: uncaught: Uncaught Error: payment failed',
      ].sort(),
    );
    await page.close();
  });

  it('tells what it had logged before its tab crashed, when it is next opened', async () => {
    await using shop = await startShop();
    const context = await browser.newContext();
    const { page, cart } = await fillCart(shop.address, context);
    await expect.poll(() => panel(page, 'held in memory')).toBe('5');
    // Each record is on disk within a quarter of a second; the panel cannot see when.
    await expect.poll(() => page.evaluate(countKept)).toBe(5);
    const gone = page.waitForEvent('crash');
    const devtools = await context.newCDPSession(page);
    devtools.send('Page.crash').catch(() => {});
    await gone;
    const next = await context.newPage();
    await next.goto(shop.address);
    const told = async (): Promise<unknown[]> =>
      fromPage(await shop.records()).map((record) => record.split('\n')[0]);
    await expect.poll(told).toEqual(recordsOf(cart).slice(0, 5));
    await context.close();
  });
});
