// The endpoint in the servers that people have, wired as docs/endpoint.md says.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { serve } from '@hono/node-server';
import { getConnInfo } from '@hono/node-server/conninfo';
import express from 'express';
import fastify from 'fastify';
import { Hono } from 'hono';
import { createIngest, type Ingest, toNodeListener } from 'loggia/ingest';
import { afterEach, describe, expect, it } from 'vitest';

const SERVERS: Readonly<Record<string, (ingest: Ingest) => Promise<Server>>> = {
  'node:http': async (ingest) => createServer(toNodeListener(ingest)),
  Express: async (ingest) => {
    const app = express();
    app.all('/logs', toNodeListener(ingest, { peer: (request: express.Request) => request.ip }));
    app.use(express.json());
    return createServer(app);
  },
  Fastify: async (ingest) => {
    const app = fastify();
    const listener = toNodeListener(ingest);
    app.register(async (scope) => {
      scope.removeAllContentTypeParsers();
      scope.addContentTypeParser('*', (_request, _body, done) => done(null));
      scope.route({
        method: ['POST', 'OPTIONS'],
        url: '/logs',
        handler(request, reply) {
          reply.hijack();
          listener(request.raw, reply.raw);
        },
      });
    });
    await app.ready();
    return app.server;
  },
  Hono: async (ingest) => {
    const app = new Hono();
    app.all('/logs', (context) => ingest(context.req.raw, { peer: getConnInfo(context).remote.address }));
    return serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }) as Server;
  },
  'a fetch handler': async (ingest) => {
    const fetch = (request: Request): Promise<Response> => ingest(request);
    return serve({ fetch, port: 0, hostname: '127.0.0.1' }) as Server;
  },
};

let server: Server | undefined;
afterEach(async () => {
  server?.closeAllConnections();
  await new Promise((resolve) => server?.close(resolve));
});

async function open(name: string, ingest: Ingest): Promise<(init: RequestInit) => Promise<Response>> {
  const opened = await SERVERS[name]!(ingest);
  server = opened;
  if (opened.address() === null) {
    await new Promise<void>((resolve) => opened.listen(0, '127.0.0.1', resolve).once('listening', resolve));
  }
  const { port } = opened.address() as AddressInfo;
  return (init) => fetch(`http://127.0.0.1:${port}/logs`, init);
}

const record = (seq: number): object => {
  return { seq, name: 'page', levelno: 20, levelname: 'INFO', message: `record ${seq}`, created: 1 };
};
const body = JSON.stringify({ v: 1, session: 's', emitted: 1, records: [record(0), record(1)] });

describe.each(Object.keys(SERVERS))('the endpoint in %s', (name) => {
  it('takes records once, plain, packed, and after a preflight, and says whence they came', async () => {
    const peers: (string | null)[] = [];
    const ingest = createIngest({
      onRecord: (_, { peer }) => void peers.push(peer),
      allowOrigins: ['https://shop.example'],
    });
    const send = await open(name, ingest);
    const first = await send({ method: 'POST', body });
    expect(await first.json()).toEqual({ accepted: 2, duplicates: 0, rejected: [] });
    const packed = await send({
      method: 'POST',
      body: (await promisify(gzip)(body)) as Uint8Array<ArrayBuffer>,
      headers: {
        'content-type': 'application/json',
        'content-encoding': 'gzip',
        origin: 'https://shop.example',
      },
    });
    expect(await packed.json()).toEqual({ accepted: 0, duplicates: 2, rejected: [] });
    expect(packed.headers.get('access-control-allow-origin')).toBe('https://shop.example');
    const headers = { origin: 'https://shop.example', 'access-control-request-method': 'POST' };
    const preflight = await send({ method: 'OPTIONS', headers });
    expect([preflight.status, preflight.headers.get('access-control-max-age')]).toEqual([204, '7200']);
    const expected = name === 'a fetch handler' ? null : '127.0.0.1';
    expect(peers.map((peer) => peer?.replace('::ffff:', '') ?? null)).toEqual([expected, expected]);
    expect(ingest.session('s')).toMatchObject({ emitted: 2, received: 2, expected: 0 });
  });

  it('refuses what is no batch, too large, or not for this sink', async () => {
    let isDown = true;
    const ingest = createIngest({
      maxBodyBytes: 100_000,
      onRecord() {
        if (isDown) throw new Error('the sink is down');
      },
    });
    const send = await open(name, ingest);
    expect((await send({ method: 'POST', body: '{"v":1' })).status).toBe(400);
    expect((await send({ method: 'POST', body: 'x'.repeat(100_001) })).status).toBe(413);
    const refused = await send({ method: 'POST', body });
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '5']);
    isDown = false;
    expect((await (await send({ method: 'POST', body })).json()).accepted).toBe(2);
  });
});

it('in Express behind a parser of bodies, says what is wrong and answers', async () => {
  const app = express();
  app.use(express.text());
  app.all('/logs', toNodeListener(createIngest()));
  server = createServer(app);
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  expect((await fetch(`http://127.0.0.1:${port}/logs`, { method: 'POST', body })).status).toBe(500);
});
