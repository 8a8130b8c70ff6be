// A database that is missing, broken, closed or deleted, and one that tabs share.
import { describe, expect, it } from 'vitest';
import { BROWSERS, openBrowser, openTabBrowser, TAB_BROWSERS } from '../browsers.js';
import { down, expectAll, log, openLab, openPage, pause, untilOnDisk } from './lab.js';

const QUICK = '{ retry: { base: 200, cap: 1000 } }';
/** The connections of a page, and how often it opened one. */
const SPY = `globalThis.opened = [];
  const { open } = IDBFactory.prototype;
  IDBFactory.prototype.open = function (...args) {
    const request = open.apply(this, args);
    request.addEventListener('success', () => opened.push(request.result));
    return request;
  };`;
const NO_LOCKS = "Object.defineProperty(navigator, 'locks', { value: undefined });";

describe.each(TAB_BROWSERS)('in %s', (name) => {
  it('another tab can delete the database at once, and what this one holds is written anew', async () => {
    await using lab = await openLab();
    await using browser = await openTabBrowser(name);
    lab.mood = down;
    const page = await openPage(browser, lab.url);
    await page.evaluate(`start(${QUICK}); ${log(50)}`);
    await untilOnDisk(page, 50);
    const other = await openPage(browser, lab.url);
    const ms = await other.evaluate(`new Promise((resolve, reject) => {
      const begun = performance.now();
      const request = indexedDB.deleteDatabase('loggia');
      request.onsuccess = () => resolve(performance.now() - begun);
      request.onblocked = () => reject(new Error('blocked'));
    })`);
    expect(ms).toBeLessThan(1000);
    await untilOnDisk(page, 50);
    await page.close();
    lab.mood = undefined;
    const next = await openPage(browser, lab.url);
    await next.evaluate('start()');
    await expectAll(lab, 50);
  });

  it('a chunk that cannot be read is removed and declared; the others arrive', async () => {
    await using lab = await openLab();
    await using browser = await openTabBrowser(name);
    lab.mood = down;
    const page = await openPage(browser, lab.url);
    await page.evaluate(`start(${QUICK}); ${log(250)}`);
    await untilOnDisk(page, 250);
    await page.close();
    const next = await openPage(browser, lab.url);
    await next.evaluate(`new Promise((resolve) => {
      indexedDB.open('loggia').onsuccess = ({ target: { result: db } }) => {
        const rows = db.transaction('rows', 'readwrite').objectStore('rows');
        rows.getAllKeys().onsuccess = ({ target }) => rows.put(['spoilt'], target.result.find((key) => key[2] === 100));
        rows.transaction.oncomplete = () => resolve(db.close());
      };
    })`);
    lab.mood = undefined;
    await next.evaluate('start()');
    await expectAll(lab, 150, 100);
    expect(await next.evaluate('handler.stats.dropped.corrupt')).toBe(100);
  });

  it('five tabs send one request at a time, and each record once', async () => {
    await using lab = await openLab();
    await using browser = await openTabBrowser(name);
    lab.delayMs = 50;
    const pages = [];
    for (let i = 0; i < 5; i++) pages.push(await openPage(browser, lab.url));
    await Promise.all(pages.map((page) => page.evaluate(`start(); ${log(200)}`)));
    await expectAll(lab, 1000);
    expect(lab.mostAtOnce).toBe(1);
    expect(lab.deliveries).toHaveLength(1000);
  });
});

describe.each(BROWSERS)('in %s', (name) => {
  it.each([
    ['is missing', "Object.defineProperty(globalThis, 'indexedDB', { value: undefined });"],
    ['throws', "IDBFactory.prototype.open = () => { throw new DOMException('no', 'SecurityError'); };"],
    [
      'refuses',
      `{ const { open } = IDBFactory.prototype;
      IDBFactory.prototype.open = function (name) { return open.call(this, name, 5); };
      new Promise((resolve) => { open.call(indexedDB, 'loggia', 9).onsuccess = resolve; }); }`,
    ],
    ['never answers', 'IDBFactory.prototype.open = () => ({});'],
  ])('records arrive though the database %s, and it is said once', async (_what, before) => {
    await using lab = await openLab();
    await using browser = await openBrowser(name);
    const page = await openPage(browser, lab.url, before);
    await page.evaluate(`globalThis.notices = [];
      L.getPlatform().stderr.write = (text) => notices.push(text);
      start(); ${log(50)}`);
    await expectAll(lab, 50);
    await pause(4000);
    await page.evaluate(log(50));
    await expectAll(lab, 100);
    const notices = (await page.evaluate('notices')) as string[];
    expect(notices.filter((text) => text.includes('kept in memory'))).toHaveLength(1);
    expect(await page.evaluate('errors')).toEqual([]);
  });

  it('a connection that is closed behind our back is opened again, once', async () => {
    await using lab = await openLab();
    await using browser = await openBrowser(name);
    lab.mood = down;
    const page = await openPage(browser, lab.url, SPY);
    // Without what counts the connections.
    const other = await openPage(browser, lab.url);
    await page.evaluate(`start(${QUICK}); ${log(20)}`);
    await untilOnDisk(other, 20);
    await page.evaluate(`opened[0].close(); ${log(20)}`);
    await untilOnDisk(other, 40);
    expect(await page.evaluate('opened.length')).toBe(2);
    await page.close();
    lab.mood = undefined;
    const next = await openPage(browser, lab.url);
    await next.evaluate('start()');
    await expectAll(lab, 40);
  });

  it('two tabs that deliver the same, since there are no locks, make no record twice', async () => {
    await using lab = await openLab();
    await using browser = await openBrowser(name);
    lab.mood = down;
    const page = await openPage(browser, lab.url, NO_LOCKS);
    await page.evaluate(`start(${QUICK}); ${log(300)}`);
    await untilOnDisk(page, 300);
    await page.close();
    lab.mood = undefined;
    lab.delayMs = 300;
    const pages = [await openPage(browser, lab.url, NO_LOCKS), await openPage(browser, lab.url, NO_LOCKS)];
    await Promise.all(pages.map((next) => next.evaluate('start()')));
    await expectAll(lab, 300);
    await expect.poll(() => lab.deliveries.length).toBeGreaterThan(300);
    // Nothing tells when no more will come.
    await pause(1000);
    expect(lab.stored).toHaveLength(300);
  });
});
