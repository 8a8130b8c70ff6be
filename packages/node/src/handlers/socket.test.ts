import type { Socket } from 'node:net';
import { getStats, type LogRecord, replacePlatform, settings } from '@loggia/core';
import { describeHandler, fakePlatform } from '@loggia/testing';
import { describe, expect, it } from 'vitest';
import { nodePlatform } from '../platform.js';
import { LogRecordSocketReceiver } from '../receivers/tcp.js';
import { until } from '../until.testing.js';
import { SocketHandler } from './socket.js';
import { cleanups, connectTo, foreign, receive, recordOf, setUp } from './socket.testing.js';

setUp();

for (const codec of ['json', 'pickle'] as const) {
  describeHandler(it, `SocketHandler with ${codec}`, async () => {
    const { receiver, texts } = await receive();
    const handler = connectTo(receiver.port, { codec });
    const received = async (): Promise<string[]> => {
      // One of the hostile messages is longer than the receiver allows.
      await until(() => receiver.stats.received + receiver.stats.refused.tooLong >= handler.stats.delivered);
      return texts;
    };
    return { handler, received, formats: false };
  });
}

describe('SocketHandler', () => {
  it('waits as long as Python between attempts, and starts anew when something was sent', async () => {
    const { receiver } = await receive();
    const { port } = receiver;
    await receiver.stop();
    const connecting = 20_000;
    const handler = new SocketHandler('127.0.0.1', port, { timeout: connecting });
    cleanups.push(() => handler.close());
    expect([handler.retryStart, handler.retryMax, handler.retryFactor]).toEqual([1, 30, 2]);
    const waits: number[] = [];
    const { timer } = nodePlatform;
    const hasten = {
      ...nodePlatform,
      timer(ms: number, callback: () => void) {
        if (ms === connecting) return timer(ms, callback);
        waits.push(ms);
        return timer(0, callback);
      },
    };
    replacePlatform(hasten);
    cleanups.push(() => replacePlatform(nodePlatform));
    handler.handle(recordOf('a'));
    await until(() => waits.length >= 8);
    expect(waits.filter((ms) => ms > 0).slice(0, 7)).toEqual([
      1000, 2000, 4000, 8000, 16_000, 30_000, 30_000,
    ]);
    await receiver.start();
    await until(() => handler.stats.pending === 0);
    await receiver.stop();
    waits.length = 0;
    handler.handle(recordOf('b'));
    await until(() => waits.some((ms) => ms > 0));
    expect(waits.find((ms) => ms > 0)).toBe(1000);
    await receiver.start();
  });

  it("is described as Python's", () => {
    expect(String(new SocketHandler('127.0.0.1', 9020))).toBe('<SocketHandler (NOTSET)>');
  });

  it('connects by createSocket, which a subclass may override', async () => {
    const { receiver, texts } = await receive();
    let made = 0;
    class Counting extends SocketHandler {
      override createSocket(): Promise<void> {
        made++;
        return super.createSocket();
      }
    }
    const handler = new Counting('127.0.0.1', receiver.port);
    cleanups.push(() => handler.close());
    for (const text of ['a', 'b']) {
      handler.handle(recordOf(text));
      await handler.flush();
    }
    await until(() => texts.length === 2);
    expect(made).toBe(1);
  });

  it('reports once that it cannot send, unless closeOnError is set', async () => {
    const { receiver } = await receive();
    await receiver.stop();
    const reports: string[] = [];
    const stderr = { write: (text: string) => void reports.push(text) };
    replacePlatform({ ...nodePlatform, stderr });
    cleanups.push(() => {
      replacePlatform(nodePlatform);
      settings.raiseExceptions = false;
    });
    settings.raiseExceptions = true;
    for (const closeOnError of [false, true]) {
      const handler = connectTo(receiver.port);
      handler.closeOnError = closeOnError;
      handler.handle(recordOf('a'));
      await until(() => handler.stats.retries > 3);
    }
    expect(reports).toHaveLength(1);
    expect(reports[0]).toContain(`<SocketHandler (NOTSET)> to 127.0.0.1:${receiver.port} cannot send`);
  });

  it('drops the connection instead of reporting an error, if closeOnError is set', async () => {
    const { receiver, texts } = await receive();
    const handler = connectTo(receiver.port, { codec: 'pickle' });
    handler.closeOnError = true;
    handler.handle(recordOf('a'));
    await until(() => texts.length === 1);
    await handler.flush();
    expect(handler['isOpen']).toBe(true);
    handler.makePickle = () => {
      throw new Error('no pickle');
    };
    handler.handle(recordOf('b'));
    expect(handler['isOpen']).toBe(false);
  });

  it('sends the text of the error, what is no data described, and odd names untouched', async () => {
    for (const codec of ['json', 'pickle'] as const) {
      const records: LogRecord[] = [];
      const receiver = new LogRecordSocketReceiver({ port: 0, onRecord: (record) => records.push(record) });
      await receiver.start();
      cleanups.push(() => receiver.stop());
      const handler = connectTo(receiver.port, { codec });
      const record = recordOf('failed', new TypeError('boom'));
      const loop: unknown[] = [];
      loop.push(loop);
      record.extra = {
        user: 'é',
        constructor: 1,
        name: 'no',
        when: new Date(0),
        loop,
        f: () => 1,
        big: 2n ** 70n,
      };
      handler.handle(record);
      await handler.flush();
      await until(() => records.length === 1);
      expect(records[0]?.excText).toMatch(/^TypeError: boom\n/);
      expect(records[0]).toMatchObject({
        name: 't',
        msg: 'failed',
        process: process.pid,
        created: record.created,
      });
      expect(records[0]?.extra).toMatchObject({
        user: 'é',
        constructor: 1,
        when: '1970-01-01T00:00:00.000Z',
      });
      expect(Object.keys(records[0]?.extra ?? {})).not.toContain('name');
    }
  });

  it('does not wait for ever when it is closed for a receiver that does not read, and counts the rest', async () => {
    const { port } = await foreign((socket) => {
      socket.pause();
      cleanups.push(() => socket.destroy());
    });
    const fake = fakePlatform();
    replacePlatform(fake);
    cleanups.push(() => replacePlatform(nodePlatform));
    settings.raiseExceptions = true;
    const before = getStats().dropped;
    const handler = connectTo(port);
    for (let i = 0; i < 100; i++) handler.handle(recordOf('x'.repeat(200_000)));
    await until(() => handler.stats.delivered > 0);
    let isClosed = false;
    void handler.close().then(() => {
      isClosed = true;
    });
    await until(() => {
      fake.advance(5000);
      return isClosed;
    });
    const { delivered, pending } = handler.stats;
    expect([delivered + pending, getStats().dropped - before]).toEqual([100, pending]);
    expect(pending).toBeGreaterThan(0);
    expect(fake.stderrText).toContain(`${pending} records were not sent in time`);
    settings.raiseExceptions = false;
  });

  it('can be told to use another kind of socket', async () => {
    const { receiver, texts } = await receive();
    class Elsewhere extends SocketHandler {
      override makeSocket(): Socket {
        return new SocketHandler('127.0.0.1', receiver.port).makeSocket();
      }
    }
    const handler = new Elsewhere('no.such.host', 1);
    handler.handle(recordOf('here'));
    await handler.close();
    await until(() => texts.length === 1);
  });

  it.each([
    ['', 1, {}, /host/],
    ['h', 70_000, {}, /port/],
    ['h', undefined, {}, /port/],
    ['h', 1, { codec: 'xml' }, /codec/],
  ])('refuses %j, %j, %j', (host, port, options, message) => {
    expect(() => new SocketHandler(host, port as never, options as never)).toThrow(message);
  });
});
