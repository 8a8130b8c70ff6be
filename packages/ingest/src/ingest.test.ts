import type { LogRecord } from '@loggia/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { IngestContext } from './accept.js';
import { createIngest } from './ingest.js';
import { answerOf, arraySink, fakeHost, post, sentBatch, sentRecord, taken } from './ingest.testing.js';

let host: ReturnType<typeof fakeHost>;
beforeEach(() => {
  host = fakeHost();
});
afterEach(() => host.restore());

describe('a batch', () => {
  it('reaches the sink record by record, in the order of the session', async () => {
    const sink = arraySink();
    const ingest = createIngest({ onRecord: sink.onRecord });
    expect(await answerOf(await ingest(post(sentBatch([2, 0, 1]))))).toEqual(taken(3));
    expect(sink.messages).toEqual(['record 0', 'record 1', 'record 2']);
  });

  it('becomes records that know what was sent and nothing of the receiver', async () => {
    const seen: [LogRecord, IngestContext][] = [];
    const ingest = createIngest({ onRecord: (...call) => void seen.push(call) });
    const error = { type: 'TypeError', message: 'no', stack: 'TypeError: no\n    at pay (shop.js:1:1)' };
    const records = [sentRecord(5, { msg: 'record %d', processName: 'page', extra: { user: 7 }, error })];
    await ingest(post(sentBatch([], { records })));
    const [record, context] = seen[0]!;
    expect(record).toMatchObject({
      name: 'shop',
      levelno: 20,
      levelname: 'INFO',
      msg: 'record %d',
      created: 1_700_000_000.25,
      msecs: 250,
      process: null,
      processName: 'page',
      thread: null,
      threadName: null,
      extra: { user: 7 },
    });
    expect(record.getMessage()).toBe('record 5');
    expect((record.excInfo as Error).stack).toBe(error.stack);
    const { request, ...rest } = context;
    expect(rest).toEqual({
      session: 's1',
      seq: 5,
      sentAt: 1_700_000_001,
      receivedAt: 1_700_000_000,
      skew: 1,
      peer: null,
      resource: { service: 'shop' },
    });
    expect(request.url).toBe('http://logs.example/in');
  });

  it('cannot say what the server says of it: when and whence it came, and how far its clock is ahead', async () => {
    const sink = arraySink();
    const ingest = createIngest({ onRecord: sink.onRecord });
    const extra = { receivedAt: 1, skew: 2, peer: 'me', own: 3 };
    const records = [sentRecord(0, { extra, peer: 'I' }), sentRecord(1)];
    await ingest(post(sentBatch([], { records, sentAt: 1_700_000_000.5 })), { peer: '192.0.2.7' });
    await ingest(post(sentBatch([2], { sentAt: null })), { params: {} } as object);
    expect(sink.records.map((record) => record.extra)).toEqual([
      { receivedAt: 1_700_000_000, skew: 0.5, peer: '192.0.2.7', own: 3 },
      { receivedAt: 1_700_000_000, skew: 0.5, peer: '192.0.2.7' },
      { receivedAt: 1_700_000_000, skew: null, peer: null },
    ]);
  });

  it('loses its bad records and no other', async () => {
    const sink = arraySink();
    const ingest = createIngest({ onRecord: sink.onRecord });
    const records = [sentRecord(0), sentRecord(1, { name: 'a\nb' }), sentRecord(2)];
    const answer = await answerOf(await ingest(post(sentBatch([], { records }))));
    expect(answer).toMatchObject({
      accepted: 2,
      duplicates: 0,
      rejected: [{ seq: 1, reason: expect.any(String) }],
    });
    expect(sink.messages).toEqual(['record 0', 'record 2']);
  });

  it('may be empty, to declare drops', async () => {
    const ingest = createIngest({ onRecord: () => {} });
    expect(await answerOf(await ingest(post(sentBatch([], { dropped: [{ from: 0, to: 3 }] }))))).toEqual(
      taken(0),
    );
  });

  it('is answered only after an asynchronous sink took the last record', async () => {
    const steps: string[] = [];
    let release = (): void => {};
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const onRecord = async (record: LogRecord): Promise<void> => {
      await gate;
      steps.push(record.getMessage());
    };
    const answered = createIngest({ onRecord })(post(sentBatch([0, 1]))).then(() => steps.push('answer'));
    release();
    await answered;
    expect(steps).toEqual(['record 0', 'record 1', 'answer']);
  });
});

describe('a duplicate', () => {
  it('does not reach the sink: the same batch again', async () => {
    const sink = arraySink();
    const ingest = createIngest({ onRecord: sink.onRecord });
    await ingest(post(sentBatch([0, 1, 2])));
    expect(await answerOf(await ingest(post(sentBatch([0, 1, 2]))))).toEqual(taken(0, 3));
    expect(sink.records.length).toBe(3);
  });

  it('is known among new records, and in a batch that comes late', async () => {
    const sink = arraySink();
    const ingest = createIngest({ onRecord: sink.onRecord });
    await ingest(post(sentBatch([5, 6, 7])));
    expect(await answerOf(await ingest(post(sentBatch([3, 4, 5, 6]))))).toEqual(taken(2, 2));
    expect(await answerOf(await ingest(post(sentBatch([0, 1, 2, 7, 8]))))).toEqual(taken(4, 1));
    expect(new Set(sink.messages).size).toBe(9);
  });

  it('is known within one batch', async () => {
    expect(await answerOf(await createIngest({ onRecord: () => {} })(post(sentBatch([1, 1, 1]))))).toEqual(
      taken(1, 2),
    );
  });

  it('is told apart by session', async () => {
    const ingest = createIngest({ onRecord: () => {} });
    await ingest(post(sentBatch([0])));
    expect(await answerOf(await ingest(post(sentBatch([0], { session: 's2' }))))).toEqual(taken(1));
  });

  it('does not slip through while the first copy is still with the sink', async () => {
    const sink = arraySink();
    const onRecord = async (record: LogRecord): Promise<void> => {
      await new Promise(setImmediate);
      sink.onRecord(record);
    };
    const ingest = createIngest({ onRecord });
    const copies = await Promise.all([1, 2, 3].map(() => ingest(post(sentBatch([0, 1])))));
    expect(await Promise.all(copies.map(answerOf))).toEqual([taken(2), taken(0, 2), taken(0, 2)]);
    expect(sink.messages).toEqual(['record 0', 'record 1']);
  });

  it('sees a declared drop as settled, but not what lies below it and came along', async () => {
    const sink = arraySink();
    const ingest = createIngest({ onRecord: sink.onRecord, dedupe: { window: 64 } });
    const dropped = [
      { from: 6, to: 999 },
      { from: 1_001, to: 50_000 },
    ];
    expect(await answerOf(await ingest(post(sentBatch([5, 1_000], { dropped }))))).toEqual(taken(2));
    expect(await answerOf(await ingest(post(sentBatch([4, 500, 50_001]))))).toEqual(taken(2, 1));
    expect(sink.messages).toEqual(['record 5', 'record 1000', 'record 4', 'record 50001']);
  });
});

describe('memory of sessions', () => {
  it('lasts until the time to live is over', async () => {
    const ingest = createIngest({ onRecord: () => {}, dedupe: { ttl: 60 } });
    await ingest(post(sentBatch([0])));
    host.advance(60_000);
    expect(await answerOf(await ingest(post(sentBatch([0]))))).toEqual(taken(0, 1));
    host.advance(60_001);
    expect(await answerOf(await ingest(post(sentBatch([0]))))).toEqual(taken(1));
  });

  it('is bounded: the session not heard of for longest goes', async () => {
    const ingest = createIngest({ onRecord: () => {}, dedupe: { sessions: 2 } });
    const send = async (session: string): Promise<unknown> =>
      answerOf(await ingest(post(sentBatch([0], { session }))));
    await send('a');
    await send('b');
    await send('a');
    await send('c');
    expect(await send('a')).toEqual(taken(0, 1));
    expect(await send('b')).toEqual(taken(1));
  });

  it('survives a restart with a store', async () => {
    const kept = new Map<string, string>();
    const store = {
      load: (id: string) => kept.get(id),
      save: (id: string, marks: string) => void kept.set(id, marks),
    };
    await createIngest({ onRecord: () => {}, dedupe: { store } })(post(sentBatch([0, 1, 7])));
    const restarted = createIngest({ onRecord: () => {}, dedupe: { store } });
    expect(await answerOf(await restarted(post(sentBatch([1, 2, 7, 8]))))).toEqual(taken(2, 2));
  });

  it('does not acknowledge what a store could not keep, and does not double it either', async () => {
    const sink = arraySink();
    let isBroken = true;
    const store = {
      load: () => undefined,
      save: () => {
        if (isBroken) throw new Error('disk full');
      },
    };
    const ingest = createIngest({ onRecord: sink.onRecord, dedupe: { store } });
    expect((await ingest(post(sentBatch([0])))).status).toBe(503);
    isBroken = false;
    expect(await answerOf(await ingest(post(sentBatch([0, 1]))))).toEqual(taken(1, 1));
    expect(sink.messages).toEqual(['record 0', 'record 1']);
  });
});

describe('a sink that fails', () => {
  it('costs nothing and doubles nothing: the resend brings what was not taken', async () => {
    const sink = arraySink();
    let failing = true;
    const onRecord = async (record: LogRecord): Promise<void> => {
      if (failing && record.getMessage() === 'record 2') throw new Error('database away');
      sink.onRecord(record);
    };
    const ingest = createIngest({ onRecord });
    const refused = await ingest(post(sentBatch([0, 1, 2, 3])));
    expect(refused.status).toBe(503);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(Object.keys((await refused.json()) as object)).toEqual(['error']);
    expect(host.stderr.join('')).toContain('database away');
    failing = false;
    expect(await answerOf(await ingest(post(sentBatch([0, 1, 2, 3]))))).toEqual(taken(2, 2));
    expect(sink.messages).toEqual(['record 0', 'record 1', 'record 2', 'record 3']);
  });

  it('does not settle the drops of its batch, nor block the session', async () => {
    let failing = true;
    const onRecord = (): void => {
      if (failing) throw new Error('no');
    };
    const ingest = createIngest({ onRecord });
    expect((await ingest(post(sentBatch([0], { dropped: [{ from: 1, to: 9 }] })))).status).toBe(503);
    failing = false;
    expect(await answerOf(await ingest(post(sentBatch([0, 1]))))).toEqual(taken(2));
  });

  it('that hangs makes later copies wait, and only so many', async () => {
    let release = (): void => {};
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const ingest = createIngest({ onRecord: () => gate });
    const statuses: number[] = [];
    const copies = Array.from({ length: 20 }, () =>
      ingest(post(sentBatch([0]))).then(({ status }) => statuses.push(status)),
    );
    await expect.poll(() => statuses, { timeout: 4_000 }).toEqual(Array(11).fill(503));
    release();
    await Promise.all(copies);
    expect(statuses.slice(11)).toEqual(Array(9).fill(200));
  });
});

describe('the options', () => {
  it.each([
    { maxBodyBytes: 0 },
    { maxRecords: -1 },
    { dedupe: { window: 0 } },
    { dedupe: { ttl: Number.NaN } },
  ])('of %j are refused at once', (options) => {
    expect(() => createIngest(options)).toThrow(RangeError);
  });
});
