import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BROWSERS, openBrowser, type TestBrowser } from '../browsers.js';
import { startLab } from './lab.js';
import { hide, logMany, offline, pause, ship, statsWhen } from './ship.js';

describe.each(BROWSERS)('in %s', (name) => {
  let browser: TestBrowser;
  beforeAll(async () => {
    browser = await openBrowser(name);
  });
  afterAll(() => browser?.[Symbol.asyncDispose]());

  describe('HTTPHandler', () => {
    it('sends a hundred records together, without a preflight to another origin, one request at a time', async () => {
      await using lab = await startLab(browser);
      lab.otherwise = () => ({ delayMs: 50 });
      const page = await ship(lab, `${lab.foreign}/logs`, 'flushInterval: 60000');
      await logMany(page, 250);
      await lab.expectAccountCloses(250);
      await page.evaluate(`log.debug('before'); log.error('now')`);
      await lab.expectAccountCloses(252);
      expect(lab.deliveries.map(({ records }) => records.length)).toEqual([100, 100, 50, 2]);
      expect(lab.mostAtOnce).toBe(1);
      expect(lab.others.filter((request) => request.startsWith('OPTIONS'))).toEqual([]);
      expect(lab.deliveries[0]?.headers).toMatchObject({ 'content-type': 'text/plain;charset=utf-8' });
      expect(lab.deliveries[0]?.headers).not.toHaveProperty('cookie');
      expect(lab.deliveries.every(({ bytes }) => bytes <= 32_768)).toBe(true);
    });

    it('delivers two thousand records though each answer has a body and must not be stored', async () => {
      await using lab = await startLab(browser);
      lab.otherwise = () => ({
        status: 200,
        headers: { 'cache-control': 'no-store' },
        body: 'x'.repeat(5000),
      });
      const page = await ship(lab, '/logs', 'batchSize: 20');
      for (let round = 0; round < 10; round++) {
        await logMany(page, 200);
        await hide(page, round % 2 === 0 ? 'hidden' : 'visible');
      }
      await lab.expectAccountCloses(2000);
    });

    it('gives an answer up that never comes, by aborting, and sends the same again', async () => {
      await using lab = await startLab(browser);
      lab.misdeeds.push({ instead: 'hang' }, { instead: 'hang', store: true });
      const page = await ship(lab, '/logs', 'timeout: 500');
      await logMany(page, 30);
      await lab.expectAccountCloses(30);
      expect(await statsWhen(page, 'pending', 0)).toMatchObject({ retries: 2, delivered: 30 });
    });

    it('survives resets: each record is stored once, though one fetch may arrive three times', async () => {
      await using lab = await startLab(browser);
      lab.misdeeds.push({ instead: 'reset', store: true }, { instead: 'reset', store: true });
      const page = await ship(lab);
      await logMany(page, 100);
      await lab.expectAccountCloses(100);
      await statsWhen(page, 'pending', 0);
      expect(lab.deliveries.length).toBeGreaterThan(2);
    });

    it('waits for as long as a busy receiver asks, whatever happens meanwhile', async () => {
      await using lab = await startLab(browser);
      lab.misdeeds.push({ status: 503, headers: { 'retry-after': '2' } });
      const page = await ship(lab);
      await logMany(page, 10);
      await statsWhen(page, 'state', 'waiting');
      await page.evaluate(`log.critical('urgent'); dispatchEvent(new Event('online')); handler.flush()`);
      await hide(page, 'hidden');
      await lab.expectAccountCloses(11);
      const [first, second] = lab.deliveries as [(typeof lab.deliveries)[0], (typeof lab.deliveries)[0]];
      expect(second.at - first.at).toBeGreaterThanOrEqual(1950);
    });

    it('makes batches smaller for a receiver that finds them too large, and declares the record it never takes', async () => {
      await using lab = await startLab(browser);
      lab.otherwise = ({ bytes }) => (bytes > 10_000 ? { status: 413 } : {});
      const page = await ship(lab);
      await logMany(page, 99, 270);
      await page.evaluate(`log.error('x'.repeat(20000))`);
      await lab.expectAccountCloses(100, 1);
      expect(lab.deliveries.filter(({ bytes }) => bytes > 10_000).length).toBeLessThanOrEqual(12);
      expect(await statsWhen(page, 'pending', 0)).toMatchObject({ delivered: 99, dropped: { tooLarge: 1 } });
    });

    it('asks for new credentials once, then pauses and keeps the records', async () => {
      await using lab = await startLab(browser);
      lab.otherwise = ({ headers }) => ({ status: headers.authorization === 'Bearer 2' ? 204 : 401 });
      const nextToken = '`Bearer ${(globalThis.tokens = (globalThis.tokens ?? 0) + 1)}`';
      const page = await ship(lab, '/logs', `headers: async () => ({ authorization: ${nextToken} })`);
      await logMany(page, 5);
      await lab.expectAccountCloses(5);
      lab.otherwise = () => ({ status: 403 });
      await logMany(page, 5);
      expect(await statsWhen(page, 'state', 'blocked')).toMatchObject({ pending: 5 });
      expect(lab.deliveries).toHaveLength(4);
    });

    it('makes one request where the page’s policy forbids it, says so once, and keeps the records', async () => {
      await using lab = await startLab(browser);
      lab.pageHeaders = { 'content-security-policy': `connect-src 'self'` };
      const page = await ship(lab, `${lab.foreign}/logs`);
      const notices: string[] = [];
      page.on('console', (message) => {
        if (message.text().includes('Logging error')) notices.push(message.text());
      });
      await page.evaluate(`attempts = 0; addEventListener('securitypolicyviolation', () => attempts++)`);
      await logMany(page, 5);
      expect(await statsWhen(page, 'state', 'blocked')).toMatchObject({ pending: 5 });
      await page.evaluate(`log.critical('urgent'); dispatchEvent(new Event('online'))`);
      await hide(page, 'hidden');
      await pause(1500);
      expect(await page.evaluate('handler.stats')).toMatchObject({ state: 'blocked', pending: 6 });
      expect(notices).toHaveLength(1);
      expect(notices[0]).toContain('A policy forbids requests to the receiver');
      expect(await page.evaluate('attempts')).toBe(1);
      expect(lab.deliveries).toEqual([]);
    });

    it('probes where something blocks its requests while the host is online, and keeps the records', async () => {
      await using lab = await startLab(browser);
      const page = await ship(lab, '/logs', 'retry: { base: 50, cap: 100 }');
      let blocked = 0;
      await page.setRequestInterception(true);
      page.on('request', (request) => {
        if (request.url().endsWith('/logs')) blocked++;
        void (request.url().endsWith('/logs') ? request.abort('blockedbyclient') : request.continue());
      });
      await logMany(page, 50);
      expect(await statsWhen(page, 'state', 'blocked')).toMatchObject({ pending: 50, dropped: { full: 0 } });
      expect(blocked).toBe(5);
      await page.evaluate(`log.critical('urgent')`);
      await pause(500);
      expect(blocked).toBe(5);
    });

    it('sends nothing while the browser is offline, and all when it is online again', async () => {
      await using lab = await startLab(browser);
      const page = await ship(lab);
      await offline(page, true);
      await logMany(page, 300);
      await statsWhen(page, 'state', 'offline');
      expect(lab.deliveries).toEqual([]);
      await offline(page, false);
      await lab.expectAccountCloses(300);
    });

    it('packs what it sends in normal running, and nothing when the page goes', async () => {
      await using lab = await startLab(browser);
      const page = await ship(lab, '/logs', `compress: 'auto', flushInterval: 60000`);
      await logMany(page, 100, 200);
      await lab.expectAccountCloses(100);
      await logMany(page, 50, 200);
      await page.close();
      await lab.expectAccountCloses(150);
      const [packed, plain] = [lab.deliveries[0], lab.deliveries.at(-1)];
      expect(packed?.headers['content-encoding']).toBe('gzip');
      expect(packed?.bytes).toBeLessThan(6000);
      expect(plain?.headers).not.toHaveProperty('content-encoding');
    });

    it('reports by how much its clock is ahead, as the answers tell', async () => {
      await using lab = await startLab(browser);
      lab.otherwise = () => ({ headers: { date: new Date(Date.now() - 86_400_000).toUTCString() } });
      const page = await ship(lab);
      await logMany(page, 1);
      const { clockSkew } = await statsWhen(page, 'delivered', 1);
      expect(clockSkew).toBeGreaterThan(86_398);
      expect(clockSkew).toBeLessThan(86_402);
    });
  });

  describe('whatever the application has done to it', () => {
    it('a fetch and a console that throw, or log, are not called', async () => {
      await using lab = await startLab(browser);
      const page = await ship(lab);
      await page.evaluate(`
      calls = 0;
      for (const name of ['debug', 'info', 'warn', 'error', 'log']) console[name] = () => { calls++; log.error('console'); };
      fetch = () => { calls++; log.error('fetch'); throw new Error('patched'); };
      loggia.getLogger().addHandler(new loggia.ConsoleHandler());
    `);
      await logMany(page, 20);
      await lab.expectAccountCloses(20);
      expect(await page.evaluate('calls')).toBe(0);
    });
  });
});
