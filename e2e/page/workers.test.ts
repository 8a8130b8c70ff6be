import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BROWSERS, openBrowser, type TestBrowser } from '../browsers.js';
import { bundleLoggia, type Lab, startLab } from './lab.js';

/** A worker's script at `path`, which has all of Loggia as `loggia`. */
async function serve(lab: Lab, path: string, script: string): Promise<void> {
  lab.scripts.set(path, `${await bundleLoggia()}\n;${script}`);
}

const SHIP = `
  const handler = new loggia.HTTPHandler('/logs', { flushInterval: 100 });
  loggia.getLogger().addHandler(handler);
  loggia.getLogger().setLevel('DEBUG');
`;

describe.each(BROWSERS)('in %s', (name) => {
  let browser: TestBrowser;
  beforeAll(async () => {
    browser = await openBrowser(name);
  });
  afterAll(() => browser?.[Symbol.asyncDispose]());

  describe('a worker', () => {
    it('that is dedicated delivers by itself: a hundred at a time, and records with errors', async () => {
      await using lab = await startLab(browser);
      await serve(
        lab,
        '/worker.js',
        `${SHIP}for (let i = 0; i < 150; i++) loggia.getLogger('worker').info('%d', i);`,
      );
      const page = await lab.open();
      await page.evaluate(`worker = new Worker('/worker.js', { type: 'module', name: 'counter' })`);
      await lab.expectAccountCloses(150);
      const [first] = lab.deliveries[0]!.records;
      expect(first).toMatchObject({ name: 'worker', message: '0', threadName: 'counter' });
    });

    it('that is shared delivers for all pages that are connected to it', async () => {
      await using lab = await startLab(browser);
      await serve(
        lab,
        '/shared.js',
        `${SHIP}addEventListener('connect', ({ ports: [port] }) => loggia.receiveRecords(port));`,
      );
      for (const name of ['one', 'two']) {
        const page = await lab.open();
        await page.evaluate(`
        const { port } = new SharedWorker('/shared.js', { type: 'module' });
        loggia.getLogger().addHandler(new loggia.QueueHandler(new loggia.PortQueue(port)));
        for (let i = 0; i < 20; i++) loggia.getLogger('${name}').warning('%d', i);
      `);
      }
      await lab.expectAccountCloses(40);
      const names = lab.deliveries.flatMap(({ records }) => records.map(({ name }) => name));
      expect(names.filter((name) => name === 'two')).toHaveLength(20);
      expect(new Set(lab.deliveries.map(({ session }) => session)).size).toBe(1);
    });

    it('hands its records to the page, which has the handlers: in order, with errors and fields', async () => {
      await using lab = await startLab(browser);
      await serve(
        lab,
        '/worker.js',
        `loggia.getLogger().addHandler(new loggia.QueueHandler(new loggia.PortQueue(self)));
      for (let i = 0; i < 500; i++) loggia.getLogger('worker').warning('%d', i);
      loggia.getLogger('worker').error('failed', new RangeError('no', { cause: 'tea' }), { item: 't-1' });
      postMessage('mine');`,
      );
      const page = await lab.open();
      await page.evaluate(`${SHIP}
      own = [];
      const worker = new Worker('/worker.js', { type: 'module' });
      loggia.receiveRecords(worker);
      worker.addEventListener('message', ({ data }) => typeof data === 'string' && own.push(data));
    `);
      await lab.expectAccountCloses(501);
      expect(lab.messages()).toEqual([...Array.from({ length: 500 }, (_, i) => String(i)), 'failed']);
      const last = lab.deliveries.at(-1)!.records.at(-1);
      expect(last).toMatchObject({
        name: 'worker',
        extra: { item: 't-1' },
        error: { type: 'RangeError', message: 'no', cause: { message: 'tea' } },
      });
      expect(await page.evaluate('own')).toEqual(['mine']);
    });

    it('drops and counts what a page that hangs does not take, and says so when it has caught up', async () => {
      await using lab = await startLab(browser);
      await serve(
        lab,
        '/worker.js',
        `loggia.getLogger().addHandler(new loggia.QueueHandler(new loggia.PortQueue(self, { capacity: 400 })));
      for (let i = 0; i < 1000; i++) loggia.getLogger('worker').warning('%d', i);
      postMessage({ dropped: loggia.getStats().dropped });`,
      );
      const page = await lab.open();
      await page.evaluate(`${SHIP}
      const worker = new Worker('/worker.js', { type: 'module' });
      loggia.receiveRecords(worker);
      worker.addEventListener('message', ({ data }) => { dropped = data.dropped ?? globalThis.dropped; });
    `);
      await expect.poll(() => page.evaluate('globalThis.dropped')).toBe(600);
      await lab.expectAccountCloses(401);
      expect(lab.messages().at(-1)).toBe('600 records dropped: the queue was full');
    });
  });

  describe('a service worker', () => {
    const SCRIPT = `${SHIP.replace('flushInterval', 'store: loggia.indexedDBStore(), flushInterval')}
    addEventListener('install', () => skipWaiting());
    addEventListener('activate', (event) => event.waitUntil(clients.claim()));
    loggia.receiveRecords(self);
    loggia.installServiceWorkerDelivery(handler);
  `;
    /** Logs to the service worker until the page closes. */
    async function logAndClose(lab: Lab, count: number): Promise<void> {
      const page = await lab.open();
      await page.evaluate(`(async () => {
      await navigator.serviceWorker.register('/sw.js', { type: 'module' });
      if (!navigator.serviceWorker.controller) {
        await new Promise((resolve) => navigator.serviceWorker.addEventListener('controllerchange', resolve));
      }
      const queue = new loggia.PortQueue(navigator.serviceWorker.controller);
      loggia.getLogger('page').addHandler(new loggia.QueueHandler(queue));
      addEventListener('pagehide', () => loggia.getLogger('page').error('gone'));
      for (let i = 0; i < ${count - 1}; i++) loggia.getLogger('page').warning('%d', i);
    })()`);
      await page.close();
    }

    it('delivers what a page logged that is gone already', async () => {
      await using lab = await startLab(browser);
      await serve(lab, '/sw.js', SCRIPT);
      await logAndClose(lab, 50);
      await lab.expectAccountCloses(50);
      expect(lab.messages().at(-1)).toBe('gone');
    });

    it('keeps trying for a page that is gone', async () => {
      await using lab = await startLab(browser);
      await serve(lab, '/sw.js', SCRIPT);
      lab.misdeeds.push({ status: 503, headers: { 'retry-after': '1' } }, { instead: 'reset', store: true });
      await logAndClose(lab, 50);
      await lab.expectAccountCloses(50);
      await expect.poll(() => lab.deliveries.length).toBeGreaterThan(2);
    });
  });
});
