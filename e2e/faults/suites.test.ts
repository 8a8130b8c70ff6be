import { describe, expect, it } from 'vitest';
import { BROWSERS, openBrowser } from '../browsers.js';
import { openLab } from './lab.js';

/** Runs a suite in the page, and says what failed. */
const run = (suite: string, create: string): string => `(async () => {
  const cases = [];
  let names = 0;
  ${suite}((name, body) => cases.push([name, body]), '', ${create});
  const failed = [];
  for (const [name, body] of cases) await body().catch((error) => failed.push(name + ': ' + error.message));
  return { count: cases.length, failed };
})()`;

describe.each(BROWSERS)('in %s', (name) => {
  it.each([
    ['describeStore', '(bounds) => L.indexedDBStore({ name: "store" + names++, ...bounds })'],
    [
      'describeStore',
      '(bounds) => (Object.defineProperty(navigator, "locks", { value: undefined }), L.indexedDBStore({ name: "store" + names++, ...bounds }))',
    ],
    [
      'describeStore',
      '(bounds) => (Object.defineProperty(globalThis, "indexedDB", { value: undefined, configurable: true }), L.indexedDBStore(bounds))',
    ],
    [
      'describeHandler',
      `() => {
        const texts = [];
        const target = new (class extends L.Handler { emit(record) { texts.push(this.format(record)); } })();
        const handler = new L.IndexedDBHandler({ name: 'ring' + names++, target, capacity: 10_000, flushLevel: 100 });
        return { handler, formats: false, received: () => (handler.flush(), texts) };
      }`,
    ],
  ])('every case of %s passes: %s', async (suite, create) => {
    await using lab = await openLab();
    await using browser = await openBrowser(name);
    const page = await browser.newPage();
    await page.goto(lab.url);
    await page.waitForFunction('globalThis.isReady');
    const { count, failed } = (await page.evaluate(run(suite, create))) as {
      count: number;
      failed: string[];
    };
    expect(failed).toEqual([]);
    expect(count).toBeGreaterThan(10);
    expect(await page.evaluate('errors')).toEqual([]);
  });
});
