import { describe, expect, it } from 'vitest';
import { createIngest } from './ingest.js';
import { post, sentBatch, URL_OF_ENDPOINT } from './ingest.testing.js';

const SHOP = 'https://shop.example';
const ingest = createIngest({ onRecord: () => {}, allowOrigins: [SHOP, 'null'] });
const from = (origin: string): Promise<Response> => ingest(post(sentBatch([]), { origin }));

describe('an origin in the list', () => {
  it('may read every answer, also that of a refusal', async () => {
    for (const body of [sentBatch([]), 'no JSON']) {
      const { headers } = await ingest(post(body, { origin: SHOP }));
      expect(headers.get('access-control-allow-origin')).toBe(SHOP);
      expect(headers.get('access-control-expose-headers')).toBe('Retry-After');
      expect(headers.get('vary')).toContain('Origin');
    }
  });

  it('may be that of a sandboxed page', async () => {
    expect((await from('null')).headers.get('access-control-allow-origin')).toBe('null');
  });

  it('gets its preflight answered, with the headers it wants', async () => {
    const response = await ingest(
      new Request(URL_OF_ENDPOINT, {
        method: 'OPTIONS',
        headers: {
          origin: SHOP,
          'access-control-request-method': 'POST',
          'access-control-request-headers': 'authorization',
        },
      }),
    );
    expect(response.status).toBe(204);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'access-control-allow-origin': SHOP,
      'access-control-allow-methods': 'POST',
      'access-control-allow-headers': 'authorization',
      'access-control-max-age': '7200',
      vary: 'Origin, Access-Control-Request-Headers',
    });
  });
});

describe('another origin', () => {
  it.each([
    'https://evil.example',
    'http://shop.example',
    'https://shop.example:8443',
    'https://shop.example.evil.example',
    'HTTPS://SHOP.EXAMPLE',
    'no origin',
  ])('%s is refused and may not read why', async (origin) => {
    const response = await from(origin);
    expect(response.status).toBe(403);
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
    expect(response.headers.get('vary')).toContain('Origin');
  });

  it('is refused its preflight', async () => {
    const headers = { origin: 'https://evil.example', 'access-control-request-method': 'POST' };
    const response = await ingest(new Request(URL_OF_ENDPOINT, { method: 'OPTIONS', headers }));
    expect(response.status).toBe(403);
    expect(response.headers.get('access-control-allow-methods')).toBeNull();
  });
});

describe('no list, no origin, or the own one', () => {
  it('pass', async () => {
    expect((await ingest(post(sentBatch([])))).status).toBe(200);
    expect((await from('https://logs.example')).status).toBe(200);
    const open = await createIngest({ onRecord: () => {} })(
      post(sentBatch([]), { origin: 'https://any.example' }),
    );
    expect(open.status).toBe(200);
    expect(open.headers.get('access-control-allow-origin')).toBeNull();
  });
});

describe('the list itself', () => {
  it.each(['*', 'shop.example', 'https://shop.example/', 'https://*.example', ''])(
    'is refused at once if it has %j, which no browser sends',
    (entry) => {
      expect(() => createIngest({ allowOrigins: [SHOP, entry] })).toThrow(/^allowOrigins\[1\]/);
    },
  );
});
