import { type FakePlatform, fakePlatform } from '@loggia/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeLogRecord } from '../record-factory.js';
import { replacePlatform } from '../state.js';
import { decode, type Encoded, loadVectors, type VectorError } from '../vectors.testing.js';
import { HTTPHandler } from './http.js';

interface HTTPVector {
  readonly handler: {
    readonly host: string;
    readonly url: string;
    readonly method?: string;
  };
  readonly record: Encoded;
  readonly expect: {
    readonly method: string;
    readonly url: string;
    readonly headers: [string, string][];
    readonly body: string | null;
    readonly stage?: string;
    readonly error?: VectorError;
  };
}

/** Cases that are not run, and why. */
const EXCLUDED: readonly (readonly [reason: string, applies: (vector: HTTPVector) => boolean])[] = [
  [
    'JavaScript has no tuples: within a value they are lists',
    ({ record }) => /"tuple".*"tuple"/.test(JSON.stringify(record)),
  ],
  [
    'a whole float beyond 2^53 is an integer',
    ({ record }) => /"float":\d{16,}[,}]/.test(JSON.stringify(record)),
  ],
  ['a lone surrogate is replaced, where Python fails to send', ({ expect: { stage } }) => stage === 'emit'],
  [
    'what an earlier handler made of a record, its `message`, is no attribute that could be given',
    ({ record }) => JSON.stringify(record).includes('["message",'),
  ],
];

let fake: FakePlatform;
let restore: () => void;
beforeEach(() => {
  fake = fakePlatform();
  restore = replacePlatform(fake);
});
afterEach(() => restore());

describe('HTTPHandler makes the requests that CPython makes', () => {
  for (const vector of loadVectors<HTTPVector>('http')) {
    if (EXCLUDED.some(([, applies]) => applies(vector))) continue;
    it(vector.id, async () => {
      const { host, url, method = 'GET' } = vector.handler;
      const base = `http://${host}`;
      const create = (): HTTPHandler => new HTTPHandler(base + url, { method, encoding: 'form' });
      const { error, ...want } = vector.expect;
      if (error !== undefined) {
        expect(create).toThrow(error.message);
        return;
      }
      const handler = create();
      handler.handle(makeLogRecord(decode(vector.record) as Record<string, unknown>));
      await handler.flush();
      const request = fake.network.requests[0];
      expect(request?.url).toBe(base + want.url);
      expect(request?.method).toBe(want.method);
      expect(request?.body).toBe(want.body ?? '');
    });
  }
});
