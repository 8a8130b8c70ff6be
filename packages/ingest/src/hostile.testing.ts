// What somebody may send who means no good: a few dozen kinds, each filled in at random.
import { gzipSync } from 'node:zlib';
import { randomFrom } from '../../core/src/random.testing.js';
import { sentBatch, sentRecord, URL_OF_ENDPOINT } from './ingest.testing.js';

type Random = ReturnType<typeof randomFrom>;

interface Sent {
  readonly body?: string | Uint8Array | ReadableStream;
  readonly headers?: Readonly<Record<string, string>>;
  readonly method?: string;
}

const int = (random: Random, below: number): number => Math.floor(random() * below);
const pick = <T>(random: Random, of: readonly T[]): T => of[int(random, of.length)]!;
const bytes = (random: Random, length: number): Uint8Array =>
  Uint8Array.from({ length }, () => int(random, 256));
const GZIP = { 'content-encoding': 'gzip' };

/** A good batch, of which one thing is to be spoilt. */
function good(random: Random, more: object = {}): string {
  const records = Array.from({ length: int(random, 5) }, (_, seq) => sentRecord(seq));
  return JSON.stringify(sentBatch([], { session: `s${int(random, 1_000)}`, records, ...more }));
}

const spoilt = (random: Random, key: string, values: readonly unknown[]): Sent => ({
  body: good(random, { [key]: pick(random, values) }),
});

const VALUES = [null, true, 0, -1, 1.5, '', 'x', [], {}, [[]], ['x'], { a: 1 }];
const deep = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);

/** Each is refused whole, with a 4xx. */
const REFUSED: readonly ((random: Random) => Sent)[] = [
  (random) => ({ body: bytes(random, int(random, 300)) }),
  (random) => ({ body: bytes(random, int(random, 300)), headers: GZIP }),
  (random) => ({ body: good(random).slice(0, -1 - int(random, 60)) }),
  (random) => ({ body: `${good(random)}${pick(random, ['}', 'x', ',{}', '\0', '//'])}` }),
  (random) => ({
    body: Buffer.concat([Buffer.from(good(random).slice(0, -2)), bytes(random, 4), Buffer.of(0xff)]),
  }),
  (random) => ({ body: JSON.stringify(pick(random, VALUES)) }),
  (random) => spoilt(random, 'v', [undefined, null, 0, 2, '1', [1], 1.1, 1e99]),
  (random) =>
    spoilt(random, 'session', [undefined, null, 1, '', 'a\nb', 'ü', '\x7f', 'x'.repeat(129), [], {}]),
  (random) => spoilt(random, 'emitted', ['1', 1.5, -2, 1e300, [], {}, true]),
  (random) => spoilt(random, 'sentAt', ['1', [], {}, true]),
  (random) => ({ body: good(random).replace('1700000001', '1e999') }),
  (random) => spoilt(random, 'records', [undefined, null, 1, 'x', {}, { length: 1 }]),
  (random) => spoilt(random, 'resource', [1, 'x', [], true, JSON.parse(deep(30))]),
  (random) => spoilt(random, 'dropped', [1, 'x', {}, [1], [null], [[]], [{}], [{ from: 2, to: 1 }]]),
  (random) =>
    spoilt(random, 'dropped', [[{ from: -1, to: 1 }], [{ from: 0, to: 1e300 }], [{ from: 0.5, to: 1 }]]),
  (random) => ({ body: good(random).replace('"resource":{', '"resource":{"__proto__":{"a":1},') }),
  (random) => ({ body: good(random).replace('"resource":{', '"resource":{"\\u005f_proto__":[],') }),
  (random) => ({ body: deep(1 + int(random, 5_000)) }),
  (random) => ({ body: good(random, { records: Array(1_001 + int(random, 100)).fill(0) }) }),
  (random) => ({
    body: good(random),
    headers: { 'content-type': pick(random, ['text/html', 'a/b', 'x', '/', ';']) },
  }),
  (random) => ({ body: good(random), headers: { 'content-type': 'text/plain;charset=utf-16' } }),
  (random) => ({
    body: good(random),
    headers: { 'content-encoding': pick(random, ['br', 'gzip, gzip', 'x']) },
  }),
  (random) => ({
    body: good(random),
    headers: { 'content-length': pick(random, ['1048577', '1e99', '9'.repeat(30)]) },
  }),
  (random) => ({ body: good(random), headers: GZIP }),
  (random) => ({ body: gzipSync(good(random)).subarray(0, -1 - int(random, 30)), headers: GZIP }),
  (random) => ({
    body: Buffer.concat([gzipSync(good(random)), Buffer.of(1), bytes(random, 9)]),
    headers: GZIP,
  }),
  (random) => ({ method: pick(random, ['GET', 'PUT', 'DELETE', 'PATCH', 'HEAD']) }),
  () => ({}),
  (random) => ({ body: failing(good(random)) }),
];

/** The same, of some size: each costs as much as thousands of the others. */
const LARGE: readonly ((random: Random) => Sent)[] = [
  () => ({ body: deep(200_000) }),
  (random) => ({ body: good(random, { resource: { a: JSON.parse(deep(3_000)) } }) }),
  (random) => ({ body: `${good(random)}${' '.repeat(2 ** 20)}` }),
  (random) => ({ body: endless(good(random)) }),
  () => ({ body: BOMB, headers: GZIP }),
  (random) => ({ body: gzipSync(bytes(random, 1_100_000), { level: 1 }), headers: GZIP }),
];

/** Each is answered with 200: all of its records are rejected. */
const REJECTED: readonly ((random: Random) => unknown)[] = [
  (random) => pick(random, VALUES),
  (random) => sentRecord(pick(random, [-1, 1.5, 1e300, NaN, -0.1])),
  (random) =>
    sentRecord(0, { [pick(random, ['name', 'levelname', 'message'])]: pick(random, [1, null, [], {}]) }),
  (random) =>
    sentRecord(0, { [pick(random, ['created', 'levelno'])]: pick(random, ['1', null, [], {}, 1e300]) }),
  (random) =>
    sentRecord(0, { [pick(random, ['lineno', 'process', 'thread'])]: pick(random, ['1', 1.5, [], {}]) }),
  (random) => sentRecord(0, { name: pick(random, ['a\nb', '\x1b[2J', '\x9b', 'x'.repeat(257), '\u2028']) }),
  (random) => sentRecord(0, { extra: pick(random, [1, 'x', [], true, { a: JSON.parse(deep(20)) }]) }),
  (random) =>
    sentRecord(0, { error: pick(random, [1, 'x', [], true, { stack: 1 }, { cause: 1 }, { errors: {} }]) }),
  (random) => JSON.parse(`{"${pick(random, ['__proto__', 'constructor', 'prototype'])}":{"a":1},"seq":1}`),
  (random) => sentRecord(0, { extra: JSON.parse(`{"a":[{"__proto__":${int(random, 9)}}]}`) }),
  (random) => sentRecord(0, { message: 'x'.repeat(65_600 + int(random, 99)) }),
];

let BOMB: Uint8Array = new Uint8Array();

/** What is sent, and what must come of it: a 4xx, or 200 with nothing accepted. */
export interface Hostile {
  readonly request: Request;
  readonly isRefused: boolean;
}

/** Makes hostile requests without end, the same for the same seed; `largeEvery` says how many there are for one large one. */
export function hostileRequests(seed: number, largeEvery: number): () => Hostile {
  const random = randomFrom(seed);
  // 50 MB of nothing, in 50 kB.
  if (BOMB.length === 0) BOMB = gzipSync(new Uint8Array(50_000_000));
  let count = 0;
  return () => {
    if (++count % largeEvery === 0)
      return { request: toRequest(pick(random, LARGE)(random)), isRefused: true };
    if (random() < 0.8) return { request: toRequest(pick(random, REFUSED)(random)), isRefused: true };
    const records = Array.from({ length: 1 + int(random, 4) }, () => pick(random, REJECTED)(random));
    return { request: toRequest({ body: good(random, { records }) }), isRefused: false };
  };
}

function toRequest({ body, headers = {}, method = 'POST' }: Sent): Request {
  const all = { 'content-type': 'text/plain;charset=utf-8', ...headers };
  const hasBody = body !== undefined && method === 'POST';
  const init = { method, headers: all, ...(hasBody ? { body, duplex: 'half' } : {}) };
  return new Request(URL_OF_ENDPOINT, init as RequestInit);
}

/** A body whose sender goes away. */
function failing(text: string): ReadableStream {
  const start = new TextEncoder().encode(text.slice(0, text.length / 2));
  return new ReadableStream({
    pull(controller) {
      if (controller.desiredSize === 1) controller.enqueue(start);
      else controller.error(new Error('gone'));
    },
  });
}

/** A body that never ends. */
function endless(text: string): ReadableStream {
  const chunk = new TextEncoder().encode(text.padEnd(65_536));
  return new ReadableStream({ pull: (controller) => controller.enqueue(chunk) });
}
