import { execFile } from 'node:child_process';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { installPlatform, LogRecord, settings } from '@loggia/core';
import { nodePlatform, SMTPHandler, type SMTPHandlerOptions } from '@loggia/node';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { testCertificate } from '../../packages/node/src/tls.testing.js';
import { Exim, type Mail, USER } from './exim.js';

const SECURE = { ca: testCertificate, servername: 'localhost' };
const SUBJECT = 'The shop has a problem';

let exim: Exim;
let handler: SMTPHandler;
let reported = '';

beforeAll(async () => {
  const write = (text: string): void => {
    reported += text;
  };
  installPlatform({ ...nodePlatform, stderr: { write } });
  settings.raiseExceptions = true;
  exim = await Exim.create();
  await exim.start();
});
afterEach(async () => {
  await handler?.close();
  exim.forget();
  reported = '';
});
afterAll(async () => {
  await exim?.stop();
  exim?.dispose();
  installPlatform(nodePlatform);
});

function create(options: SMTPHandlerOptions = {}, to: string | string[] = 'ops@open.example'): SMTPHandler {
  handler = new SMTPHandler(['localhost', exim.port], 'shop@open.example', to, SUBJECT, options);
  return handler;
}

function log(message: string): void {
  handler.handle(new LogRecord('shop', 40, '(unknown file)', 0, message, [], null));
}

const texts = (mails: readonly Mail[]): string[] => mails.map(({ body }) => body).sort();

describe('Exim takes what SMTPHandler sends', () => {
  it('and delivers it to everybody, with the subject and the text as they were', async () => {
    create({}, ['ops@open.example', 'böss@open.example']);
    handler.subject = `Größe – 中 😀 ${'and a long subject '.repeat(10)}`.trim();
    const text = [
      '.',
      '..two',
      '.three',
      '',
      'From me',
      'Größe 中 😀 =C3=BC',
      'x'.repeat(3000),
      '  the end  ',
    ].join('\n');
    log(text);
    const [mail] = await exim.mails(1);
    expect(mail?.headers).toMatchObject({
      From: 'shop@open.example',
      Subject: handler.subject,
      'Return-path': '<shop@open.example>',
    });
    expect(mail?.headers['To']).toMatch(/^ops@open.example, \S*ss\S*@open.example$/);
    expect(mail?.headers['Envelope-to']).toMatch(/ops@open.example/);
    expect(Date.parse(mail?.headers['Date'] ?? '')).toBeGreaterThan(Date.now() - 60_000);
    expect(mail?.body).toBe(`${text}\n`);
  });

  it('just as it takes what Python sends', async () => {
    const python = process.env['PYTHON'] ?? 'python3';
    const script = fileURLToPath(new URL('mailer.py', import.meta.url));
    await promisify(execFile)(python, [script, String(exim.port)]);
    create({ secure: SECURE, credentials: USER }, ['ops@open.example', 'boss@open.example']);
    log('no such item: hat');
    log('.\n..two\n.three\nlast');
    const mails = (await exim.mails(4)).sort((a, b) => (a.body < b.body ? -1 : 1));
    const same = mails.map(({ body, headers: { From, To, Subject } }) => ({ body, From, To, Subject }));
    expect(same[0]).toEqual(same[1]);
    expect(same[2]).toEqual(same[3]);
    expect(same[0]?.body).toBe('.\n..two\n.three\nlast\n');
  });

  it('encrypted, from a user who logs in', async () => {
    create({ secure: SECURE, credentials: USER }, 'ops@closed.example');
    log('secret');
    const [mail] = await exim.mails(1);
    // RFC 3848's word for SMTP with TLS and a login.
    expect(mail?.headers['Received']).toMatch(/with esmtpsa .*TLS1/);
    expect(mail?.body).toBe('secret\n');
  });

  it('as one mail for many records', async () => {
    create({ digest: { interval: 300, maxRecords: 2 } });
    for (const text of ['one', 'two', 'three']) log(text);
    const [mail] = await exim.mails(1);
    expect(mail?.headers['Subject']).toBe(`${SUBJECT} (3 records)`);
    expect(mail?.body).toBe('one\ntwo\n... and 1 more records\n');
    log('four');
    expect(texts(await exim.mails(2))).toEqual(['four\n', mail?.body]);
  });

  it('all of fifty mails, once', async () => {
    create();
    const expected = Array.from({ length: 50 }, (_, i) => `mail ${i}\n`);
    for (const text of expected) log(text);
    await handler.flush();
    expect(texts(await exim.mails(50))).toEqual(expected.sort());
  });

  it('later, when it has no time now', async () => {
    create({}, 'later@open.example');
    log('patient');
    await handler.flush();
    expect([handler.pending, handler.dropped]).toEqual([1, 0]);
    expect(reported).toContain('not now');
    exim.beReady();
    expect(texts(await exim.mails(1))).toEqual(['patient\n']);
    expect(handler.pending).toBe(0);
  });

  it('after it was away', async () => {
    create();
    await exim.stop();
    for (const text of ['one', 'two']) log(text);
    await handler.flush();
    expect(handler.pending).toBe(2);
    await exim.start();
    expect(texts(await exim.mails(2))).toEqual(['one\n', 'two\n']);
  });
});

describe('SMTPHandler gives up, counts and reports', () => {
  const flushed = async (): Promise<unknown> => {
    log('lost');
    await handler.flush();
    return [handler.pending, handler.dropped];
  };

  it('what Exim refuses', async () => {
    create({}, 'nobody@open.example');
    expect(await flushed()).toEqual([0, 1]);
    expect(reported).toContain('there is nobody');
  });

  it('what a user without the right password sends', async () => {
    create({ secure: SECURE, credentials: [USER[0], 'wrong'] });
    expect(await flushed()).toEqual([0, 1]);
    expect(reported).toContain('535');
  });

  it('what would add a header, before Exim hears of it', async () => {
    create();
    const errors: unknown[] = [];
    handler.handleError = (_record, error) => errors.push(error);
    handler.subject = `${SUBJECT}\r\nBcc: evil@open.example`;
    expect(await flushed()).toEqual([0, 0]);
    expect(errors).toEqual([expect.objectContaining({ name: 'ValueError' })]);
    handler.subject = SUBJECT;
    log('in order');
    expect(texts(await exim.mails(1))).toEqual(['in order\n']);
  });
});

describe('SMTPHandler keeps for later', () => {
  it('what it cannot send as safely as it was told to', async () => {
    create({ secure: true, credentials: USER });
    log('secret');
    await handler.flush();
    expect(handler.pending).toBe(1);
    expect(reported).toMatch(/certificate/);
    expect(await exim.mails(0)).toEqual([]);
  });

  it('what a server does not answer to in time', async () => {
    const silent = createServer((socket) => socket.on('error', () => {}).resume());
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const { port } = silent.address() as { port: number };
    handler = new SMTPHandler(['127.0.0.1', port], 'shop@open.example', 'ops@open.example', SUBJECT, {
      timeout: 0.3,
    });
    const started = performance.now();
    log('is anybody there?');
    await handler.flush();
    expect(performance.now() - started).toBeGreaterThan(250);
    expect(handler.pending).toBe(1);
    expect(reported).toMatch(/time-?out|greeting never/i);
    silent.close();
  });
});
