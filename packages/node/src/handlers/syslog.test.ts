import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LogRecord, replacePlatform } from '@loggia/core';
import { describeHandler, type FakePlatform, fakePlatform } from '@loggia/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nodePlatform } from '../platform.js';
import { type Daemon, streamDaemon, udpDaemon } from '../syslog/daemon.testing.js';
import { testCertificate } from '../tls.testing.js';
import { until } from '../until.testing.js';
import { SysLogHandler, type SysLogHandlerOptions } from './syslog.js';

let fake: FakePlatform;
let restore: () => void;
let handler: SysLogHandler;
beforeEach(() => {
  fake = fakePlatform();
  restore = replacePlatform(fake);
});
afterEach(async () => {
  await handler?.close();
  restore();
});

function create(port: number, options: SysLogHandlerOptions = {}): SysLogHandler {
  handler = new SysLogHandler({ address: ['127.0.0.1', port], ...options });
  return handler;
}

function log(message: string, extra: Record<string, unknown> = {}): void {
  const record = new LogRecord('shop', 20, '(unknown file)', 0, message, [], null);
  record.extra = extra;
  handler.handle(record);
}

const textOf = ({ received }: Daemon): string => Buffer.concat(received).toString();

/** Advances the clock until the daemon has heard enough: the handler waits before it connects again. */
async function hear(daemon: Daemon, isEnough: (text: string) => boolean): Promise<string> {
  return until(() => {
    fake.advance(1000);
    return textOf(daemon);
  }, isEnough);
}

for (const socktype of ['udp', 'tcp'] as const) {
  describeHandler(it, `SysLogHandler over ${socktype}`, async () => {
    const back = replacePlatform(nodePlatform);
    const daemon = await (socktype === 'udp' ? udpDaemon() : streamDaemon());
    const subject = new SysLogHandler({ address: ['127.0.0.1', daemon.port], socktype });
    let sent = 0;
    const emit = subject.emit.bind(subject);
    subject.emit = (record) => {
      emit(record);
      sent++;
    };
    const texts = (): string[] =>
      textOf(daemon)
        .split('\0')
        .slice(0, -1)
        .map((text) => text.replace(/^<\d+>/, ''));
    return {
      handler: subject,
      received: () => until(texts, ({ length }) => length >= sent - subject.dropped),
      dispose: async () => {
        await daemon.stop();
        back();
      },
    };
  });
}

describe('SysLogHandler frames its messages', () => {
  const framed = async (options: SysLogHandlerOptions): Promise<string> => {
    const daemon = await streamDaemon(0, options.socktype === 'tls');
    create(daemon.port, { socktype: 'tcp', ident: 'shop', ...options });
    log('one\ntwo');
    log('three');
    const text = await hear(daemon, (heard) => heard.includes('three'));
    await handler.close();
    await daemon.stop();
    return text;
  };

  it('with their lengths in bytes', async () => {
    expect(await framed({ framing: 'octet-counting' })).toBe('15 <14>shopone\ntwo13 <14>shopthree');
  });

  it('with newlines, of which a text then has none', async () => {
    expect(await framed({ framing: 'newline' })).toBe('<14>shopone#012two\n<14>shopthree\n');
  });

  it('with lengths, for RFC 5424 and over TLS', async () => {
    expect(await framed({ protocol: 'rfc5424' })).toMatch(
      /^\d+ <14>1 .*? shop 1 shop - \ufeffone\ntwo\d+ <14>1/,
    );
    expect(await framed({ socktype: 'tls', tls: { ca: testCertificate, servername: 'localhost' } })).toBe(
      '15 <14>shopone\ntwo13 <14>shopthree',
    );
  });

  it('over a Unix socket', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'loggia-syslog-'));
    const path = join(directory, 'log');
    const daemon = await streamDaemon(path);
    handler = new SysLogHandler({ address: path });
    expect(handler.socktype).toBe('unix');
    log('here');
    expect(await hear(daemon, (text) => text.endsWith('\0'))).toBe('<14>here\0');
    await handler.close();
    await daemon.stop();
    rmSync(directory, { recursive: true });
  });
});

describe('SysLogHandler, when the daemon is away,', () => {
  it('sends what was logged meanwhile as soon as it is back, and complains once', async () => {
    const first = await streamDaemon();
    create(first.port, { socktype: 'tcp', framing: 'newline' });
    log('before');
    await hear(first, (text) => text.includes('before'));
    await first.stop();
    // What is sent before the goodbye has come is lost: no one can tell.
    await until(
      () => {
        log('probe');
        return fake.stderrText;
      },
      (text) => text !== '',
    );
    for (let i = 0; i < 50; i++) log(`while ${i}`);
    for (let attempt = 0; attempt < 3; attempt++) {
      fake.advance(10_000);
      await handler.flush();
    }
    const second = await streamDaemon(first.port);
    const text = await hear(second, (heard) => heard.includes('while 49'));
    expect(text.match(/while \d+/g)).toEqual(Array.from({ length: 50 }, (_, i) => `while ${i}`));
    expect(handler.dropped).toBe(0);
    expect(fake.stderrText.match(/--- Logging error ---/g)).toHaveLength(1);
    await handler.close();
    await second.stop();
  });

  it('sends again, whole, what was in doubt when the connection broke', {
    timeout: 30_000,
  }, async () => {
    const sockets: Socket[] = [];
    const deaf = createServer({ pauseOnConnect: true }, (socket) => sockets.push(socket));
    await new Promise<void>((resolve) => deaf.listen(0, '127.0.0.1', resolve));
    const { port } = deaf.address() as AddressInfo;
    create(port, { socktype: 'tcp', framing: 'newline', maxBytes: 50_000_000 });
    const count = 120;
    for (let i = 0; i < count; i++) log(`${i} ${'x'.repeat(100_000)}`);
    await until(
      () => handler.pending,
      (pending) => pending < count,
    );
    for (const socket of sockets) socket.resetAndDestroy();
    await new Promise((resolve) => deaf.close(resolve));
    const back = await streamDaemon(port);
    await until(
      () => {
        fake.advance(1000);
        return handler.pending;
      },
      (pending) => pending === 0,
    );
    const text = await hear(back, (heard) => heard.includes(`>${count - 1} `) && heard.endsWith('\n'));
    const numbers = text.match(/(?<=^<14>)\d+(?= x{100000}$)/gm)?.map(Number);
    expect(numbers?.length).toBeGreaterThan(0);
    expect(numbers).toEqual(Array.from(numbers ?? [], (_, i) => count - numbers!.length + i));
    expect(numbers?.length).toBe(text.split('\n').length - 1);
    expect(handler.dropped).toBe(0);
    await handler.close();
    await back.stop();
  });

  it('gives up the oldest when too many wait, and counts them', async () => {
    const gone = await streamDaemon();
    await gone.stop();
    create(gone.port, { socktype: 'tcp', framing: 'newline', maxBytes: 5 * '<14>message 0'.length });
    for (let i = 0; i < 9; i++) log(`message ${i}`);
    await handler.flush();
    expect([handler.pending, handler.dropped]).toEqual([5, 4]);
    const back = await streamDaemon(gone.port);
    const text = await hear(back, (heard) => heard.includes('message 8'));
    expect(text).toBe([4, 5, 6, 7, 8].map((i) => `<14>message ${i}\n`).join(''));
    await handler.close();
    await back.stop();
  });

  it('gives up a message that never fits, and keeps the others', async () => {
    const daemon = await streamDaemon();
    create(daemon.port, { socktype: 'tcp', framing: 'newline', maxBytes: 1000 });
    const errors: unknown[] = [];
    handler.handleError = (_record, error) => errors.push(error);
    log('small');
    log('x'.repeat(1000));
    expect(await hear(daemon, (text) => text !== '')).toBe('<14>small\n');
    expect(errors).toEqual([expect.objectContaining({ name: 'OverflowError' })]);
    await handler.close();
    await daemon.stop();
  });

  it('counts what is left when it is closed', async () => {
    const gone = await streamDaemon();
    await gone.stop();
    create(gone.port, { socktype: 'tcp' });
    log('lost');
    await handler.close();
    expect([handler.pending, handler.dropped]).toEqual([0, 1]);
    expect(fake.stderrText).toContain('<SysLogHandler (NOTSET)>: 1 records were not sent in time');
    expect(fake.pendingTimers).toBe(0);
    log('later');
    expect(handler.pending).toBe(0);
  });

  it('does not wait for ever for one that does not read', { timeout: 30_000 }, async () => {
    const deaf = createServer({ pauseOnConnect: true });
    await new Promise<void>((resolve) => deaf.listen(0, '127.0.0.1', resolve));
    create((deaf.address() as { port: number }).port, { socktype: 'tcp', maxBytes: 20_000_000 });
    for (let i = 0; i < 180; i++) log('x'.repeat(100_000));
    await until(
      () => handler.pending,
      (pending) => pending < 180,
    );
    let closed = false;
    void handler.close().then(() => (closed = true));
    await until(
      () => {
        fake.advance(5000);
        return closed;
      },
      (isClosed) => isClosed,
    );
    expect(handler.dropped).toBeGreaterThan(100);
    deaf.close();
  });
});

describe('SysLogHandler over UDP', () => {
  it('reports a message that no datagram can carry, and goes on', async () => {
    const daemon = await udpDaemon();
    create(daemon.port);
    const errors: unknown[] = [];
    handler.handleError = (_record, error) => errors.push(error);
    log('x'.repeat(70_000));
    log('fits');
    expect(await hear(daemon, (text) => text !== '')).toBe('<14>fits\0');
    expect(errors).toEqual([expect.objectContaining({ name: 'OverflowError' })]);
    await daemon.stop();
  });

  it('reports a host that does not exist once, keeps what is for it, and counts it in the end', async () => {
    handler = new SysLogHandler({ address: ['no-such-host.invalid', 514] });
    log('lost');
    await handler.flush();
    expect([handler.pending, handler.dropped]).toEqual([1, 0]);
    expect(fake.stderrText.match(/--- Logging error ---/g)).toHaveLength(1);
    await handler.close();
    expect([handler.pending, handler.dropped]).toEqual([0, 1]);
    expect(fake.stderrText).toContain('no-such-host.invalid');
  });
});
