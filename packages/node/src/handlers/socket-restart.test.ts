import type { Socket } from 'node:net';
import { memoryStore } from '@loggia/core';
import { describe, expect, it } from 'vitest';
import { GOODBYE } from '../sockets/goodbye.js';
import { until } from '../until.testing.js';
import { connectTo, foreign, numbers, receive, recordOf, setUp } from './socket.testing.js';

setUp();

describe('a receiver that restarts', () => {
  it('in the middle of 50,000 records: none is lost, none comes twice, all are in order', async () => {
    const { receiver, texts } = await receive();
    const handler = connectTo(receiver.port, { codec: 'pickle' });
    let sent = 0;
    const log = (count: number): void => {
      for (const end = sent + count; sent < end; sent++) handler.handle(recordOf(String(sent)));
    };
    for (let round = 0; round < 5; round++) {
      log(4000);
      // Right in the middle of what is on its way.
      await until(() => texts.length > round * 10_000 + 1000);
      await receiver.stop();
      log(6000);
      await new Promise((resolve) => setImmediate(resolve));
      await receiver.start();
      await until(() => texts.length === sent);
    }
    await until(() => handler.stats.pending === 0);
    expect(texts).toEqual(numbers(50_000));
    expect(handler.stats).toMatchObject({ emitted: 50_000, delivered: 50_000, dropped: { full: 0 } });
  }, 60_000);

  it('loses no more than the buffer cannot hold, and that is counted', async () => {
    const { receiver, texts } = await receive();
    await receiver.stop();
    const handler = connectTo(receiver.port, { store: memoryStore({ capacity: 10 }) });
    for (const text of numbers(25)) handler.handle(recordOf(text));
    await receiver.start();
    await until(() => handler.stats.pending === 0);
    await until(() => texts.length === handler.stats.delivered);
    const { delivered, dropped } = handler.stats;
    expect(delivered + dropped.full).toBe(25);
    expect(texts.at(-1)).toBe('24');
  });
});

describe('a receiver of another kind', () => {
  it('that closes while it is idle gets the next record on a new connection', async () => {
    const received: string[] = [];
    const sockets: Socket[] = [];
    const { port } = await foreign((socket) => {
      sockets.push(socket);
      socket.on('data', (chunk) => received.push(JSON.parse(chunk.subarray(4).toString()).msg));
    });
    const handler = connectTo(port);
    for (const text of ['one', 'two', 'three']) {
      handler.handle(recordOf(text));
      await until(() => received.includes(text));
      // The handler has had no turn to hear of it when it writes the next record.
      sockets.at(-1)?.destroy();
    }
    expect(received).toEqual(['one', 'two', 'three']);
  });

  it('that says goodbye gets the rest of what is being written, once', async () => {
    let bytes = 0;
    let connections = 0;
    const { port } = await foreign((socket) => {
      connections++;
      socket.on('data', (chunk) => {
        bytes += chunk.length;
      });
      socket.once('data', () => {
        socket.pause().end(Uint8Array.of(GOODBYE));
        until(() => !handler['isOpen']).then(() => socket.resume());
      });
    });
    const handler = connectTo(port);
    // More than the kernel takes at once.
    const message = 'x'.repeat(12_000_000);
    handler.handle(recordOf(message));
    await until(() => handler.stats.pending === 0 && bytes > message.length);
    expect(connections).toBe(1);
    expect(bytes).toBeLessThan(message.length + 2000);
    expect(handler.stats).toMatchObject({ delivered: 1, retries: 0 });
  });

  it('that resets the connection without having read gets all of it once more', async () => {
    let connections = 0;
    let bytes = '';
    const { port } = await foreign((socket) => {
      connections++;
      socket.on('error', () => {});
      if (connections > 1) {
        socket.on('data', (chunk) => {
          bytes += chunk.toString('latin1');
        });
      } else {
        socket.pause();
        handler.flush().then(() => socket.resetAndDestroy());
      }
    });
    const handler = connectTo(port);
    handler.handle(recordOf('unread'));
    await until(() => connections === 1 && handler.stats.pending === 0);
    await until(() => !handler['isOpen']);
    handler.handle(recordOf('next'));
    await until(() => bytes.includes('next'));
    expect(bytes.match(/unread|next/g)).toEqual(['unread', 'next']);
    expect(handler.stats).toMatchObject({ emitted: 2, delivered: 2 });
    handler.close();
    await until(() => !handler['isOpen']);
  });

  it('that reads nothing holds up no logging call, and the rest is counted', async () => {
    const sockets: Socket[] = [];
    const { port } = await foreign((socket) => {
      sockets.push(socket.pause());
      socket.on('error', () => {});
    });
    const handler = connectTo(port, { store: memoryStore({ capacity: 100 }) });
    const long = 'x'.repeat(200_000);
    for (let i = 0; i < 200; i++) {
      handler.handle(recordOf(long));
      await new Promise((resolve) => setImmediate(resolve));
    }
    const { emitted, delivered, pending, dropped } = handler.stats;
    expect(emitted).toBe(200);
    expect(pending).toBeGreaterThan(0);
    expect(delivered + pending + dropped.full).toBe(200);
    for (const socket of sockets) socket.destroy();
  });
});
