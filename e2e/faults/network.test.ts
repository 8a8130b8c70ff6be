// The server and the network misbehave, and the page stays: rows 1 to 12, 35, 41 and 42 of README.md.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTabBrowser, TAB_BROWSERS, type Tab, type TabBrowser } from '../browsers.js';
import { expectAll, type Lab, load, log, openLab, pause, steady } from './lab.js';
import { above, inTurn, LONG, lasting, PACED, paced, replyLost, sizeOf, type Visit } from './misdeeds.js';

interface Row {
  readonly no: number;
  readonly title: string;
  readonly misbehave?: (lab: Lab, visits: Visit[]) => void;
  /** Of the handler, beside the paced ones. */
  readonly options?: string;
  /** What the page does. */
  readonly script: string;
  readonly stored: number;
  readonly declared?: number;
  /** Beside the account, which always has to close. */
  readonly check?: (seen: Seen) => void | Promise<void>;
}

interface Seen {
  readonly lab: Lab;
  readonly page: Tab;
  readonly visits: readonly Visit[];
  readonly stats: Stats;
}

interface Stats {
  readonly rejected: number;
  readonly truncated: number;
  readonly dropped: Readonly<Record<string, number>>;
}

const gaps = (visits: readonly Visit[]): number[] => visits.slice(1).map(({ at }, i) => at - visits[i]!.at);
/** Timers may be early by as much as clocks differ. */
const SLACK_MS = 30;
const RETRY_AFTER_S = LONG ? 2 : 1;

const ROWS: readonly Row[] = [
  {
    no: 1,
    title: 'a steady hundred takes at most five requests',
    script: steady(100, paced(50)),
    stored: 100,
    check: ({ lab }) => expect(lab.requests).toBeLessThanOrEqual(5),
  },
  {
    no: 2,
    title: 'a server that fails for ten seconds is asked at most eight times',
    misbehave: (lab, visits) => {
      lab.mood = lasting(paced(10_000), { status: 500 }, visits);
    },
    script: steady(100, paced(50)),
    stored: 100,
    check: ({ visits }) => expect(visits.length).toBeLessThanOrEqual(8),
  },
  {
    no: 4,
    title: 'what the server finds bad is given up as a batch, sent once and declared',
    misbehave: (lab, visits) => {
      lab.mood = inTurn([{ status: 400 }], visits);
    },
    options: 'batchSize: 20',
    script: log(100),
    stored: 80,
    declared: 20,
    check: ({ lab, visits, stats }) => {
      expect(visits[0]?.seqs).toHaveLength(20);
      expect(lab.deliveries.filter(({ seq }) => visits[0]?.seqs.includes(seq))).toEqual([]);
      expect(stats.dropped).toMatchObject({ refused: 20 });
    },
  },
  {
    no: 5,
    title: 'a server that asks for a pause gets it each time',
    misbehave: (lab, visits) => {
      const headers = { 'retry-after': `${RETRY_AFTER_S}` };
      lab.mood = lasting(LONG ? 15_000 : 4000, { status: 429, headers }, visits);
    },
    script: steady(100, paced(50)),
    stored: 100,
    check: ({ visits }) => {
      expect(visits.length).toBeLessThanOrEqual(9);
      expect(Math.min(...gaps(visits))).toBeGreaterThanOrEqual(1000 * RETRY_AFTER_S - SLACK_MS);
    },
  },
  {
    no: 7,
    title: 'a server with a limit of ten thousand bytes gets smaller batches',
    misbehave: (lab, visits) => {
      lab.mood = above(10_000, visits);
    },
    script: log(100, 180),
    stored: 100,
    check: ({ visits }) => {
      expect(visits.length).toBeGreaterThan(0);
      expect(visits.length).toBeLessThanOrEqual(12);
    },
  },
  {
    no: 8,
    title: 'a record of 300 kB among others is cut to 64 KiB, marked and counted',
    script: `${log(50)} log.info('record 50' + 'x'.repeat(300_000)); ${log(49)}`,
    stored: 100,
    check: ({ lab, stats }) => {
      const texts = lab.stored.map(({ message }) => message).filter((message) => message.length > 100);
      expect(texts).toEqual([expect.stringMatching(/x… \[truncated: \d+ bytes\]$/)]);
      expect(texts[0]!.length).toBeLessThanOrEqual(65_536);
      expect(stats.truncated).toBe(1);
    },
  },
  {
    no: 9,
    title: 'three requests that are never answered are aborted when their time is over',
    misbehave: (lab, visits) => {
      lab.mood = inTurn([{ instead: 'hang' }, { instead: 'hang' }, { instead: 'hang' }], visits);
    },
    script: log(100),
    stored: 100,
    check: ({ visits }) => {
      expect(visits).toHaveLength(3);
      for (const { at, closedAt } of visits) {
        expect(closedAt! - at).toBeGreaterThan(paced(9500) - 100);
        expect(closedAt! - at).toBeLessThan(paced(10_500) + 2000);
      }
    },
  },
  {
    no: 10,
    title: 'connections that are reset for ten seconds lose nothing',
    misbehave: (lab, visits) => {
      lab.mood = lasting(paced(10_000), { instead: 'reset' }, visits);
    },
    script: steady(100, paced(50)),
    stored: 100,
    check: ({ visits }) => expect(visits.length).toBeGreaterThan(2),
  },
  {
    no: 11,
    title: 'three answers that are lost after the records were stored make no record double',
    misbehave: (lab) => {
      lab.mood = replyLost(3);
    },
    script: steady(100, paced(50)),
    stored: 100,
    check: ({ lab }) => expect(lab.deliveries.length).toBeGreaterThan(100),
  },
  {
    no: 12,
    title: 'a burst that memory alone cannot hold leaves the newest thousand and declares the others',
    options: 'store: L.memoryStore({ capacity: 1000 })',
    script: log(5000),
    stored: 1000,
    declared: 4000,
  },
  {
    no: 35,
    title: 'two thousand arrive though each answer has a body and must not be stored',
    misbehave: (lab) => {
      lab.mood = (_request, response) => {
        response.setHeader('cache-control', 'no-store');
        return false;
      };
    },
    options: 'batchSize: 20',
    script: log(2000),
    stored: 2000,
  },
  {
    no: 42,
    title: 'a sink that fails acknowledges nothing',
    misbehave: (lab) => {
      const end = Date.now() + paced(10_000);
      lab.sink = () => {
        if (Date.now() < end) throw new Error('the disk is full');
      };
    },
    script: log(100),
    stored: 100,
    check: ({ lab }) => expect(lab.deliveries.length).toBeGreaterThan(100),
  },
];

/** Opens a page that ships everything, whatever of Loggia's own might log: only what the row logs may arrive. */
async function ship(browser: TabBrowser, lab: Lab, options = ''): Promise<Tab> {
  const page = await load(await browser.newPage(), lab.url);
  await page.evaluate(`start({ ${[PACED, options].filter(Boolean).join(', ')} });
    L.getLogger().addHandler(handler);
    L.getLogger().setLevel('DEBUG');
    L.installErrorCapture({ console: true });
    L.installBreadcrumbs(); 0`);
  return page;
}

async function expectClean(page: Tab, lab: Lab): Promise<void> {
  expect(await page.evaluate('errors')).toEqual([]);
  expect(lab.stored.filter(({ message }) => !message.startsWith('record '))).toEqual([]);
}

describe.each(TAB_BROWSERS)('in %s', { timeout: 120_000 }, (name) => {
  let browser: TabBrowser;
  beforeAll(async () => {
    browser = await openTabBrowser(name);
  });
  afterAll(() => browser?.[Symbol.asyncDispose]());

  it.each(ROWS.map((row) => [`row ${row.no}: ${row.title}`, row] as const))(
    '%s',
    async (_title, { misbehave, options, script, stored, declared, check }) => {
      await using lab = await openLab();
      const visits: Visit[] = [];
      misbehave?.(lab, visits);
      const page = await ship(browser, lab, options);
      await page.evaluate(script);
      await expectAll(lab, stored, declared);
      await expect.poll(() => page.evaluate('handler.stats.pending')).toBe(0);
      const stats = (await page.evaluate('handler.stats')) as Stats;
      await check?.({ lab, page, visits, stats });
      await expectClean(page, lab);
      await page.close();
    },
  );

  it('row 3: 502, 503, 504, 408 and 425 for ten seconds each lose nothing', async () => {
    await using lab = await openLab();
    const page = await ship(browser, lab);
    for (const [i, status] of [502, 503, 504, 408, 425].entries()) {
      lab.mood = lasting(paced(10_000), { status }, []);
      await page.evaluate(steady(100, paced(50)));
      await expectAll(lab, 100 * (i + 1));
    }
    await expectClean(page, lab);
    await page.close();
  });

  it('row 6: a date, a time that is over, no time at all and an hour are each taken for what they are', async () => {
    await using lab = await openLab();
    const page = await ship(browser, lab);
    const waitAfter = async (retryAfter: string, ordinal: number): Promise<number> => {
      const visits: Visit[] = [];
      let secondAt = 0;
      const first = inTurn([{ status: 503, headers: { 'retry-after': retryAfter } }], visits);
      lab.mood = (request, response) => {
        if (first(request, response)) return true;
        secondAt ||= Date.now();
        return false;
      };
      await page.evaluate(log(1));
      await expectAll(lab, ordinal);
      return secondAt - visits[0]!.at;
    };
    const inThree = new Date(Math.ceil(Date.now() / 1000) * 1000 + 3000).toUTCString();
    // Both dates are in whole seconds.
    expect(await waitAfter(inThree, 1)).toBeGreaterThan(1500);
    expect(await waitAfter('-5', 2)).toBeLessThan(1500);
    expect(await waitAfter('soon', 3)).toBeGreaterThanOrEqual(paced(500) - SLACK_MS);
    lab.mood = inTurn([{ status: 503, headers: { 'retry-after': '1000000000' } }], []);
    await page.evaluate(log(1));
    await expect.poll(() => page.evaluate('handler.stats.state')).toBe('waiting');
    const before = lab.requests;
    await page.evaluate(`${log(1)} dispatchEvent(new Event('online')); handler.flush(); 0`);
    await pause(2000);
    expect(lab.requests).toBe(before);
    expect(await page.evaluate('handler.stats.pending')).toBe(2);
    await page.close();
    const next = await ship(browser, lab);
    await expectAll(lab, 5);
    await expectClean(next, lab);
    await next.close();
  });

  it('row 41: three bad records among a hundred are refused by number and not sent again', async () => {
    await using lab = await openLab();
    let requests = 0;
    lab.mood = (request) => {
      requests += Number(sizeOf(request) > 0);
      return false;
    };
    // Larger than the endpoint allows, which the page is told not to know.
    const page = await ship(browser, lab, 'maxRecordBytes: 1e6, batchBytes: 1e6');
    await page.evaluate(
      `for (let i = 0; i < 100; i++) log.info('record %d %s', i, i % 40 === 10 ? 'x'.repeat(100_000) : '')`,
    );
    await expect.poll(() => page.evaluate('handler.stats.rejected')).toBe(3);
    await expect.poll(() => page.evaluate('handler.stats.pending')).toBe(0);
    expect(lab.stored).toHaveLength(97);
    expect(lab.deliveries).toHaveLength(100);
    expect(requests).toBeLessThanOrEqual(3);
    await expectClean(page, lab);
    await page.close();
  });
});
