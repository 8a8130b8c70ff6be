import { hostname } from 'node:os';
import { installPlatform, LogRecord, settings } from '@loggia/core';
import { nodePlatform, SysLogHandler, type SysLogHandlerOptions } from '@loggia/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testCertificate } from '../../packages/node/src/tls.testing.js';
import { until } from '../../packages/node/src/until.testing.js';
import { Rsyslog, type Understood } from './rsyslog.js';

const RECORD_TIME = '2026-03-04T05:06:07.089Z';

let rsyslog: Rsyslog;
beforeAll(async () => {
  installPlatform(nodePlatform);
  // That nobody is there is what some of the tests are about.
  settings.raiseExceptions = false;
  rsyslog = await Rsyslog.create();
  await rsyslog.start();
});
afterAll(async () => {
  await rsyslog?.stop();
  rsyslog?.dispose();
});

function makeRecord(message: string, level = 30, extra: Record<string, unknown> = {}): LogRecord {
  const record = new LogRecord('shop.cart', level, '(unknown file)', 0, message, [], null);
  record.extra = extra;
  record.created = Date.parse(RECORD_TIME) / 1000;
  return record;
}

/** Texts without what says that they are UTF-8. */
const textsOf = (got: readonly Understood[]): string[] => got.map(({ msg }) => msg.replace(/^\ufeff/, ''));

/** Sends the records through a handler of its own, and answers with what the daemon wrote of them. */
async function through(options: SysLogHandlerOptions, ...records: LogRecord[]): Promise<Understood[]> {
  const before = rsyslog.output().length;
  const handler = new SysLogHandler(options);
  for (const record of records) handler.handle(record);
  await handler.close();
  expect(handler.dropped).toBe(0);
  const output = await until(
    () => rsyslog.output(),
    ({ length }) => length >= before + records.length,
  );
  return output.slice(before);
}

/** All ways to a daemon, but for datagram sockets. */
const WAYS = {
  udp: () => ({ address: ['localhost', rsyslog.port], socktype: 'udp' }),
  tcp: () => ({ address: ['localhost', rsyslog.port], socktype: 'tcp', framing: 'octet-counting' }),
  'tcp with newlines': () => ({ address: ['localhost', rsyslog.port], socktype: 'tcp', framing: 'newline' }),
  tls: () => ({
    address: ['localhost', rsyslog.tlsPort],
    socktype: 'tls',
    tls: { ca: testCertificate, servername: 'localhost' },
  }),
  'a unix socket': () => ({ address: rsyslog.streamPath, framing: 'octet-counting' }),
} satisfies Record<string, () => SysLogHandlerOptions>;

describe.each(Object.entries<() => SysLogHandlerOptions>(WAYS))(
  'rsyslog reads back what SysLogHandler sends over %s',
  (name, way) => {
    it('in Python’s form', async () => {
      const [got] = await through(
        { ...way(), facility: 'local3', ident: 'shop: ' },
        makeRecord('Größe 中 😀', 40),
      );
      expect(got).toMatchObject({ facility: 'local3', severity: 'err', app: 'shop' });
      // The daemon leaves the space before a text, and the NUL that ends it goes.
      expect(got?.msg).toBe(' Größe 中 😀');
    });

    it('in the form of RFC 5424, with structured data', async () => {
      const extra = { item: 'a "hat"]\\', count: 3, 'bad key': null };
      const [got] = await through(
        { ...way(), protocol: 'rfc5424', ident: 'shop' },
        makeRecord('Größe 中, "quoted" [and] 😀', 20, extra),
      );
      expect(got).toMatchObject({
        facility: 'user',
        severity: 'info',
        app: 'shop',
        procid: String(process.pid),
        msgid: 'shop.cart',
        host: hostname(),
        sd: '[extra@32473 item="a \\"hat\\"\\]\\\\" count="3" bad_key="null"]',
      });
      expect(got?.time.replace('+00:00', 'Z')).toBe(RECORD_TIME);
      expect(got?.msg).toBe('\ufeffGröße 中, "quoted" [and] 😀');
    });

    it('with texts of several lines', async () => {
      const [got] = await through({ ...way(), protocol: 'rfc5424' }, makeRecord('a\n  b'));
      expect(textsOf([got!])).toEqual([name === 'tcp with newlines' ? 'a#012  b' : 'a\n  b']);
    });
  },
);

describe('rsyslog reads back what SysLogHandler sends', () => {
  it('of Python’s messages over TCP, where NULs end them', async () => {
    const options = { address: ['localhost', rsyslog.nulPort], socktype: 'tcp', ident: 'shop: ' } as const;
    expect(textsOf(await through(options, makeRecord('one'), makeRecord('two')))).toEqual([' one', ' two']);
  });

  it('of a datagram socket such as /dev/log, through the logger program', async () => {
    const options = { address: rsyslog.path, facility: 'daemon', ident: 'shop: ' };
    const got = await through(options, makeRecord('first', 50), makeRecord('sec\nond'), makeRecord('中'));
    expect(textsOf(got)).toEqual([' first', ' sec#012ond', ' 中']);
    expect(got[0]).toMatchObject({ facility: 'daemon', severity: 'crit', app: 'shop' });
  });

  it.each(['tcp', 'tls'] as const)('of 10,000 messages over %s, all of them, in order', async (name) => {
    const records = Array.from({ length: 10_000 }, (_, i) => makeRecord(`message ${i}`));
    const got = await through({ ...WAYS[name](), protocol: 'rfc5424' } as SysLogHandlerOptions, ...records);
    expect(textsOf(got)).toEqual(records.map((record) => record.msg));
  });

  it.each([
    ['tcp', 'SIGTERM'],
    ['tcp', 'SIGKILL'],
    ['tls', 'SIGTERM'],
  ] as const)('of what was logged over %s while it was away after a %s', async (name, signal) => {
    const ident = `away ${name} ${signal}`.replaceAll(' ', '-');
    const handler = new SysLogHandler({
      ...WAYS[name](),
      protocol: 'rfc5424',
      ident,
    } as SysLogHandlerOptions);
    const texts = (): string[] => textsOf(rsyslog.output().filter(({ app }) => app === ident));
    handler.handle(makeRecord('before'));
    await until(texts, ({ length }) => length === 1);
    await rsyslog.stop(signal);
    for (let i = 0; i < 100; i++) handler.handle(makeRecord(`while ${i}`));
    await rsyslog.start();
    await until(texts, ({ length }) => length >= 101);
    handler.handle(makeRecord('after'));
    await handler.close();
    await until(texts, (all) => all.at(-1) === 'after');
    expect(new Set(texts()).size).toBe(102);
    expect(handler.dropped).toBe(0);
  });
});
