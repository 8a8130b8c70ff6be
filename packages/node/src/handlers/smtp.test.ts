import { LogRecord, replacePlatform } from '@loggia/core';
import { describeHandler, type FakePlatform, fakePlatform } from '@loggia/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nodePlatform } from '../platform.js';
import { createMailer } from '../smtp/mailer.js';
import { type MailServerOptions, mailServer, type TestMailServer } from '../smtp/server.testing.js';
import { testCertificate } from '../tls.testing.js';
import { until } from '../until.testing.js';
import { SMTPHandler, type SMTPHandlerOptions } from './smtp.js';

describeHandler(it, 'SMTPHandler', async () => {
  const back = replacePlatform(nodePlatform);
  const conformance = await mailServer();
  return {
    handler: new SMTPHandler(['127.0.0.1', conformance.port], 'a@x.example', 'b@x.example', 's', {
      capacity: 1000,
    }),
    received: () => conformance.mails.map(({ body }) => body.slice(0, -1)),
    dispose: async () => {
      await conformance.stop();
      back();
    },
  };
});

let fake: FakePlatform;
let restore: () => void;
let server: TestMailServer;
let handler: SMTPHandler;
beforeEach(() => {
  fake = fakePlatform();
  restore = replacePlatform(fake);
});
afterEach(async () => {
  await handler?.close();
  await server?.stop();
  restore();
});

async function create(options: SMTPHandlerOptions = {}, behaviour: MailServerOptions = {}): Promise<void> {
  server = await mailServer(behaviour);
  handler = new SMTPHandler(
    ['127.0.0.1', server.port],
    'me@x.example',
    ['you@x.example'],
    'Trouble',
    options,
  );
}

function log(message: string, level = 40): void {
  handler.handle(new LogRecord('shop', level, '(unknown file)', 0, message, [], null));
}

const bodies = (): string[] => server.mails.map(({ body }) => body);
const subjects = (): (string | undefined)[] => server.mails.map(({ headers }) => headers.get('Subject'));

describe('SMTPHandler', () => {
  it('takes Python’s defaults', async () => {
    await create();
    const other = new SMTPHandler('mail.example', 'a@x.example', 'b@x.example', 's');
    const { mailhost, mailport, toaddrs, timeout } = other;
    expect({ mailhost, mailport, toaddrs, timeout }).toEqual({
      mailhost: 'mail.example',
      mailport: 25,
      toaddrs: ['b@x.example'],
      timeout: 5,
    });
    await other.close();
    expect(() => new SMTPHandler('h', 'a', 'b', 's', { timeout: 0 })).toThrow(
      /timeout is a number of seconds/,
    );
    expect(() => new SMTPHandler('h', 'a', 'b', 's', { secure: ['/no/such/key'] })).toThrow(
      expect.objectContaining({ name: 'ConfigError', path: 'secure' }),
    );
  });

  it('says at once which of its arguments cannot work', () => {
    type Arguments = ConstructorParameters<typeof SMTPHandler>;
    for (const [at, wrong, message] of [
      [0, undefined, "mailhost is the server's name, such as 'localhost', or its name and port"],
      [1, '', 'fromaddr is an address'],
      [2, [], 'toaddrs is an address, or a list of them'],
      [3, undefined, 'subject is a text'],
      [4, { credentials: 'me' }, 'credentials is the name of a user and a password: [user, password]'],
    ] as const) {
      const given: unknown[] = ['localhost', 'shop@shop.example', 'ops@shop.example', 'Trouble'];
      given[at] = wrong;
      expect(() => new SMTPHandler(...(given as Arguments))).toThrow(message);
    }
  });

  it('sends a mail for each record, in order, with the subject that a subclass gives', async () => {
    server = await mailServer();
    class Own extends SMTPHandler {
      override getSubject(record: LogRecord): string {
        return `${record.levelname} in ${record.name}`;
      }
    }
    handler = new Own(['127.0.0.1', server.port], 'me@x.example', 'you@x.example', '');
    log('one');
    log(`two ${'long '.repeat(40)}\n  .\n\nlast`, 50);
    await handler.flush();
    expect(bodies()).toEqual(['one\n', `two ${'long '.repeat(40)}\n  .\n\nlast\n`]);
    expect(subjects()).toEqual(['ERROR in shop', 'CRITICAL in shop']);
    expect(server.mails[0]?.headers.get('Date')).toBeDefined();
  });

  it('refuses what would add a header, wherever it comes from', async () => {
    await create();
    const errors: unknown[] = [];
    handler.handleError = (_record, error) => errors.push(error);
    for (const end of ['\n', '\r', '\r\n', '\u2028', '\x85']) {
      handler.subject = `Trouble${end}Bcc: evil@x.example`;
      log('x');
    }
    expect(errors).toHaveLength(5);
    const injected = new SMTPHandler(
      ['127.0.0.1', server.port],
      'me@x.example',
      ['a@x.example\nBcc: b@x.example'],
      's',
    );
    injected.handleError = (_record, error) => errors.push(error);
    injected.handle(new LogRecord('shop', 40, '', 0, 'x', [], null));
    expect(errors.at(-1)).toMatchObject({ name: 'ValueError' });
    await injected.close();
    await handler.flush();
    expect(server.connections).toBe(0);
  });

  it('logs in, over a connection that it has encrypted', async () => {
    const credentials = ['user', 'secret'] as const;
    await create(
      { credentials, secure: { ca: testCertificate, servername: 'localhost' } },
      { tls: true, credentials },
    );
    log('x');
    await handler.flush();
    expect(server.mails).toMatchObject([{ secure: true, user: 'user' }]);
  });

  it('sends nothing in the clear where it should be encrypted, nor to a server that it cannot trust', async () => {
    await create({ secure: true });
    log('x');
    await handler.flush();
    expect(fake.stderrText).toMatch(/STARTTLS|502/);
    expect(server.mails).toEqual([]);
    await handler.close();
    await server.stop();
    await create({ secure: true }, { tls: true });
    log('x');
    await handler.flush();
    expect(fake.stderrText).toContain('self-signed certificate');
    expect(server.mails).toEqual([]);
  });

  it('gives up what the server refuses for good, and goes on', async () => {
    await create({}, { answers: ['550 no such user'] });
    log('refused');
    log('taken');
    await handler.flush();
    expect(bodies()).toEqual(['taken\n']);
    expect([handler.dropped, handler.pending]).toEqual([1, 0]);
    expect(fake.stderrText).toContain('550 no such user');
  });

  it('sends to those whom the server knows, and names the others', async () => {
    server = await mailServer({ recipientAnswers: ['250 ok', '550 unknown'] });
    handler = new SMTPHandler(
      ['127.0.0.1', server.port],
      'me@x.example',
      ['a@x.example', 'b@x.example'],
      's',
    );
    log('x');
    await handler.flush();
    expect(server.mails).toMatchObject([{ rcptTo: ['<a@x.example>'] }]);
    expect([handler.dropped, handler.pending]).toEqual([0, 0]);
    expect(fake.stderrText).toMatch(/did not take a mail for b@x\.example.*550 unknown/);
  });

  it('gives up with a wrong password, instead of trying again for ever', async () => {
    await create({ credentials: ['user', 'wrong'] }, { credentials: ['user', 'secret'] });
    log('x');
    await handler.flush();
    expect([handler.dropped, fake.pendingTimers]).toEqual([1, 0]);
  });

  it.each<MailServerOptions>([
    { answers: ['451 later', '451 later'] },
    { recipientAnswers: ['450 greylisted', '451 greylisted'] },
  ])('tries again later what the server cannot take now, and complains once: %j', async (behaviour) => {
    await create({}, behaviour);
    log('patient');
    await handler.flush();
    expect([handler.pending, server.mails.length]).toEqual([1, 0]);
    fake.advance(1000);
    await handler.flush();
    fake.advance(2000);
    await handler.flush();
    expect(bodies()).toEqual(['patient\n']);
    expect(fake.stderrText.match(/--- Logging error ---/g)).toHaveLength(1);
    expect(handler.dropped).toBe(0);
  });

  it('does not wait longer for a server than it was told', async () => {
    await create({ timeout: 0.05 }, { mute: true });
    log('x');
    await handler.flush();
    expect(handler.pending).toBe(1);
    expect(fake.stderrText).toMatch(/greeting|timeout/i);
  });

  it('keeps so many mails and no more while the server is away, the latest', async () => {
    await create({ capacity: 3 }, { answers: ['451 later'] });
    for (let i = 0; i < 6; i++) log(`mail ${i}`);
    await handler.flush();
    expect([handler.pending, handler.dropped]).toEqual([3, 3]);
    fake.advance(1000);
    await handler.flush();
    // The first was on its way when the others came.
    expect(bodies()).toEqual(['mail 0\n', 'mail 4\n', 'mail 5\n']);
  });

  it('counts what is left when it is closed', async () => {
    await create({}, { answers: ['451 later'] });
    log('lost');
    await handler.close();
    expect([handler.pending, handler.dropped]).toEqual([0, 1]);
    expect(fake.stderrText).toContain('1 records were not mailed in time');
    log('later');
    expect(handler.pending).toBe(0);
    expect(fake.pendingTimers).toBe(0);
  });
});

describe('SMTPHandler with a digest', () => {
  it('sends one mail for all records of its interval, and not before', async () => {
    await create({ digest: { interval: 60_000 } });
    log('one', 40);
    fake.advance(30_000);
    log('two\nlines', 50);
    fake.advance(29_999);
    expect(handler.pending).toBe(2);
    expect(server.connections).toBe(0);
    fake.advance(1);
    await until(bodies, ({ length }) => length > 0);
    expect(bodies()).toEqual(['one\ntwo\nlines\n']);
    expect(subjects()).toEqual(['Trouble (2 records)']);
    log('three');
    fake.advance(60_000);
    await until(bodies, ({ length }) => length > 1);
    expect(subjects()[1]).toBe('Trouble');
  });

  it('holds so many records and no more, and says how many there were', async () => {
    await create({ digest: { maxRecords: 2 } });
    for (let i = 0; i < 5; i++) log(`record ${i}`);
    expect(handler.pending).toBe(5);
    await handler.flush();
    expect(bodies()).toEqual(['record 0\nrecord 1\n... and 3 more records\n']);
    expect(subjects()).toEqual(['Trouble (5 records)']);
  });

  it('sends what it has when it is closed, and when the program ends', async () => {
    await create({ digest: {} });
    log('first');
    fake.exit('leaving');
    await until(bodies, ({ length }) => length > 0);
    log('last');
    await handler.close();
    expect(bodies()).toEqual(['first\n', 'last\n']);
  });
});

it('without nodemailer, the error says what to install', async () => {
  await create();
  const missing = Object.assign(new Error("Cannot find package 'nodemailer'"), {
    code: 'ERR_MODULE_NOT_FOUND',
  });
  const settings = { host: 'h', port: 25, credentials: undefined, tls: undefined, timeoutMs: 1000 };
  const send = createMailer(settings, () => Promise.reject(missing));
  const mail = { from: 'a', to: ['b'], subject: 's', text: 't', records: 1 };
  await expect(send(mail)).rejects.toThrow(/npm install nodemailer/);
});
