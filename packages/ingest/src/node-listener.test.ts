import { createServer, request as httpRequest, type RequestListener, type Server } from 'node:http';
import { connect as connect2, createServer as createServer2 } from 'node:http2';
import { type AddressInfo, connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createIngest } from './ingest.js';
import { answerOf, arraySink, fakeHost, gzip, sentBatch, taken } from './ingest.testing.js';
import { toNodeListener } from './node-listener.js';

let server: Server | undefined;

async function listen(listener: RequestListener): Promise<string> {
  server = createServer(listener);
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/logs?x=1`;
}

afterEach(async () => {
  server?.closeAllConnections();
  await new Promise((resolve) => server?.close(resolve) ?? resolve(undefined));
  server = undefined;
});

describe('toNodeListener', () => {
  it('takes a batch over a real connection, packed or not', async () => {
    const sink = arraySink();
    const url = await listen(toNodeListener(createIngest({ onRecord: sink.onRecord })));
    const batch = JSON.stringify(sentBatch([0, 1]));
    const first = await fetch(url, { method: 'POST', body: batch });
    expect(first.headers.get('content-type')).toBe('application/json');
    expect(await answerOf(first)).toEqual(taken(2));
    const body = (await gzip(batch)) as Uint8Array<ArrayBuffer>;
    const headers = { 'content-type': 'text/plain', 'content-encoding': 'gzip' };
    expect(await answerOf(await fetch(url, { method: 'POST', body, headers }))).toEqual(taken(0, 2));
    expect(sink.messages).toEqual(['record 0', 'record 1']);
  });

  it('hands over the address, the method and the headers', async () => {
    const seen: string[] = [];
    const url = await listen(
      toNodeListener(async (request) => {
        seen.push(`${request.method} ${request.url} ${request.headers.get('x-one')}`);
        return new Response(null, { status: 204 });
      }),
    );
    await fetch(url, { method: 'POST', body: 'x', headers: { 'x-one': '1' } });
    await fetch(url, { method: 'OPTIONS' });
    expect(seen).toEqual([`POST ${url} 1`, `OPTIONS ${url} null`]);
  });

  it('speaks HTTP/2, by the compatible interface of node:http2', async () => {
    const ingest = createIngest({ onRecord: () => {} });
    const server2 = createServer2(toNodeListener(ingest) as never);
    await new Promise<void>((resolve) => server2.listen(0, '127.0.0.1', resolve));
    const session = connect2(`http://127.0.0.1:${(server2.address() as AddressInfo).port}`);
    const sent = session.request({ ':method': 'POST', ':path': '/logs' });
    const status = new Promise((resolve, reject) => {
      sent
        .on('response', (headers) => resolve(headers[':status']))
        .on('close', () => reject(new Error('closed')));
    });
    sent.end(JSON.stringify(sentBatch([0])));
    expect(await status).toBe(200);
    session.close();
    server2.close();
  });

  it.each(['GET', 'PUT', 'TRACE', 'HEAD'])('answers %s with 405', async (method) => {
    const url = await listen(toNodeListener(createIngest({ onRecord: () => {} })));
    const status = await new Promise((resolve, reject) => {
      httpRequest(url, { method }, (response) => resolve(response.resume().statusCode))
        .on('error', reject)
        .end();
    });
    expect(status).toBe(405);
  });

  it('answers a body that is too large while it is still being sent, and the sender can read it', async () => {
    const url = await listen(toNodeListener(createIngest({ onRecord: () => {}, maxBodyBytes: 1_000 })));
    for (let i = 0; i < 5; i++) {
      expect((await fetch(url, { method: 'POST', body: 'x'.repeat(2_000_000) })).status).toBe(413);
    }
  });

  it('survives a sender that goes away in the middle of a body', async () => {
    const sink = arraySink();
    let failed = 0;
    const ingest = createIngest({ onRecord: sink.onRecord });
    const url = await listen(
      toNodeListener(async (request) => {
        const response = await ingest(request);
        if (response.status === 400) failed++;
        return response;
      }),
    );
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    socket.write('POST /logs HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n{"v":1');
    server?.once('request', () => socket.destroy());
    await expect.poll(() => failed, { timeout: 4_000 }).toBe(1);
    expect(
      await answerOf(await fetch(url, { method: 'POST', body: JSON.stringify(sentBatch([0])) })),
    ).toEqual(taken(1));
  });

  it('gives up a body that does not arrive', async () => {
    const host = fakeHost();
    try {
      const url = await listen(toNodeListener(createIngest({ onRecord: () => {} })));
      const socket = connect(Number(new URL(url).port), '127.0.0.1');
      let answer = '';
      socket.on('data', (chunk) => {
        answer += chunk;
      });
      server?.once('request', () => setImmediate(() => host.advance(30_000)));
      socket.write('POST /logs HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n{"v":1');
      await expect.poll(() => answer, { timeout: 4_000 }).toMatch(/^HTTP\/1\.1 408 /);
      const closed = new Promise((resolve) => socket.once('close', resolve));
      host.advance(5_000);
      await closed;
    } finally {
      host.restore();
    }
  });

  it.each(['a b', '[', '', 'x:99999999', 'a/b?c#d'])('answers a request for the host %j', async (name) => {
    const url = await listen(toNodeListener(createIngest({ onRecord: () => {} })));
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    let answer = '';
    socket.on('data', (chunk) => {
      answer += chunk;
    });
    socket.write(`GET //x HTTP/1.1\r\nHost: ${name}\r\nConnection: close\r\n\r\n`);
    await new Promise((resolve) => socket.once('close', resolve));
    expect(answer).toMatch(/^HTTP\/1\.1 405 /);
  });
});
