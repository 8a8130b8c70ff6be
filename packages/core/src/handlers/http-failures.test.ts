import { describe, expect, it } from 'vitest';
import { state } from '../state.js';
import { create, fake, handler, log, sent, seqsSent, useHTTP } from './http.testing.js';

const DEBUG = 10;
const ERROR = 40;

useHTTP();

describe('HTTPHandler after a failure', () => {
  const waits: [string, number, number][] = [
    ['2', 2000, 2000],
    ['Mon, 01 Jan 2024 00:00:05 GMT', 5000, 5000],
    ['-7', 0, 0],
    ['1000000000', 3_600_000, 3_600_000],
    ['soon', 500, 1000],
  ];
  for (const [header, atLeast, atMost] of waits) {
    it(`503 with Retry-After ${header} waits ${atLeast} to ${atMost} ms, then sends the same again`, async () => {
      create();
      fake.network.answers.push({ status: 503, headers: { 'retry-after': header } });
      log('a', ERROR);
      await fake.settle();
      if (atLeast > 0) {
        expect(handler.stats).toMatchObject({ state: 'waiting', pending: 1 });
        await fake.advanceAsync(atLeast - 1);
        expect(seqsSent()).toEqual([[0]]);
      }
      await fake.advanceAsync(atMost - atLeast + 1);
      expect(seqsSent()).toEqual([[0], [0]]);
      expect(handler.stats).toMatchObject({ delivered: 1, retries: 1, batches: 1, state: 'idle' });
    });
  }

  it('reads a date by the clock of the receiver, however wrong the one here is, and tells by how much it is', async () => {
    create();
    const date = 'Tue, 02 Jan 2024 00:00:00 GMT'; // a day ahead of the clock here
    const headers = { date, 'retry-after': 'Tue, 02 Jan 2024 00:00:03 GMT' };
    fake.network.answers.push({ status: 503, headers });
    expect(handler.stats.clockSkew).toBe(null);
    log('a', ERROR);
    await fake.advanceAsync(2999);
    expect(seqsSent()).toEqual([[0]]);
    await fake.advanceAsync(1);
    expect(seqsSent()).toEqual([[0], [0]]);
    expect(handler.stats.clockSkew).toBe(-86_400.5);
  });

  it('does not loop when a receiver that is overloaded asks for no wait', async () => {
    create();
    fake.network.otherwise = { status: 503, headers: { 'retry-after': '0' } };
    log('a', ERROR);
    await fake.advanceAsync(10_000);
    expect(fake.network.requests.length).toBeLessThan(8);
    expect(handler.stats.pending).toBe(1);
  });

  it('sends nothing while it waits: not for a level, a full batch, a flush, an event of the page', async () => {
    create({ batchSize: 5 });
    fake.network.answers.push({ status: 429, headers: { 'retry-after': '60' } });
    log('a', ERROR);
    await fake.settle();
    for (let i = 0; i < 20; i++) log('more', ERROR);
    await handler.flush();
    fake.resume();
    fake.exit('leaving');
    fake.exit('exit');
    await fake.advanceAsync(59_999);
    expect(fake.network.requests).toHaveLength(1);
    await fake.advanceAsync(1);
    expect(seqsSent().flat()).toEqual([0, ...Array.from({ length: 21 }, (_, i) => i)]);
  });

  it('an answer that was lost brings the same records with the same seqs, and counts them as duplicates', async () => {
    create();
    fake.network.answers.push({ error: new TypeError('reset') });
    fake.network.answers.push({ body: '{"accepted":0,"duplicates":2,"rejected":[]}' });
    log('a');
    log('b', ERROR);
    await fake.settle();
    log('c');
    await fake.advanceAsync(1000);
    expect(seqsSent().slice(0, 2)).toEqual([
      [0, 1],
      [0, 1],
    ]);
    expect(handler.stats).toMatchObject({ delivered: 1, duplicates: 2, pending: 0 });
  });

  it('an answer that never comes is given up after ten seconds', async () => {
    create();
    fake.network.answers.push({ hang: true });
    log('a', ERROR);
    await fake.advanceAsync(9_999);
    expect(fake.network.requests[0]?.aborted).toBe(false);
    await fake.advanceAsync(1);
    expect(fake.network.requests[0]?.aborted).toBe(true);
    await fake.advanceAsync(1000);
    expect(handler.stats).toMatchObject({ delivered: 1, retries: 1 });
  });

  it('413 splits, and grows back slowly; a lone record is dropped and declared', async () => {
    create();
    fake.network.otherwise = ({ body }) => ({ status: body.length > 2000 ? 413 : 204 });
    for (let i = 0; i < 99; i++) log(`m${i}`);
    log('x'.repeat(3000), ERROR);
    await fake.advanceAsync(10_000);
    expect(handler.stats).toMatchObject({ delivered: 99, pending: 0, dropped: { tooLarge: 1 } });
    expect(fake.network.requests.filter(({ body }) => body.length > 2000).length).toBeLessThan(13);
    expect(sent().at(-1)).toMatchObject({
      records: [],
      dropped: [{ from: 99, to: 99, reason: 'tooLarge', levelno: ERROR }],
    });
  });

  it('after a 413, batches grow back to their size slowly', async () => {
    create();
    fake.network.answers.push({ status: 413 });
    for (let i = 0; i < 2000; i++) log(i);
    await handler.flush();
    const sizes = seqsSent().map((seqs) => seqs.length);
    expect(sizes[0]).toBe(100);
    expect(sizes[1]).toBeLessThanOrEqual(50);
    expect(sizes[4]).toBeGreaterThan(sizes[1]!);
    expect(sizes[4]).toBeLessThan(60);
    expect(Math.max(...sizes.slice(5))).toBe(100);
    expect(seqsSent().slice(1).flat()).toEqual(Array.from({ length: 2000 }, (_, seq) => seq));
  });

  it('a refusal drops the batch, counts it, says so once, and declares it with the next', async () => {
    create({ batchSize: 20 });
    fake.network.answers.push({ status: 400 });
    const before = state.stats.dropped;
    for (let i = 0; i < 20; i++) log(i);
    await fake.settle();
    expect(handler.stats).toMatchObject({ pending: 0, dropped: { refused: 20 } });
    expect(state.stats.dropped - before).toBe(20);
    expect(fake.stderrText).toContain('The receiver refuses records: status 400');
    log('next');
    await fake.advanceAsync(2000);
    expect(sent()[1]).toMatchObject({
      emitted: 20,
      dropped: [{ from: 0, to: 19, reason: 'refused', levelno: DEBUG }],
      records: [{ seq: 20 }],
    });
    log('after');
    await fake.advanceAsync(2000);
    expect(sent()[2]?.dropped).toEqual([]);
  });

  it('a receiver that refuses everything is not asked for ever', async () => {
    create();
    fake.network.otherwise = { status: 400 };
    log('a', ERROR);
    await fake.advanceAsync(600_000);
    expect(fake.network.requests).toHaveLength(2);
    expect(fake.pendingTimers).toBe(0);
  });

  it('401 asks for headers once more, then pauses, and tries once a minute', async () => {
    let token = 0;
    create({ headers: () => ({ authorization: String(++token) }) });
    fake.network.otherwise = ({ headers }) => ({ status: headers['authorization'] === '4' ? 204 : 401 });
    log('a', ERROR);
    await fake.settle();
    expect(token).toBe(2);
    expect(handler.stats.state).toBe('blocked');
    await fake.advanceAsync(59_999);
    expect(token).toBe(2);
    await fake.advanceAsync(60_001);
    expect(token).toBe(4);
    expect(handler.stats).toMatchObject({ delivered: 1, state: 'idle' });
  });

  it('after five failures without any answer it only probes, and keeps the records', async () => {
    create();
    fake.network.otherwise = { error: new TypeError('blocked') };
    log('a', ERROR);
    await fake.advanceAsync(31_000);
    expect(handler.stats).toMatchObject({ state: 'blocked', pending: 1 });
    const before = fake.network.requests.length;
    await fake.advanceAsync(600_000);
    expect(fake.network.requests.length - before).toBeLessThanOrEqual(10);
    expect(fake.stderrText.match(/cannot be reached/g)).toHaveLength(1);
    fake.network.otherwise = {};
    await fake.advanceAsync(60_000);
    expect(handler.stats.delivered).toBe(1);
    const probes = fake.network.requests.slice(before);
    expect(new Set(probes.slice(0, -1).map(({ method, body }) => method + body))).toEqual(new Set(['HEAD']));
    expect(probes.at(-1)?.method).toBe('POST');
  });

  it('counts rejected records, believes no impossible answer, and sends none of them again', async () => {
    create();
    fake.network.answers.push({
      body: '{"accepted":1,"duplicates":99,"rejected":[{"seq":1},{"seq":1},{"seq":77}]}',
    });
    log('a');
    log('b');
    log('c', ERROR);
    await fake.advanceAsync(10_000);
    expect(handler.stats).toMatchObject({ rejected: 1, duplicates: 2, delivered: 0, pending: 0 });
    expect(fake.network.requests).toHaveLength(1);
  });
});
