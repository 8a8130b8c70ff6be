import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getLogger, Handler, type LogRecord } from '@loggia/core';
import { describe, expect, it } from 'vitest';
import { SocketHandler } from '../handlers/socket.js';
import { pickle } from '../pickle/encode.js';
import { frame } from '../sockets/frame.js';
import { until } from '../until.testing.js';
import { useReceivers } from './receiver.testing.js';
import { LogRecordSocketReceiver, type SocketReceiverOptions } from './tcp.js';
import { dial, header, jsonFrame } from './wire.testing.js';

const start = useReceivers();
const receive = (more: SocketReceiverOptions = {}) =>
  start((options) => new LogRecordSocketReceiver({ ...options, ...more }));

const isClosed = (socket: { destroyed: boolean; closed: boolean }): boolean => socket.closed;

describe('a receiver', () => {
  it('reads pickles and JSON, however they are cut', async () => {
    const { receiver, records } = await receive();
    const socket = await dial(receiver.port);
    const dict = {
      name: 'p',
      msg: 'pickled',
      args: null,
      levelno: 30,
      created: 2.5,
      thread: 140_737_353_922_368,
    };
    const bytes = Buffer.concat([
      jsonFrame({ user: 'é' }),
      frame(pickle({ ...dict, user: 7, error: 'boom' })),
    ]);
    for (const byte of bytes) socket.write(Uint8Array.of(byte));
    socket.write(Buffer.concat([bytes, bytes]));
    await until(() => records.length === 6);
    expect(records.map((record) => record.name).join('')).toBe('apapap');
    expect(records[0]).toMatchObject({ msg: 'm', levelname: 'INFO', extra: { user: 'é' }, process: null });
    expect(records[1]).toMatchObject({
      msg: 'pickled',
      created: 2.5,
      levelname: 'Level 30',
      excInfo: null,
      extra: { user: 7, error: 'boom' },
    });
    socket.end();
  });

  it("hands records to the logger that they name, whatever the logger's level", async () => {
    const lines: string[] = [];
    const handler = new (class extends Handler {
      override emit(record: LogRecord): void {
        lines.push(this.format(record));
      }
    })();
    getLogger('from.afar').addHandler(handler);
    const { receiver } = await start(() => new LogRecordSocketReceiver({ port: 0 }));
    const socket = await dial(receiver.port);
    socket.end(jsonFrame({ name: 'from.afar', msg: '100%s', levelno: 1, exc_text: 'ValueError: x' }));
    await until(() => lines.length === 1);
    getLogger('from.afar').removeHandler(handler);
    expect(lines).toEqual(['100%s\nValueError: x']);
  });

  it('waits for any time where that is what it is told', async () => {
    const { receiver, records } = await receive({ frameTimeout: Infinity, idleTimeout: Infinity });
    const socket = await dial(receiver.port);
    for (const byte of jsonFrame({})) {
      socket.write(Uint8Array.of(byte));
      await new Promise(setImmediate);
    }
    socket.end();
    await until(() => records.length === 1);
  });

  it('listens at a unix socket', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'loggia-'));
    const path = join(directory, 's');
    const { records } = await receive({ path });
    const handler = new SocketHandler(path, null);
    handler.handle(recordOf('over a path'));
    await handler.close();
    await until(() => records.length === 1);
    rmSync(directory, { recursive: true });
  });

  it('survives a sink that throws', async () => {
    let calls = 0;
    const { receiver } = await receive({
      onRecord: () => {
        calls++;
        throw new Error('sink');
      },
    });
    const socket = await dial(receiver.port);
    socket.end(Buffer.concat([jsonFrame({}), jsonFrame({})]));
    await until(() => calls === 2);
  });

  it('that is stopped reads what a sender has left behind', async () => {
    const { receiver, records } = await receive();
    const socket = await dial(receiver.port);
    const bytes = Buffer.concat(Array.from({ length: 5000 }, () => jsonFrame({ pad: 'x'.repeat(100) })));
    await new Promise((resolve) => socket.end(bytes, () => resolve(socket.destroy())));
    await receiver.stop();
    expect(records).toHaveLength(5000);
  });

  it('rejects a port that is taken, and can be started again', async () => {
    const { receiver } = await receive();
    const second = new LogRecordSocketReceiver({ port: receiver.port });
    await expect(second.start()).rejects.toThrow('EADDRINUSE');
    const { port } = receiver;
    await receiver.stop();
    await receiver.start();
    expect(receiver.port).toBe(port);
  });
});

function recordOf(msg: string): LogRecord {
  return getLogger('t').makeRecord('t', 20, '', 0, msg, [], null);
}

describe('a hostile sender', () => {
  it('is cut off at its first refusal, if it is to be', async () => {
    const { receiver, records, refusals } = await receive({ afterRefusal: 'close' });
    const socket = await dial(receiver.port);
    socket.write(Buffer.concat([jsonFrame({}), frame(pickle(1)), jsonFrame({})]));
    await until(() => isClosed(socket));
    expect(records).toHaveLength(1);
    expect(refusals).toHaveLength(1);
  });

  it('claims 4 GiB: it is cut off, memory stays flat, and others go on', async () => {
    const { receiver, records, refusals } = await receive();
    const good = await dial(receiver.port);
    const before = process.memoryUsage.rss();
    for (let i = 0; i < 50; i++) {
      const bad = await dial(receiver.port);
      bad.write(header(0xffff_ffff));
      await until(() => isClosed(bad));
    }
    good.end(jsonFrame({}));
    await until(() => records.length === 1);
    expect(refusals.map(({ reason }) => reason)).toEqual(Array(50).fill('tooLong'));
    expect(process.memoryUsage.rss() - before).toBeLessThan(100 * 2 ** 20);
  });

  it('claims a lot and sends little: memory follows what it sends', async () => {
    const { receiver } = await receive({ maxFrameBytes: 2 ** 30, maxConnections: 60 });
    const before = process.memoryUsage().arrayBuffers;
    const sockets = await Promise.all(Array.from({ length: 50 }, () => dial(receiver.port)));
    for (const socket of sockets) socket.write(Buffer.concat([header(2 ** 30), Buffer.from('{')]));
    const good = await dial(receiver.port);
    good.end(jsonFrame({}));
    await until(() => receiver.stats.received === 1);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20 * 2 ** 20);
    for (const socket of sockets) socket.destroy();
  });

  it('sends too slowly: its frame is refused and it is cut off', async () => {
    const { receiver, refusals } = await receive({ frameTimeout: 20 });
    const socket = await dial(receiver.port);
    socket.write(jsonFrame({}).subarray(0, 10));
    await until(() => isClosed(socket));
    expect(refusals.map(({ reason }) => reason)).toEqual(['cutShort']);
  });

  it('trickles bytes: the time counts from the first byte', async () => {
    const { receiver, refusals } = await receive({ frameTimeout: 50 });
    const socket = await dial(receiver.port);
    const trickle = setInterval(() => socket.write(Uint8Array.of(0)), 5);
    socket.write(header(10_000));
    await until(() => isClosed(socket));
    clearInterval(trickle);
    expect(refusals.map(({ reason }) => reason)).toEqual(['cutShort']);
  });

  it('says nothing at all: it is cut off', async () => {
    const { receiver, refusals } = await receive({ idleTimeout: 20 });
    const socket = await dial(receiver.port);
    await until(() => isClosed(socket));
    expect(refusals.map(({ reason }) => reason)).toEqual(['idle']);
  });

  it('ends in the middle of a frame: that is refused', async () => {
    const { receiver, records, refusals } = await receive();
    const socket = await dial(receiver.port);
    socket.end(Buffer.concat([jsonFrame({}), jsonFrame({}).subarray(0, 9)]));
    await until(() => refusals.length === 1);
    expect(refusals[0]?.reason).toBe('cutShort');
    expect(records).toHaveLength(1);
  });

  it('opens more connections than are allowed: the others are left alone', async () => {
    const { receiver, records, refusals } = await receive({ maxConnections: 2 });
    const [first] = [await dial(receiver.port), await dial(receiver.port)];
    const third = await dial(receiver.port);
    await until(() => isClosed(third));
    expect(refusals.map(({ reason }) => reason)).toEqual(['tooMany']);
    first.end(jsonFrame({}));
    await until(() => records.length === 1);
  });
});
