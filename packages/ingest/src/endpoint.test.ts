import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createIngest } from './ingest.js';
import {
  answerOf,
  arraySink,
  fakeHost,
  gzip,
  post,
  sentBatch,
  sentRecord,
  taken,
  URL_OF_ENDPOINT,
} from './ingest.testing.js';

let host: ReturnType<typeof fakeHost>;
beforeEach(() => {
  host = fakeHost();
});
afterEach(() => host.restore());

const ingest = createIngest({ onRecord: () => {}, maxBodyBytes: 10_000 });
const statusOf = async (request: Request): Promise<number> => (await ingest(request)).status;

/** A body without a length, which counts how much of it was asked for. */
function streamed(chunks: number, chunk: Uint8Array): { request: Request; pulled: () => number } {
  let pulled = 0;
  const body = new ReadableStream({
    pull(controller) {
      if (pulled++ < chunks) controller.enqueue(chunk);
      else controller.close();
    },
  });
  return {
    // The types of browsers do not know `duplex`, which Node asks for.
    request: new Request(URL_OF_ENDPOINT, { method: 'POST', body, duplex: 'half' } as RequestInit),
    pulled: () => pulled,
  };
}

describe('the method and the headers', () => {
  it.each(['GET', 'PUT', 'DELETE', 'HEAD'])('%s is told what is allowed', async (method) => {
    const response = await ingest(new Request(URL_OF_ENDPOINT, { method }));
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('POST, OPTIONS');
  });

  it.each([
    'text/plain',
    'application/json',
    'Text/Plain; charset=UTF-8',
    'application/json;charset="utf-8"',
  ])('a body of type %s is read', async (type) => {
    expect(await statusOf(post(sentBatch([]), { 'content-type': type }))).toBe(200);
  });

  it.each(['text/html', 'multipart/form-data', 'text/plain;charset=latin1'])(
    'a body of type %s is not',
    async (type) => {
      expect(await statusOf(post(sentBatch([]), { 'content-type': type }))).toBe(415);
    },
  );

  it('an encoding other than gzip is refused', async () => {
    expect(await statusOf(post(sentBatch([]), { 'content-encoding': 'br' }))).toBe(415);
  });
});

describe('the size of a body', () => {
  it('is refused by its content-length alone, nothing read', async () => {
    const { request, pulled } = streamed(1, new Uint8Array(1));
    request.headers.set('content-length', '10001');
    expect(await statusOf(request)).toBe(413);
    expect(pulled()).toBeLessThanOrEqual(1);
  });

  it('is refused when a body without a length grows too large, and the rest is not read', async () => {
    const { request, pulled } = streamed(1_000, new Uint8Array(1_000).fill(32));
    expect(await statusOf(request)).toBe(413);
    expect(pulled()).toBeLessThan(20);
  });

  it('may be exactly the limit', async () => {
    const text = JSON.stringify(sentBatch([0]));
    expect(await statusOf(post(text + ' '.repeat(10_000 - text.length)))).toBe(200);
    expect(await statusOf(post(text + ' '.repeat(10_001 - text.length)))).toBe(413);
  });
});

describe('a gzip body', () => {
  const send = async (bytes: Uint8Array): Promise<Response> =>
    ingest(post(bytes, { 'content-encoding': 'gzip' }));

  it('is unpacked', async () => {
    const packed = await gzip(JSON.stringify(sentBatch([0], { session: 'packed' })));
    expect(await answerOf(await send(packed))).toEqual(taken(1));
  });

  it('may unpack to more than the limit on the wire, but not to many times of it', async () => {
    const text = JSON.stringify(sentBatch([0], { session: 'large' }));
    // Text that hardly compresses, so that the ratio is not what decides.
    const noise = (length: number): string =>
      Array.from({ length }, () => (((Math.random() * 90) | 0) + 35).toString(2).slice(-6)).join('');
    const packed = await gzip(`{"noise":"${noise(4_000)}",${text.slice(1)}`);
    expect(packed.length).toBeLessThan(10_000);
    expect((await send(packed)).status).toBe(200);
    expect((await send(await gzip(noise(10_000)))).status).toBe(413);
  });

  it('is measured as it came, too', async () => {
    const random = Uint8Array.from({ length: 11_000 }, () => Math.random() * 256);
    expect((await send(await gzip(random))).status).toBe(413);
  });

  it('that explodes is refused before it is unpacked', async () => {
    expect((await send(await gzip(new Uint8Array(5_000_000).fill(32)))).status).toBe(413);
    expect((await send(await gzip(new Uint8Array(20_000).fill(32)))).status).toBe(413);
  });

  it.each([
    ['not gzip', async () => new Uint8Array([1, 2, 3])],
    ['cut short', async () => (await gzip(JSON.stringify(sentBatch([0])))).slice(0, 40)],
    ['followed by something', async () => new Uint8Array([...(await gzip('{}')), 1, 2, 3])],
  ])('that is %s is unreadable', async (_, bytes) => {
    expect((await send(await bytes())).status).toBe(400);
  });
});

describe('hostile bodies', () => {
  const expectRefusal = async (response: Response): Promise<void> => {
    expect(response.status).toBeGreaterThanOrEqual(400);
    expect(response.status).toBeLessThan(500);
    expect(((await response.json()) as { error: string }).error).toMatch(/\w/);
  };

  it('get a proper 4xx, whatever their bytes are', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), fc.boolean(), async (bytes, isGzip) => {
        await expectRefusal(await ingest(post(bytes, isGzip ? { 'content-encoding': 'gzip' } : {})));
      }),
      { numRuns: 300 },
    );
  });

  it('get a proper answer, whatever JSON they are, and change no prototype', async () => {
    const before = Reflect.ownKeys(Object.prototype);
    const value = fc.jsonValue({ maxDepth: 4 });
    const near = fc.tuple(fc.constantFrom('__proto__', ...Object.keys(sentBatch([]))), value);
    await fc.assert(
      fc.asyncProperty(fc.array(near), fc.array(value), async (changes, records) => {
        // As text, since a key __proto__ of JSON is one of the object's own.
        const text = JSON.stringify(sentBatch([], { records })).slice(0, -1);
        const more = changes.map(([key, one]) => `,${JSON.stringify(key)}:${JSON.stringify(one)}`);
        const response = await ingest(post(`${text}${more.join('')}}`));
        if (response.status !== 200) await expectRefusal(response);
      }),
      { numRuns: 300 },
    );
    expect(Reflect.ownKeys(Object.prototype)).toEqual(before);
    expect(host.stderr).toEqual([]);
  });

  it('lose their bad records only, whatever those hold', async () => {
    const sink = arraySink();
    const taking = createIngest({ onRecord: sink.onRecord });
    let seq = 0;
    const change = fc.dictionary(
      fc.constantFrom('__proto__x', 'error', ...Object.keys(sentRecord(0))),
      fc.jsonValue(),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(change, { maxLength: 5 }), async (changes) => {
        const good = seq++;
        const records = [...changes.map((one) => ({ ...sentRecord(seq++), ...one })), sentRecord(good)];
        // What was changed may have another number; those count from far above.
        const response = await taking(post(sentBatch([], { session: `s${good}`, records })));
        expect(response.status).toBe(200);
        for (const record of sink.records) JSON.stringify(record);
      }),
      { numRuns: 200 },
    );
    expect(host.stderr).toEqual([]);
  });

  it('nested a hundred thousand deep are refused', async () => {
    const deep = '['.repeat(100_000) + ']'.repeat(100_000);
    const wide = createIngest({ onRecord: () => {} });
    await expectRefusal(await wide(post(deep)));
    await expectRefusal(await wide(post(`{"v":1,"session":"x","records":[],"resource":{"a":${deep}}}`)));
    const record = JSON.stringify(sentRecord(0)).slice(0, -1);
    for (const key of ['extra', 'news', 'error']) {
      const batch = `{"v":1,"session":"x","records":[${record},"${key}":{"cause":${deep}}}]}`;
      expect(await answerOf(await wide(post(batch)))).toMatchObject({ accepted: 0, rejected: [{ seq: 0 }] });
    }
  });

  it('with endless overlapping drops cost little', async () => {
    const dropped = Array.from({ length: 30_000 }, () => ({ from: 1, to: 9e15 }));
    const wide = createIngest({ onRecord: () => {} });
    expect((await wide(post(sentBatch([0], { dropped })))).status).toBe(200);
  });
});

describe('who may send', () => {
  it('is asked before the body is read: first the rate limit, then the authorization', async () => {
    const asked: string[] = [];
    let rate: boolean | number = 0;
    let allowed: boolean | 401 | 403 = true;
    const guarded = createIngest({
      onRecord: () => {},
      rateLimit: () => {
        asked.push('rate');
        return rate;
      },
      authorize: async () => {
        asked.push('authorize');
        return allowed;
      },
    });
    expect((await guarded(post(sentBatch([])))).status).toBe(200);
    allowed = false;
    expect((await guarded(post('no JSON'))).status).toBe(401);
    allowed = 403;
    expect((await guarded(post('no JSON'))).status).toBe(403);
    expect(asked).toEqual(['rate', 'authorize', 'rate', 'authorize', 'rate', 'authorize']);
    rate = 1.5;
    const limited = await guarded(post('no JSON'));
    expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '2']);
    rate = false;
    expect((await guarded(post('no JSON'))).status).toBe(429);
    expect(asked.slice(6)).toEqual(['rate', 'rate']);
  });

  it('is told before anything of a bomb is read', async () => {
    const peers: unknown[] = [];
    const guarded = createIngest({
      rateLimit: (_, { peer }) => peers.push(peer) > 0,
      authorize: (_, { receivedAt, peer }) => peers.push(receivedAt, peer) < 0,
    });
    const { request, pulled } = streamed(1_000, await gzip(new Uint8Array(1_000_000)));
    request.headers.set('content-encoding', 'gzip');
    expect((await guarded(request, { peer: '192.0.2.7' })).status).toBe(401);
    expect(pulled()).toBeLessThanOrEqual(1);
    expect(peers).toEqual(['192.0.2.7', 1_700_000_000, '192.0.2.7']);
  });

  it('is nobody while the question itself fails', async () => {
    const broken = createIngest({
      onRecord: () => {},
      authorize: () => {
        throw new Error('no database');
      },
    });
    expect((await broken(post(sentBatch([0])))).status).toBe(503);
    expect(host.stderr.join('')).toContain('no database');
  });
});
