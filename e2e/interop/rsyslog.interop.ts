import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installPlatform, LogRecord } from '@loggia/core';
import { nodePlatform, SysLogHandler, type SysLogHandlerOptions } from '@loggia/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** What rsyslog understood of a message. */
interface Understood {
  readonly facility: string;
  readonly severity: string;
  readonly app: string;
  readonly procid: string;
  readonly msgid: string;
  readonly host: string;
  readonly time: string;
  readonly sd: string;
  readonly msg: string;
}

const RECORD_TIME = '2026-03-04T05:06:07.089Z';

let directory: string;
let daemon: ChildProcess;
let port: number;
const localSocket = (): string => join(directory, 'log.sock');

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port: free } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return free;
}

function configuration(): string {
  const fields = {
    facility: 'syslogfacility-text',
    severity: 'syslogseverity-text',
    app: 'app-name',
    procid: 'procid',
    msgid: 'msgid',
    host: 'hostname',
    sd: 'structured-data',
    msg: 'msg',
  };
  const parts = Object.entries(fields).map(
    ([name, property]) => `property(outname="${name}" name="${property}" format="jsonf") constant(value=",")`,
  );
  return `
global(workDirectory="${directory}" parser.escapeControlCharactersOnReceive="off" maxMessageSize="64k")
module(load="imudp") module(load="imtcp")
module(load="imuxsock" sysSock.use="off")
input(type="imudp" address="127.0.0.1" port="${port}")
input(type="imtcp" address="127.0.0.1" port="${port}")
input(type="imtcp" address="127.0.0.1" port="${port + 1}" addtlFrameDelimiter="0")
input(type="imuxsock" socket="${localSocket()}" createPath="on" useSpecialParser="off" parseHostname="on")
template(name="json" type="list") {
  constant(value="{")
  ${parts.join('\n  ')}
  property(outname="time" name="timereported" dateFormat="rfc3339" format="jsonf")
  constant(value="}\\n")
}
action(type="omfile" file="${join(directory, 'out.log')}" template="json" asyncWriting="off")
`;
}

function start(): void {
  const config = join(directory, 'rsyslog.conf');
  writeFileSync(config, configuration());
  daemon = spawn('rsyslogd', ['-n', '-f', config, '-i', join(directory, 'pid')], { stdio: 'ignore' });
}

async function stop(): Promise<void> {
  const ended = new Promise((resolve) => daemon.once('exit', resolve));
  daemon.kill('SIGTERM');
  await ended;
}

function output(): Understood[] {
  const file = join(directory, 'out.log');
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  return lines.map((line) => JSON.parse(line));
}

async function until(isTrue: () => boolean): Promise<void> {
  const deadline = Date.now() + 15_000;
  while (!isTrue()) {
    if (Date.now() > deadline) throw new Error(`not in time; the daemon wrote ${JSON.stringify(output())}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function makeRecord(message: string, level = 30, extra: Record<string, unknown> = {}): LogRecord {
  const record = new LogRecord('shop.cart', level, '(unknown file)', 0, message, [], null);
  record.extra = extra;
  record.created = Date.parse(RECORD_TIME) / 1000;
  return record;
}

/** Sends the records through a handler of its own, and answers with what the daemon wrote of them. */
async function through(options: SysLogHandlerOptions, ...records: LogRecord[]): Promise<Understood[]> {
  const before = output().length;
  const handler = new SysLogHandler(options);
  for (const record of records) handler.handle(record);
  await handler.close();
  expect(handler.dropped).toBe(0);
  await until(() => output().length >= before + records.length);
  return output().slice(before);
}

beforeAll(async () => {
  if (spawnSync('rsyslogd', ['-v']).error) throw new Error('rsyslogd is missing: apt-get install rsyslog');
  installPlatform(nodePlatform);
  directory = mkdtempSync(join(tmpdir(), 'loggia-rsyslog-'));
  port = await freePort();
  start();
  await until(() => existsSync(localSocket()));
  // The ports are there soon after the socket.
  const probe = new SysLogHandler({ address: ['127.0.0.1', port], socktype: 'tcp', framing: 'newline' });
  probe.handle(makeRecord('probe'));
  await until(() => output().length > 0);
  await probe.close();
});
afterAll(async () => {
  if (daemon) await stop();
  if (directory) rmSync(directory, { recursive: true, force: true });
});

describe('rsyslog reads back what SysLogHandler sends', () => {
  it('of Python’s messages over UDP', async () => {
    const options = { address: ['localhost', port], facility: 'local3', ident: 'shop: ' } as const;
    const [got] = await through(options, makeRecord('Größe 中 😀', 40));
    expect(got).toMatchObject({ facility: 'local3', severity: 'err', app: 'shop' });
    // The daemon leaves the space before a text, and the NUL that ends it goes.
    expect(got?.msg).toBe(' Größe 中 😀');
  });

  it('of Python’s messages over TCP, where NULs end them', async () => {
    const options = { address: ['localhost', port + 1], socktype: 'tcp', ident: 'shop: ' } as const;
    const got = await through(options, makeRecord('one'), makeRecord('two'));
    expect(got.map(({ msg }) => msg)).toEqual([' one', ' two']);
  });

  for (const socktype of ['udp', 'tcp'] as const) {
    it(`of RFC 5424 with structured data over ${socktype}`, async () => {
      const options = { address: ['localhost', port], socktype, protocol: 'rfc5424', ident: 'shop' } as const;
      const [got] = await through(
        options,
        makeRecord('Größe 中\n  second line', 20, { item: 'a "hat"]\\', count: 3, 'bad key': null }),
      );
      expect(got).toMatchObject({
        facility: 'user',
        severity: 'info',
        app: 'shop',
        procid: String(process.pid),
        msgid: 'shop.cart',
        sd: '[extra@32473 item="a \\"hat\\"\\]\\\\" count="3" bad_key="null"]',
      });
      expect(got?.time.replace('+00:00', 'Z')).toBe('2026-03-04T05:06:07.089Z');
      expect(got?.msg.replace(/^\ufeff/, '')).toBe('Größe 中\n  second line');
    });
  }

  it('of RFC 5424 over TCP where newlines end messages', async () => {
    const [got] = await through(
      { address: ['localhost', port], socktype: 'tcp', protocol: 'rfc5424', framing: 'newline' },
      makeRecord('a\nb'),
    );
    expect(got?.msg.replace(/^\ufeff/, '')).toBe('a#012b');
  });

  it('of a datagram socket such as /dev/log, through the logger program', async () => {
    const options = { address: localSocket(), facility: 'daemon', ident: 'shop: ' };
    const got = await through(options, makeRecord('first', 50), makeRecord('sec\nond'), makeRecord('中'));
    expect(got.map(({ msg }) => msg)).toEqual([' first', ' sec#012ond', ' 中']);
    expect(got[0]).toMatchObject({ facility: 'daemon', severity: 'crit', app: 'shop' });
  });

  it('of 10,000 messages over TCP, all of them, in order', async () => {
    const records = Array.from({ length: 10_000 }, (_, i) => makeRecord(`message ${i}`));
    const got = await through(
      { address: ['localhost', port], socktype: 'tcp', protocol: 'rfc5424' },
      ...records,
    );
    expect(got.map(({ msg }) => msg.replace(/^\ufeff/, ''))).toEqual(records.map((record) => record.msg));
  });

  it('of what was logged while it was away', async () => {
    const handler = new SysLogHandler({
      address: ['localhost', port],
      socktype: 'tcp',
      protocol: 'rfc5424',
      ident: 'away',
    });
    handler.handle(makeRecord('before'));
    await handler.flush();
    const texts = (): string[] =>
      output()
        .filter(({ app }) => app === 'away')
        .map(({ msg }) => msg.replace(/^\ufeff/, ''));
    await until(() => texts().length === 1);
    await stop();
    for (let i = 0; i < 100; i++) handler.handle(makeRecord(`while ${i}`));
    start();
    await until(() => texts().length >= 101);
    handler.handle(makeRecord('after'));
    await handler.close();
    await until(() => texts().at(-1) === 'after');
    expect(new Set(texts()).size).toBe(102);
    expect(handler.dropped).toBe(0);
  });
});
