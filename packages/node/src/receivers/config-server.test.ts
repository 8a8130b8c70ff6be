import type { Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { frame } from '../sockets/frame.js';
import { until } from '../until.testing.js';
import { ConfigServer, type ConfigServerOptions } from './config-server.js';
import { dial, header } from './wire.testing.js';

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

async function serve(options: ConfigServerOptions = {}, apply: (text: string) => void = () => {}) {
  const applied: string[] = [];
  const refused: string[] = [];
  const server = new ConfigServer(0, options, {
    apply(text) {
      applied.push(text);
      apply(text);
    },
    onRefused: (error) => refused.push(error.message),
  });
  await server.start();
  stops.push(() => server.stop());
  return { server, applied, refused };
}

/** Sends bytes, and settles with the answer when the connection is closed. */
async function send(port: number, bytes: Uint8Array): Promise<string> {
  const socket = await dial(port);
  const answer = answerOf(socket);
  socket.end(bytes);
  return answer;
}

function answerOf(socket: Socket): Promise<string> {
  let text = '';
  socket.on('data', (chunk) => {
    text += chunk;
  });
  return new Promise((resolve) => socket.once('close', () => resolve(text)));
}

const text = (value: string): Uint8Array => frame(Buffer.from(value));

describe('a server for configurations', () => {
  it('hands on the text of each connection, and answers', async () => {
    const { server, applied, refused } = await serve();
    expect(await send(server.port, text('[loggers]\nkeys=é'))).toBe('ok\n');
    expect([applied, refused]).toEqual([['[loggers]\nkeys=é'], []]);
  });

  it('takes a configuration in pieces, and only one from each connection', async () => {
    const { server, applied } = await serve();
    const socket = await dial(server.port);
    const answer = answerOf(socket);
    for (const byte of text('{"a":1}')) socket.write(Uint8Array.of(byte));
    socket.write(text('{"b":1}'));
    expect(await answer).toBe('ok\n');
    expect(applied).toEqual(['{"a":1}']);
  });

  it('waits for any time where that is what it is told', async () => {
    const { server, refused } = await serve({ timeout: Infinity });
    const socket = await dial(server.port);
    const answer = answerOf(socket);
    for (const byte of text('{"a":1}')) {
      socket.write(Uint8Array.of(byte));
      await new Promise(setImmediate);
    }
    expect([await answer, refused]).toEqual(['ok\n', []]);
  });

  it('takes one from a sender that is gone by then, as the script in the documents of Python', async () => {
    const { server, applied } = await serve();
    const socket = await dial(server.port);
    await new Promise((resolve) => socket.write(text('x'), resolve));
    socket.resetAndDestroy();
    await send(server.port, text('y'));
    expect(applied.at(-1)).toBe('y');
  });

  it('says what is wrong to the sender and to the log', async () => {
    const { server, refused } = await serve({}, () => {
      throw new Error('root.level: unknown');
    });
    expect(await send(server.port, text('a'))).toBe('error: root.level: unknown\n');
    expect(await send(server.port, frame(Uint8Array.of(0xff)))).toBe(
      'error: Unable to read the configuration: it is not UTF-8\n',
    );
    expect(refused).toEqual(['root.level: unknown', 'Unable to read the configuration: it is not UTF-8']);
  });

  it('applies one after the other, in the order in which they came whole', async () => {
    const waiting: (() => void)[] = [];
    const { server, applied } = await serve({
      verify: (bytes) => new Promise((resolve) => waiting.push(() => resolve(bytes))),
    });
    const answers = [send(server.port, text('1'))];
    await until(() => waiting.length === 1);
    answers.push(send(server.port, text('2')));
    expect([applied, waiting.length]).toEqual([[], 1]);
    waiting[0]!();
    await until(() => waiting.length === 2);
    expect(applied).toEqual(['1']);
    waiting[1]!();
    expect([await Promise.all(answers), applied]).toEqual([
      ['ok\n', 'ok\n'],
      ['1', '2'],
    ]);
  });

  it('reads what verify returns, and nothing if that is null or an error', async () => {
    const { server, applied, refused } = await serve({
      verify(bytes) {
        if (bytes[0] === 0x21) throw new Error('no signature');
        return bytes[0] === 0x2b ? bytes.subarray(1) : null;
      },
    });
    expect(await send(server.port, text('+good'))).toBe('ok\n');
    expect(await send(server.port, text('-bad'))).toBe('');
    expect(await send(server.port, text('!bad'))).toBe('');
    expect(applied).toEqual(['good']);
    expect(refused).toEqual(['verify refused a configuration of 4 bytes']);
  });

  it('can be stopped and started again, and applies before it stops what came whole', async () => {
    const { server, applied } = await serve({ verify: async (bytes) => bytes });
    const { port } = server;
    const socket = await dial(port);
    const idle = await dial(port);
    socket.write(text('last'));
    await until(() => applied.length === 1);
    await server.stop();
    await until(() => idle.closed);
    await server.start();
    expect([server.port, await send(port, text('again'))]).toEqual([port, 'ok\n']);
    await server.stop();
    await server.stop();
  });

  it('rejects a port that is taken', async () => {
    const { server } = await serve();
    const second = new ConfigServer(server.port, {}, { apply() {}, onRefused() {} });
    await expect(second.start()).rejects.toThrow('EADDRINUSE');
  });
});

describe('a hostile sender of configurations', () => {
  it.each<[string, Uint8Array, string]>([
    [
      'claims 4 GiB',
      header(2 ** 32 - 1),
      'a configuration of 4294967295 bytes is longer than the 1000 that are allowed',
    ],
    [
      'sends too much',
      frame(Buffer.alloc(1001)),
      'a configuration of 1001 bytes is longer than the 1000 that are allowed',
    ],
    [
      'breaks off',
      frame(Buffer.alloc(10)).subarray(0, 9),
      'a connection ended in the middle of a configuration',
    ],
    ['breaks off in the length', Uint8Array.of(0, 0), 'a connection ended in the middle of a configuration'],
  ])('who %s is refused by name, once for each reason, and others go on', async (_, bytes, message) => {
    const { server, applied, refused } = await serve({ maxBytes: 1000 });
    for (let i = 0; i < 3; i++) expect(await send(server.port, bytes)).toBe('');
    expect([applied, refused]).toEqual([[], [message]]);
    expect(await send(server.port, text('good'))).toBe('ok\n');
  });

  it('who only looks whether there is somebody is not told of', async () => {
    const { server, refused } = await serve();
    expect([await send(server.port, Buffer.alloc(0)), refused]).toEqual(['', []]);
  });

  it('who is slow is refused, however steadily the bytes drip', async () => {
    const { server, refused } = await serve({ timeout: 100 });
    const socket = await dial(server.port);
    socket.write(header(1000));
    const drip = setInterval(() => socket.write('x'), 5);
    await until(() => socket.closed);
    clearInterval(drip);
    expect(refused).toEqual(['a configuration did not come whole within 100 ms']);
  });

  it('who opens many connections has the first ones only', async () => {
    const { server, refused } = await serve();
    const sockets = await Promise.all(Array.from({ length: 40 }, () => dial(server.port)));
    await until(() => sockets.filter((socket) => socket.closed).length === 24);
    expect(refused).toEqual(['there are too many connections']);
  });

  it('who claims what he does not send takes no memory', async () => {
    const { server, applied } = await serve({ maxBytes: 2 ** 30 });
    const before = process.memoryUsage().arrayBuffers;
    const sockets = await Promise.all(Array.from({ length: 10 }, () => dial(server.port)));
    for (const socket of sockets) socket.write(Buffer.concat([header(2 ** 30), Buffer.alloc(1000)]));
    // Its bytes come after theirs.
    expect(await send(server.port, text('good'))).toBe('ok\n');
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(10 * 2 ** 20);
    for (const socket of sockets) socket.destroy();
    expect(applied).toEqual(['good']);
  });
});
