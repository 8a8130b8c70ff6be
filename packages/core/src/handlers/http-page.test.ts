import { describe, expect, it } from 'vitest';
import { memoryStore } from '../delivery/memory-store.js';
import { create, fake, handler, log, sent, seqsSent, URL_OF_LOGS, useHTTP } from './http.testing.js';

const DEBUG = 10;
const ERROR = 40;

useHTTP();

describe('HTTPHandler in a page', () => {
  it('sends what it has, kept alive, when the page is hidden, and settles on the answer', async () => {
    create();
    log('a');
    fake.exit('leaving');
    expect(fake.network.requests).toMatchObject([{ keepalive: true }]);
    expect(handler.stats.pending).toBe(1);
    await fake.settle();
    expect(handler.stats).toMatchObject({ delivered: 1, pending: 0 });
  });

  it('sends what a common request carries again when the page goes, and counts it once', async () => {
    create();
    fake.network.otherwise = { delayMs: 100 };
    log('on its way', ERROR);
    await fake.settle();
    log('waiting');
    fake.exit('exit');
    expect(seqsSent()).toEqual([[0], [0], [1]]);
    expect(fake.network.requests.map(({ keepalive }) => keepalive)).toEqual([false, true, true]);
    await fake.advanceAsync(100);
    expect(handler.stats).toMatchObject({ delivered: 2, pending: 0 });
  });

  it('of two answers to one batch, believes the one that accepts it, else leaves open what is in doubt', async () => {
    create({ batchSize: 1 });
    fake.network.answers.push({ status: 400, delayMs: 100 }, { status: 204, delayMs: 200 });
    log('refused, then taken');
    await fake.settle();
    fake.exit('exit');
    await fake.advanceAsync(200);
    expect(handler.stats).toMatchObject({ delivered: 1, pending: 0, dropped: { refused: 0 } });
    fake.resume();
    fake.network.answers.push({ error: new TypeError('reset'), delayMs: 100 }, { status: 400, delayMs: 200 });
    log('lost, then refused');
    await fake.settle();
    fake.exit('exit');
    await fake.advanceAsync(200);
    expect(handler.stats).toMatchObject({ pending: 1, dropped: { refused: 0 } });
  });

  it('sends the highest levels within 60,000 bytes when the page goes, and the rest if it comes back', async () => {
    create({ batchBytes: 1_000_000, batchSize: 10_000 });
    for (let i = 0; i < 200; i++) log('x'.repeat(900), i === 150 ? 30 : DEBUG);
    fake.exit('exit');
    const bytes = fake.network.requests.reduce((sum, { body }) => sum + body.length, 0);
    expect(bytes).toBeLessThanOrEqual(60_000);
    expect(bytes).toBeGreaterThan(50_000);
    expect(fake.network.requests.every(({ keepalive }) => keepalive)).toBe(true);
    expect(seqsSent().flat()).toContain(150);
    await fake.settle();
    fake.resume();
    await fake.settle();
    expect(handler.stats).toMatchObject({ delivered: 200, pending: 0 });
  });

  for (const [order, delayMs] of [
    ['before', 0],
    ['after', 10],
  ] as const) {
    it(`keeps the wait that a receiver asked for, though another request fails ${order} it`, async () => {
      create({ batchSize: 1 });
      fake.network.answers.push({ status: 503, headers: { 'retry-after': '60' } });
      fake.network.answers.push({ error: new TypeError('reset'), ...(delayMs > 0 && { delayMs }) });
      log('a');
      log('b');
      fake.exit('exit');
      await fake.advanceAsync(59_999);
      expect(seqsSent()).toEqual([[0], [1]]);
      await fake.advanceAsync(1);
      expect(seqsSent()).toEqual([[0], [1], [0], [1]]);
    });
  }

  it('makes no second request where a policy of the page forbids the first, says so once, and keeps the records', async () => {
    create();
    fake.network.otherwise = () => {
      fake.timer(1, () => fake.forbid(URL_OF_LOGS)); // the event comes after the failure
      return { error: new TypeError('Failed to fetch') };
    };
    log('a', ERROR);
    await fake.advanceAsync(2000);
    expect(handler.stats).toMatchObject({ state: 'blocked', pending: 1 });
    log('b', ERROR);
    fake.exit('leaving');
    fake.exit('exit');
    fake.resume();
    fake.setOnline(true);
    await handler.flush();
    await fake.advanceAsync(7_200_000);
    expect(fake.network.requests).toHaveLength(1);
    expect(handler.stats).toMatchObject({ state: 'blocked', pending: 2, dropped: { full: 0 } });
    expect(fake.stderrText.match(/A policy forbids requests/g)).toHaveLength(1);
    expect(fake.pendingTimers).toBe(0);
  });

  it('leaves what waits with the host, if it is told how to, and nothing while it waits itself', async () => {
    let left: readonly [url: string, init: { body?: unknown }] | undefined;
    const seqsLeft = (): number[] =>
      left === undefined
        ? []
        : JSON.parse(String(left[1].body)).records.map(({ seq }: { seq: number }) => seq);
    create({
      headers: { token: '1' },
      standBy(makeRequest) {
        left = makeRequest();
      },
    });
    log('a');
    log('b');
    expect(left).toMatchObject([URL_OF_LOGS, { method: 'POST', headers: { token: '1' } }]);
    expect(seqsLeft()).toEqual([0, 1]);
    await fake.advanceAsync(2000);
    expect(handler.stats.delivered).toBe(2);
    expect(seqsLeft()).toEqual([]);
    fake.network.answers.push({ status: 503, headers: { 'retry-after': '60' } });
    log('c');
    await fake.advanceAsync(2000);
    log('d');
    expect(handler.stats).toMatchObject({ state: 'waiting', pending: 2 });
    expect(seqsLeft()).toEqual([]);
    await fake.advanceAsync(60_000);
    for (let i = 0; i < 100; i++) log('x'.repeat(900));
    expect(seqsLeft()[0]).toBe(4);
    fake.exit('exit');
    const last = seqsSent().flat().at(-1)!;
    expect(seqsLeft()).toEqual(Array.from(seqsLeft(), (_, i) => last + 1 + i));
    expect(seqsLeft().length).toBeGreaterThan(10);
    fake.resume();
    await handler.close();
    expect(left).toBeUndefined();
  });

  it('sends what a kept-alive request could not carry with a common one, after the wait', async () => {
    create();
    fake.network.otherwise = ({ keepalive }) => (keepalive ? { error: new TypeError('no room') } : {});
    log('a');
    fake.exit('leaving');
    await fake.advanceAsync(1000);
    expect(fake.network.requests.map(({ keepalive }) => keepalive)).toEqual([true, false]);
    expect(handler.stats).toMatchObject({ delivered: 1, pending: 0 });
  });

  it('sends nothing while offline but a probe a minute, and all when there is a network again', async () => {
    create();
    fake.setOnline(false);
    for (let i = 0; i < 300; i++) log(i);
    fake.network.otherwise = { error: new TypeError('offline') };
    await fake.advanceAsync(600_000);
    expect(fake.network.requests.length).toBeLessThanOrEqual(10);
    expect(handler.stats).toMatchObject({ state: 'offline', pending: 300 });
    fake.network.otherwise = {};
    fake.setOnline(true);
    await fake.settle();
    expect(handler.stats).toMatchObject({ state: 'idle', delivered: 300 });
  });

  it('finds out once a minute that a host is wrong to say that it is offline', async () => {
    create();
    fake.setOnline(false);
    log('a');
    await fake.advanceAsync(62_000);
    expect(handler.stats).toMatchObject({ delivered: 1 });
  });
});

describe('HTTPHandler keeps its bounds', () => {
  it('a burst that memory cannot hold loses the oldest of the lowest level, and declares it', async () => {
    create({ store: memoryStore({ capacity: 1000 }) });
    for (let i = 0; i < 5000; i++) log(i, i === 0 ? ERROR : DEBUG);
    await handler.flush();
    await fake.settle();
    expect(handler.stats).toMatchObject({ delivered: 1000, pending: 0, dropped: { full: 4000 } });
    expect(seqsSent().flat()[0]).toBe(0);
    expect(sent()[0]).toMatchObject({
      emitted: 4999,
      dropped: [{ from: 1, to: 4000, reason: 'full', levelno: DEBUG }],
    });
    expect(
      sent()
        .slice(1)
        .flatMap(({ dropped }) => dropped),
    ).toEqual([]);
  });
});
