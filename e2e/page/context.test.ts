import { contextToHTML, traceContext, withContext } from 'loggia';
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BROWSERS, openBrowser, type TestBrowser } from '../browsers.js';
import { type Lab, startLab } from './lab.js';

const HEX32 = /^[\da-f]{32}$/;

/** A page that ships what it logs, with its context; `more` runs at the end of its setup. */
async function openShop(lab: Lab, path = '/page?token=s3cret#pin', more = ''): Promise<Page> {
  const page = await lab.open(path);
  await page.evaluate(`
    loggia.installPageContext();
    const handler = new loggia.HTTPHandler('/logs', {
      flushInterval: 50,
      resource: loggia.pageResource({ service: 'shop', release: '1.4.2', environment: 'test' }),
    });
    handler.addFilter(new loggia.ContextFilter());
    loggia.getLogger().addHandler(handler);
    loggia.getLogger().setLevel('DEBUG');
    log = loggia.getLogger('shop');
    ${more}`);
  return page;
}

const records = (lab: Lab): Lab['deliveries'][0]['records'] =>
  lab.deliveries.flatMap((delivery) => delivery.records);
const extras = (lab: Lab): Record<string, unknown>[] => records(lab).map(({ extra }) => extra ?? {});

describe.each(BROWSERS)('in %s', (name) => {
  let browser: TestBrowser;
  beforeAll(async () => {
    browser = await openBrowser(name);
  });
  afterAll(() => browser?.[Symbol.asyncDispose]());

  describe('records know their page', () => {
    it('by session, page view, trace and a URL without its query, and the batch by what the browser is', async () => {
      await using lab = await startLab(browser);
      const page = await openShop(lab);
      await page.evaluate(`
      log.info('one', { own: 1 });
      history.pushState(null, '', '?other');
      log.info('two');
      history.pushState(null, '', '/page/cart');
      log.info('three');
    `);
      await lab.expectAccountCloses(3);
      const [one, two, three] = extras(lab) as [
        Record<string, string>,
        Record<string, string>,
        Record<string, string>,
      ];
      expect(one).toMatchObject({ own: 1, url: `${lab.origin}/page`, trace_flags: '01' });
      for (const name of ['session_id', 'page_view_id', 'trace_id']) expect(one[name]).toMatch(HEX32);
      expect({ ...two, own: 1 }).toEqual(one);
      expect(three).toMatchObject({ url: `${lab.origin}/page/cart`, session_id: one['session_id'] });
      expect(three['page_view_id']).not.toBe(one['page_view_id']);
      expect(three['trace_id']).not.toBe(one['trace_id']);
      expect(JSON.stringify(records(lab))).not.toMatch(/s3cret|pin/);
      expect(lab.deliveries[0]?.resource).toMatchObject({
        service: 'shop',
        release: '1.4.2',
        environment: 'test',
        browser: {
          ...(name === 'chromium'
            ? { brands: expect.arrayContaining([expect.stringMatching(/^Chromium \d+$/)]), mobile: false }
            : { userAgent: expect.stringContaining('Firefox/') }),
          language: 'en-US',
          timeZone: expect.any(String),
          viewport: { width: expect.any(Number), height: expect.any(Number), scale: 1 },
        },
      });
    });

    it('takes up the ids of the server that rendered it, whatever else is in them', async () => {
      await using lab = await startLab(browser);
      const hostile = '</script><script>hacked = 1</script><!--\u2028';
      const fields = { ...traceContext(), request_id: 'r-17', user: 'ann', hostile };
      lab.head = withContext(fields, () => contextToHTML(['request_id', 'hostile']));
      const page = await openShop(lab);
      await page.evaluate(`log.info('hydrated'); history.pushState(null, '', '/page/2'); log.info('later')`);
      await lab.expectAccountCloses(2);
      const [hydrated, later] = extras(lab) as [Record<string, unknown>, Record<string, unknown>];
      const { user: _, ...told } = fields;
      expect(hydrated).toMatchObject(told);
      expect(hydrated).not.toHaveProperty('user');
      expect(later).toMatchObject({ request_id: 'r-17' });
      expect(later['trace_id']).not.toBe(fields.trace_id);
      expect(await page.evaluate('globalThis.hacked')).toBeUndefined();
    });

    it('takes up the trace that another library’s meta tells, and goes on though what is told makes no sense', async () => {
      await using lab = await startLab(browser);
      const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
      lab.head = `<meta name="traceparent" content="00-${trace}-00f067aa0ba902b7-00">
      <script type="application/json" data-loggia-context>{"cut off</script>`;
      const page = await openShop(lab, '/', 'header = loggia.makeTraceparent()');
      await page.evaluate(`log.info('a')`);
      await lab.expectAccountCloses(1);
      expect(extras(lab)[0]).toMatchObject({ trace_id: trace, trace_flags: '00' });
      expect(await page.evaluate('header')).toMatch(new RegExp(`^00-${trace}-[\\da-f]{16}-00$`));
    });

    it('stamps by the wall clock, also after it was set and after a sleep', async () => {
      await using lab = await startLab(browser);
      const page = await openShop(lab);
      // A laptop that slept: the wall clock has gone on, the monotonic one has not.
      await page.evaluate(`
      const [now, shift] = [Date.now, 3_600_000];
      log.info('before');
      Date.now = () => now() + shift;
      log.info('after');
      Date.now = () => now() - 24 * shift;
      log.info('set back');
      Date.now = now;
    `);
      await lab.expectAccountCloses(3);
      const [before, after, setBack] = records(lab).map(({ created }) => created - Date.now() / 1000);
      expect(Math.abs(before!)).toBeLessThan(30);
      expect(Math.abs(after! - 3600)).toBeLessThan(30);
      expect(Math.abs(setBack! + 86_400)).toBeLessThan(30);
      expect(lab.messages()).toEqual(['before', 'after', 'set back']);
    });
  });

  describe('breadcrumbs', () => {
    const crumbs = (lab: Lab): string[] =>
      records(lab)
        .filter(({ name }) => name.startsWith('browser.'))
        .map(
          ({ levelname, name, message }) =>
            `${levelname} ${name}: ${message.replace(/TypeError: .* after/, 'failed after').replace(/\d+ ms/, 'n ms')}`,
        );

    it('are off until asked for, and never have what was typed', async () => {
      await using lab = await startLab(browser);
      const page = await openShop(lab);
      await page.click('#pay');
      await page.evaluate(`fetch('/page/api?token=1')`);
      await page.evaluate(`nativeFetch = fetch; crumbs = loggia.installBreadcrumbs()`);
      await page.click('#pay');
      await page.type('#card', '4111 1111');
      await page.click('#card');
      await page.evaluate(`history.pushState(null, '', '/page/paid?card=4111')`);
      await page.evaluate(`fetch('/page/api?card=4111', { method: 'put' })`);
      await page.evaluate(`fetch('http://127.0.0.1:1/gone?card=4111').catch(() => {})`);
      await page.evaluate(`fetch(new Request('/logs/../page/api'))`);
      await page.evaluate(`log.info('end')`);
      await expect.poll(() => lab.messages()).toContain('end');
      expect(crumbs(lab)).toEqual([
        'DEBUG browser.click: button#pay.wide.red[name=pay]',
        'DEBUG browser.click: input#card',
        `DEBUG browser.navigation: ${lab.origin}/page -> ${lab.origin}/page/paid`,
        `DEBUG browser.fetch: PUT ${lab.origin}/page/api: 200 in n ms`,
        'DEBUG browser.fetch: GET http://127.0.0.1:1/gone: failed after n ms',
        `DEBUG browser.fetch: GET ${lab.origin}/page/api: 200 in n ms`,
      ]);
      expect(JSON.stringify(records(lab))).not.toMatch(/4111|Pay 12/);
      await page.evaluate(`crumbs[Symbol.dispose]()`);
      await page.click('#pay');
      await page.evaluate(`fetch('/page/api').then(() => log.info('really the end'))`);
      await expect.poll(() => lab.messages()).toContain('really the end');
      expect(crumbs(lab)).toHaveLength(6);
      expect(await page.evaluate('fetch === nativeFetch')).toBe(true);
    });
  });
});
