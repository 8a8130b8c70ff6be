import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createIngest, type Ingest, type IngestOptions } from './ingest.js';
import { answerOf, fakeHost, post, sentBatch, sentRecord, taken } from './ingest.testing.js';
import { metricsText } from './metrics.js';

let host: ReturnType<typeof fakeHost>;
beforeEach(() => {
  host = fakeHost();
});
afterEach(() => host.restore());

const make = (more: IngestOptions = {}): Ingest => createIngest({ onRecord: () => {}, ...more });
const send = async (ingest: Ingest, seqs: number[], more: object = {}): Promise<unknown> =>
  answerOf(await ingest(post(sentBatch(seqs, more))));
const drop = (from: number, to: number, reason = 'full'): object => ({ from, to, reason, levelno: 10 });

describe('the account of a session', () => {
  it('is received + dropped + expected = emitted, whatever comes in which order', async () => {
    const ingest = make();
    await send(ingest, [0, 1, 2], { emitted: 9 });
    expect(ingest.session('s1')).toEqual({
      session: 's1',
      emitted: 10,
      received: 3,
      rejected: 0,
      dropped: 0,
      expected: 7,
      gaps: 0,
      lastSeen: 1_700_000_000,
    });
    await send(ingest, [6], { emitted: 9, dropped: [drop(3, 4), drop(4, 4, 'tooLarge')] });
    expect(ingest.session('s1')).toMatchObject({ received: 4, dropped: 2, expected: 4, gaps: 1 });
    await send(ingest, [2, 5, 7, 8, 9], { emitted: 9 });
    expect(ingest.session('s1')).toMatchObject({ received: 8, dropped: 2, expected: 0, gaps: 0 });
  });

  it('counts a rejected record as received, once however often it comes', async () => {
    const ingest = make();
    const records = [sentRecord(0), sentRecord(1, { levelno: 'x' })];
    for (let i = 0; i < 3; i++) await send(ingest, [], { records, emitted: 1 });
    expect(ingest.session('s1')).toMatchObject({ emitted: 2, received: 2, rejected: 1, expected: 0 });
    expect(ingest.stats.rejected).toEqual({ schema: 1, tooLarge: 0, tooDeep: 0, forbiddenKey: 0 });
  });

  it('counts a drop once that is declared again, and not what had come before', async () => {
    const ingest = make();
    await send(ingest, [0, 1]);
    for (let i = 0; i < 2; i++)
      await send(ingest, [], { emitted: 4, dropped: [drop(0, 3), drop(3, 3, 'x')] });
    expect(ingest.session('s1')).toMatchObject({ received: 2, dropped: 2, expected: 1 });
    expect(ingest.stats.dropped).toEqual({ full: 2, other: 0 });
  });

  it('takes a client that has not said how far it counted at its records', async () => {
    const ingest = make();
    await send(ingest, [4], { emitted: undefined });
    expect(ingest.session('s1')).toMatchObject({ emitted: 5, received: 1, expected: 4, gaps: 4 });
  });

  it('is right for drops far beyond the window, which a record moves afterwards', async () => {
    const ingest = make({ dedupe: { window: 64 } });
    await send(ingest, [50_001], { emitted: 50_001, dropped: [drop(1, 50_000)] });
    expect(ingest.session('s1')).toMatchObject({ received: 1, dropped: 50_000, expected: 1, gaps: 1 });
    await send(ingest, [0], { emitted: 50_001 });
    expect(ingest.session('s1')).toMatchObject({ received: 2, dropped: 50_000, expected: 0 });
  });

  it('outlives a restart with a store, what was emitted and dropped as well', async () => {
    const kept = new Map<string, string>();
    const store = {
      load: (id: string) => kept.get(id),
      save: (id: string, marks: string) => void kept.set(id, marks),
    };
    const records = [sentRecord(0), sentRecord(70, { name: 1 }), sentRecord(40)];
    await send(make({ dedupe: { store } }), [], {
      records,
      emitted: 99,
      dropped: [drop(5, 9), drop(80, 90)],
    });
    const restarted = make({ dedupe: { store } });
    await send(restarted, [1], { emitted: 99 });
    expect(restarted.session('s1')).toMatchObject({
      emitted: 100,
      received: 4,
      rejected: 1,
      dropped: 16,
      expected: 80,
    });
  });

  it('begins anew if the store gives back what nobody can read, and says so', async () => {
    const ingest = make({ dedupe: { store: { load: () => '{', save: () => {} } } });
    expect(await send(ingest, [0])).toEqual(taken(1));
    expect(host.stderr.join('')).toContain('SyntaxError');
  });
});

describe('the stats of an endpoint', () => {
  it('say what became of requests and records', async () => {
    const ingest = make();
    await send(ingest, [0, 1]);
    await send(ingest, [1, 2], { session: 's2' });
    await send(ingest, [1, 3], { session: 's2' });
    await ingest(post('no JSON'));
    expect(ingest.stats).toEqual({
      requests: { 200: 3, 400: 1 },
      accepted: 5,
      duplicates: 1,
      rejected: { schema: 0, tooLarge: 0, tooDeep: 0, forbiddenKey: 0 },
      dropped: {},
      sessions: 2,
    });
    expect(ingest.sessions().map(({ session }) => session)).toEqual(['s1', 's2']);
  });

  it('count what a failing sink took before it failed, once', async () => {
    let isDown = true;
    const ingest = make({
      onRecord: (_, { seq }) => {
        if (isDown && seq === 1) throw new Error('full');
      },
    });
    await send(ingest, [0, 1, 2]);
    isDown = false;
    await send(ingest, [0, 1, 2]);
    expect(ingest.stats).toMatchObject({ requests: { 503: 1, 200: 1 }, accepted: 3, duplicates: 1 });
  });
});

describe('metricsText', () => {
  it('is what Prometheus reads', async () => {
    const ingest = make();
    await send(ingest, [0, 2], { emitted: 5, session: 'a"\\b', dropped: [drop(3, 3)] });
    const text = metricsText(ingest, { sessions: 1 });
    for (const line of text.trimEnd().split('\n')) {
      expect(line).toMatch(/^(# (HELP|TYPE) loggia_ingest_[a-z_]+ .+|loggia_ingest_[a-z_]+(\{.*\})? \d+)$/);
    }
    expect(text.split('\n').filter((line) => !line.startsWith('#') && !line.endsWith(' 0'))).toEqual([
      'loggia_ingest_requests_total{status="200"} 1',
      'loggia_ingest_accepted_total 2',
      'loggia_ingest_dropped_total{reason="full"} 1',
      'loggia_ingest_sessions 1',
      'loggia_ingest_expected 3',
      'loggia_ingest_gaps 1',
      'loggia_ingest_session_received{session="a\\"\\\\b"} 2',
      'loggia_ingest_session_dropped{session="a\\"\\\\b"} 1',
      'loggia_ingest_session_expected{session="a\\"\\\\b"} 3',
      'loggia_ingest_session_gaps{session="a\\"\\\\b"} 1',
      '',
    ]);
    expect(metricsText(ingest)).not.toContain('session=');
  });
});
