import { describe, expect, it } from 'vitest';
import { BROWSERS, openBrowser } from '../browsers.js';
import { openLab, openPage } from './lab.js';

/** Runs a suite in the page, and says what failed. */
const run = (suite: string, create: string): string => `(async () => {
  const cases = [];
  let names = 0;
  ${suite}((name, body) => cases.push([name, body]), '', ${create});
  const failed = [];
  for (const [name, body] of cases) await body().catch((error) => failed.push(name + ': ' + error.message));
  return { count: cases.length, failed };
})()`;

const STORE = "(bounds) => L.indexedDBStore({ name: 'store' + names++, ...bounds })";
const RING = `() => {
  const texts = [];
  const target = new (class extends L.Handler { emit(record) { texts.push(this.format(record)); } })();
  const handler = new L.IndexedDBHandler({ name: 'ring' + names++, target, capacity: 10_000, flushLevel: 100 });
  return { handler, formats: false, received: () => (handler.flush(), texts) };
}`;
const WITHOUT = (owner: string, name: string): string =>
  `Object.defineProperty(${owner}, '${name}', { value: undefined });`;

describe.each(BROWSERS)('in %s', (name) => {
  it.each([
    ['indexedDBStore keeps every promise of a store', '', 'describeStore', STORE],
    ['and without Web Locks', WITHOUT('navigator', 'locks'), 'describeStore', STORE],
    ['and without IndexedDB', WITHOUT('globalThis', 'indexedDB'), 'describeStore', STORE],
    ['IndexedDBHandler keeps every promise of a handler', '', 'describeHandler', RING],
    ['and without IndexedDB', WITHOUT('globalThis', 'indexedDB'), 'describeHandler', RING],
  ])('%s', async (_title, before, suite, create) => {
    await using lab = await openLab();
    await using browser = await openBrowser(name);
    const page = await openPage(browser, lab.url);
    await page.evaluate(before);
    const { count, failed } = (await page.evaluate(run(suite, create))) as {
      count: number;
      failed: string[];
    };
    expect(failed).toEqual([]);
    expect(count).toBeGreaterThan(10);
    expect(await page.evaluate('errors')).toEqual([]);
  });
});
