import { describeHandler } from '@loggia/testing';
import { describe, expect, it } from 'vitest';
import { ValueError } from '../errors.js';
import type { LogRecord } from '../record.js';
import { HTTPHandler } from './http.js';
import { create, fake, handler, log, sent, seqsSent, URL_OF_LOGS, use, useHTTP } from './http.testing.js';

const DEBUG = 10;
const ERROR = 40;

useHTTP();

describeHandler(it, 'HTTPHandler', () => ({
  handler: create({ batchSize: 3 }),
  received: () => sent().flatMap(({ records }) => records.map(({ message }) => message)),
  formats: false,
}));

describe('HTTPHandler sends', () => {
  it('after two seconds, all that came in them, in the wire form', async () => {
    create({ resource: { service: 'shop' } });
    log('a');
    await fake.advanceAsync(1000);
    log('b', DEBUG, { item: 3 });
    await fake.advanceAsync(999);
    expect(sent()).toEqual([]);
    await fake.advanceAsync(1);
    const { records, ...batch } = sent()[0]!;
    expect(batch).toEqual({
      v: 1,
      session: expect.stringMatching(/^[0-9a-f]{32}$/),
      emitted: 1,
      sentAt: Date.UTC(2024, 0, 1) / 1000 + 2,
      resource: { service: 'shop' },
      dropped: [],
    });
    expect(records).toMatchObject([
      { seq: 0, name: 'shop', levelno: 10, levelname: 'DEBUG', message: 'a' },
      { seq: 1, message: 'b', extra: { item: 3 } },
    ]);
    expect(handler.stats).toMatchObject({
      emitted: 2,
      delivered: 2,
      pending: 0,
      batches: 1,
      retries: 0,
      state: 'idle',
    });
    expect(handler.stats.bytes).toBe(fake.network.requests[0]?.body.length);
    expect(fake.pendingTimers).toBe(0);
  });

  it('at a hundred records, at once, and what is left after two seconds', async () => {
    create();
    for (let i = 0; i < 250; i++) log(`m${i}`);
    await fake.settle();
    expect(seqsSent().map((seqs) => seqs.length)).toEqual([100, 100, 50]);
    expect(seqsSent().flat()).toEqual(Array.from({ length: 250 }, (_, i) => i));
    for (let i = 0; i < 101; i++) {
      log('x');
      if (i === 99) await fake.settle();
    }
    await fake.settle();
    expect(seqsSent().map((seqs) => seqs.length)).toEqual([100, 100, 50, 100]);
    await fake.advanceAsync(2000);
    expect(seqsSent().at(-1)).toEqual([350]);
  });

  it('at 32,768 bytes of UTF-8, in bodies that are no larger', async () => {
    create();
    for (let i = 0; i < 30; i++) log('€'.repeat(1000));
    await fake.settle();
    expect(fake.network.requests.length).toBeGreaterThan(2);
    for (const { body } of fake.network.requests) expect(Buffer.byteLength(body)).toBeLessThanOrEqual(32_768);
    expect(seqsSent().flat()).toHaveLength(30);
    create({ batchSize: 10_000 });
    for (let i = 0; i < 3000; i++) log('');
    await fake.settle();
    for (const { body } of fake.network.requests) expect(Buffer.byteLength(body)).toBeLessThanOrEqual(32_768);
    expect(fake.network.requests.at(-2)?.body.length).toBeGreaterThan(32_000);
  });

  it('at once from the flush level, with what was logged before', async () => {
    create();
    log('before');
    log('error', ERROR);
    log('in the same turn');
    await fake.settle();
    expect(seqsSent()).toEqual([[0, 1, 2]]);
    create({ flushLevel: 'CRITICAL' });
    log('error', ERROR);
    await fake.settle();
    expect(seqsSent()).toHaveLength(1);
  });

  it('one request at a time, in order', async () => {
    create({ batchSize: 2 });
    fake.network.otherwise = { delayMs: 50 };
    for (let i = 0; i < 6; i++) log(i);
    await fake.settle();
    expect(seqsSent()).toEqual([[0, 1]]);
    expect(handler.stats.state).toBe('sending');
    await fake.advanceAsync(150);
    expect(seqsSent()).toEqual([
      [0, 1],
      [2, 3],
      [4, 5],
    ]);
  });

  it('nothing that the transport logs while it is called', async () => {
    create({
      headers: () => {
        log('asked for headers', ERROR);
        return {};
      },
      fetch: async () => {
        log('fetching', ERROR);
        return { status: 204, headers: { get: () => null }, text: async () => '' };
      },
    });
    log('a', ERROR);
    await fake.advanceAsync(10_000);
    expect(handler.stats).toMatchObject({ emitted: 1, delivered: 1 });
  });

  it('values that resist, without throwing', async () => {
    create();
    const cycle: Record<string, unknown> = { big: 10n, lone: '\ud800', fn: () => 1, symbol: Symbol('s') };
    cycle['self'] = cycle;
    Object.defineProperty(cycle, 'trap', {
      enumerable: true,
      get: () => {
        throw new Error('no');
      },
    });
    log('hostile', DEBUG, cycle);
    log('x'.repeat(1_000_000));
    await handler.flush();
    expect(sent().flatMap(({ records }) => records)).toHaveLength(2);
    expect(handler.stats).toMatchObject({ delivered: 2, truncated: 1 });
    expect(Buffer.byteLength(fake.network.requests.at(-1)!.body)).toBeLessThan(66_000);
  });
});

describe('HTTPHandler.flush and close', () => {
  it('flush sends at once and settles when the records are answered for', async () => {
    create();
    fake.network.otherwise = { delayMs: 10 };
    log('a');
    let isFlushed = false;
    const flushed = handler.flush().then(() => {
      isFlushed = true;
    });
    await fake.advanceAsync(9);
    expect(isFlushed).toBe(false);
    await fake.advanceAsync(1);
    await flushed;
    expect(handler.stats.delivered).toBe(1);
  });

  it('flush does not hang while the receiver is down, nor when there is nothing to send', async () => {
    create();
    await handler.flush();
    fake.network.otherwise = { error: new TypeError('down') };
    log('a');
    await handler.flush();
    await handler.flush();
    expect(handler.stats).toMatchObject({ state: 'waiting', pending: 1 });
  });

  it('flush waits for what was pending, not for what comes meanwhile', async () => {
    create({ batchSize: 1 });
    log('a');
    const flushed = handler.flush();
    fake.network.otherwise = { hang: true };
    log('b');
    await flushed;
    expect(handler.stats).toMatchObject({ delivered: 1, pending: 1 });
  });

  it('close flushes, stops every timer, accepts nothing more, and may be called again', async () => {
    create();
    log('a');
    await handler.close();
    log('late', ERROR);
    await handler.close();
    fake.exit('leaving');
    fake.resume();
    expect(handler.stats).toMatchObject({ emitted: 1, delivered: 1 });
    expect(fake.pendingTimers).toBe(0);
    expect(fake.network.requests).toHaveLength(1);
  });

  it('close while the receiver is down leaves no timer', async () => {
    create();
    fake.network.otherwise = { status: 503 };
    log('a', ERROR);
    await handler.close();
    expect(fake.pendingTimers).toBe(0);
    expect(handler.stats.pending).toBe(1);
  });
});

describe('HTTPHandler is made', () => {
  it('with GET or POST, json or form, and nothing else', () => {
    expect(() => create({ method: 'PUT' })).toThrow(new ValueError('method must be GET or POST'));
    expect(() => create({ encoding: 'xml' as never })).toThrow(ValueError);
    expect(create({ method: 'get' }).url).toBe(URL_OF_LOGS);
    expect(new HTTPHandler(new URL(URL_OF_LOGS)).url).toBe(URL_OF_LOGS);
  });

  it('so that a subclass decides what is sent of a record', async () => {
    class Short extends HTTPHandler {
      override mapLogRecord(record: LogRecord): Record<string, unknown> {
        return { text: record.getMessage() };
      }
    }
    use(new Short(URL_OF_LOGS));
    log('a', ERROR);
    await fake.settle();
    expect(sent()[0]?.records).toEqual([{ seq: 0, text: 'a' }]);
  });

  it('for forms: one record a request, one after the other, through the same gate', async () => {
    create({ encoding: 'form' });
    fake.network.answers.push({ status: 503 });
    log('a b&c');
    log('d', ERROR);
    await fake.advanceAsync(5000);
    const bodies = fake.network.requests.map(({ body }) => new URLSearchParams(body).get('msg'));
    expect(bodies).toEqual(['a b&c', 'a b&c', 'd']);
    expect(fake.network.requests[0]?.headers['content-type']).toBe('application/x-www-form-urlencoded');
    create({ method: 'GET' });
    log('e', ERROR);
    await fake.settle();
    expect(fake.network.requests.at(-1)).toMatchObject({ method: 'GET', body: '' });
    expect(fake.network.requests.at(-1)?.url).toContain(
      `${URL_OF_LOGS}?name=shop&msg=e&args=%28%29&levelname=ERROR`,
    );
  });
});
