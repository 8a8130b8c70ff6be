import { describeTransport, type FakePlatform, fakePlatform, type TransportUnderTest } from '@loggia/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { replacePlatform } from '../state.js';
import { type FetchTransportOptions, fetchTransport } from './fetch-transport.js';
import type { Outcome } from './transport.js';

let fake: FakePlatform;
let restore: () => void;

beforeEach(() => {
  fake = fakePlatform();
  restore = replacePlatform(fake);
});
afterEach(() => restore());

const MOODS = {
  takes: { status: 204 },
  has: { body: '{"accepted":0,"duplicates":2,"rejected":[]}' },
  'rejects-first': { body: '{"accepted":1,"duplicates":0,"rejected":[{"seq":7,"reason":"no name"}]}' },
  'too-large': { status: 413 },
  senseless: { status: 400 },
  stranger: { status: 401 },
  'busy-3s': { status: 503, headers: { 'Retry-After': '3' } },
  gone: { error: new TypeError('Failed to fetch') },
  silent: { hang: true },
} as const satisfies Record<Parameters<TransportUnderTest['setMood']>[0], unknown>;

describeTransport(it, 'fetchTransport', () => ({
  transport: fetchTransport('https://x.example/logs'),
  setMood: (mood) => {
    fake.network.otherwise = MOODS[mood];
  },
  received: () => fake.network.requests.map(({ body }) => body),
  outlast: () => fake.advanceAsync(60_000),
}));

const BATCH = { session: 's', seqs: [0], body: '{"a":1}', bytes: 7 };

async function send(options: FetchTransportOptions = {}, lastChance = false, bytes = 7): Promise<Outcome> {
  const sent = fetchTransport('https://x.example/logs', options).send({ ...BATCH, bytes }, { lastChance });
  await fake.advanceAsync(10_000);
  return sent;
}

describe('fetchTransport', () => {
  it('posts text that needs no preflight, without cookies, and reads the answer to its end', async () => {
    await send();
    expect(fake.network.requests).toMatchObject([
      {
        url: 'https://x.example/logs',
        method: 'POST',
        headers: { 'content-type': 'text/plain;charset=utf-8' },
        body: '{"a":1}',
        credentials: 'omit',
        keepalive: false,
        answerRead: true,
      },
    ]);
  });

  it('leaves the content type to the headers if they name one, and takes headers from a function', async () => {
    await send({ headers: async () => ({ 'Content-Type': 'application/json', authorization: 'Bearer 1' }) });
    expect(fake.network.requests[0]?.headers).toEqual({
      'Content-Type': 'application/json',
      authorization: 'Bearer 1',
    });
  });

  it('does not wait for headers on the last chance: it takes those it had', async () => {
    let token = 0;
    const transport = fetchTransport('https://x.example/', {
      headers: async () => ({ token: String(++token) }),
    });
    await transport.send(BATCH, { lastChance: false });
    void transport.send(BATCH, { lastChance: true });
    expect(fake.network.requests.map(({ headers }) => headers['token'])).toEqual(['1', '1']);
  });

  it('aborts an attempt whose headers, answer or body never come', async () => {
    const never = { headers: () => new Promise<never>(() => {}) };
    expect(await send(never)).toEqual({ kind: 'retry' });
    expect(fake.network.requests).toHaveLength(0);
    fake.network.answers.push({ hang: true }, { status: 200, hangBody: true });
    expect(await send()).toEqual({ kind: 'retry' });
    expect(await send()).toEqual({ kind: 'retry' });
    expect(fake.network.requests.map(({ aborted }) => aborted)).toEqual([true, true]);
  });

  it('sends nothing with headers that come after the attempt was given up', async () => {
    const late = (): Promise<object> => new Promise((resolve) => fake.timer(10_001, () => resolve({})));
    expect(await send({ headers: late as () => Promise<Record<string, string>> })).toEqual({ kind: 'retry' });
    await fake.advanceAsync(1000);
    expect(fake.network.requests).toHaveLength(0);
  });

  it('keeps at most 60,000 bytes at a time alive, over all handlers', async () => {
    fake.network.otherwise = { delayMs: 100 };
    const sent = [30_000, 30_001, 30_000, 1].map((bytes) => send({}, true, bytes));
    expect(fake.network.requests.map(({ keepalive }) => keepalive)).toEqual([true, false, true, false]);
    await fake.advanceAsync(100);
    await Promise.all(sent);
    void send({}, true, 60_000);
    expect(fake.network.requests.at(-1)?.keepalive).toBe(true);
    await fake.advanceAsync(100);
  });

  const LARGE = { ...BATCH, body: `"${'x'.repeat(2000)}"`, bytes: 2002 };
  const packedOf = async (
    url: string,
    options: FetchTransportOptions,
    lastChance = false,
  ): Promise<boolean> => {
    await fetchTransport(url, options).send(LARGE, { lastChance });
    const { body, headers } = fake.network.requests.at(-1)!;
    const isPacked = body === `gzip:${LARGE.body}`;
    expect(headers['content-encoding']).toBe(isPacked ? 'gzip' : undefined);
    if (!isPacked) expect(body).toBe(LARGE.body);
    return isPacked;
  };

  it('packs large bodies if it is told to, but not on the last chance, and for auto not where that takes a preflight', async () => {
    expect(await packedOf('/logs', {})).toBe(false);
    expect(await packedOf('/logs', { compress: 'auto' })).toBe(true);
    expect(await packedOf('https://x.example/logs', { compress: 'auto' })).toBe(false);
    expect(await packedOf('//x.example/logs', { compress: 'auto' })).toBe(false);
    expect(await packedOf('https://x.example/logs', { compress: 'gzip' })).toBe(true);
    expect(await packedOf('/logs', { compress: 'gzip' }, true)).toBe(false);
    await send({ compress: 'gzip' });
    expect(fake.network.requests.at(-1)?.body).toBe(BATCH.body);
  });

  it('sends the body as it is where the host cannot pack it', async () => {
    restore();
    fake = fakePlatform({ without: ['gzip'] });
    restore = replacePlatform(fake);
    expect(await packedOf('/logs', { compress: 'gzip' })).toBe(false);
    fake.gzip = () => Promise.reject(new Error('no memory'));
    expect(await packedOf('/logs', { compress: 'gzip' })).toBe(false);
  });

  it('never rejects: headers that throw, a host without fetch', async () => {
    const hostile = (): never => {
      throw new Error('no token');
    };
    expect(await send({ headers: hostile })).toEqual({ kind: 'retry', unreachable: true });
    restore();
    fake = fakePlatform({ without: ['fetch', 'abortController'] });
    restore = replacePlatform(fake);
    expect(await send()).toEqual({ kind: 'retry', unreachable: true });
  });

  const answers: [status: number, body: string, want: object][] = [
    [200, 'OK', { kind: 'accepted', duplicates: 0, rejected: [] }],
    [200, '{"rejected":[null,{"seq":null},{"seq":0}],"duplicates":"x"}', { kind: 'accepted', rejected: [0] }],
    [200, ' <!doctype html>', { kind: 'retry' }],
    [408, '', { kind: 'retry' }],
    [425, '', { kind: 'retry' }],
    [429, '', { kind: 'retry' }],
    [500, '', { kind: 'retry' }],
    [502, '', { kind: 'retry' }],
    [504, '', { kind: 'retry' }],
    [403, '', { kind: 'unauthorized', renewable: false }],
    [404, '', { kind: 'refused', reason: 'status 404' }],
    [501, '', { kind: 'refused' }],
    [304, '', { kind: 'refused' }],
  ];
  for (const [status, body, want] of answers) {
    it(`reads status ${status} with ${JSON.stringify(body)} as ${JSON.stringify(want)}`, async () => {
      fake.network.answers.push({ status, body });
      expect(await send()).toMatchObject(want);
    });
  }
});

describe('describeTransport', () => {
  it('catches a transport that rejects, and one that takes every answer for a success', async () => {
    const failed = new Map<string, string[]>();
    for (const broken of ['rejects', 'believes']) {
      const names: string[] = [];
      failed.set(broken, names);
      const bodies: Promise<void>[] = [];
      describeTransport(
        (name, body) => bodies.push(body().catch(() => void names.push(name))),
        'x',
        () => ({
          transport: {
            send: async () => {
              if (broken === 'rejects') throw new Error('no');
              return { kind: 'accepted', duplicates: 0, rejected: [] };
            },
          },
          setMood: () => {},
          received: () => [],
          outlast: async () => {},
        }),
      );
      await Promise.all(bodies);
    }
    expect(failed.get('rejects')).toContain('x: does not reject when nobody is there');
    expect(failed.get('believes')).toContain('x: asks for smaller batches');
    expect(failed.get('believes')).toContain('x: carries the body unchanged, once');
  });
});
