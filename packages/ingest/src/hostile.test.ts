import { afterEach, beforeEach, expect, it } from 'vitest';
import { hostileRequests } from './hostile.testing.js';
import { createIngest } from './ingest.js';
import { fakeHost } from './ingest.testing.js';

let host: ReturnType<typeof fakeHost>;
beforeEach(() => {
  host = fakeHost();
});
afterEach(() => host.restore());

it('what is sent by people who mean no good gets a proper 4xx, or each of its records is rejected', async () => {
  const seed = Math.floor(Math.random() * 2 ** 32);
  const next = hostileRequests(seed, 300);
  const taken: string[] = [];
  const ingest = createIngest({ onRecord: (record) => void taken.push(record.getMessage()) });
  const prototypes = [Object.prototype, Array.prototype].map((one) => Reflect.ownKeys(one).length);
  for (let i = 0; i < 3_000; i++) {
    const { request, isRefused } = next();
    const response = await ingest(request);
    const answer = (await response.json()) as { error?: string; accepted?: number };
    const where = { seed, i, status: response.status, answer };
    if (isRefused) {
      expect(where).toMatchObject({ answer: { error: expect.stringMatching(/\w/) } });
      expect(response.status >= 400 && response.status < 500, JSON.stringify(where)).toBe(true);
    } else expect(where).toMatchObject({ status: 200, answer: { accepted: 0 } });
  }
  expect(taken).toEqual([]);
  expect(host.stderr).toEqual([]);
  expect([Object.prototype, Array.prototype].map((one) => Reflect.ownKeys(one).length)).toEqual(prototypes);
}, 120_000);
