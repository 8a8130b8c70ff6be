import { Formatter, makeLogRecord, replacePlatform } from '@loggia/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decode, type Encoded, loadVectors, type VectorError } from '../../../core/src/vectors.testing.js';
import { nodePlatform } from '../platform.js';
import { mailServer, type TestMailServer } from '../smtp/server.testing.js';
import { SMTPHandler } from './smtp.js';

interface SMTPVector {
  readonly handler: {
    readonly fromaddr: string;
    readonly toaddrs: string | string[];
    readonly subject: string;
    readonly fmt?: string;
  };
  readonly record: Encoded;
  readonly expect: {
    readonly mailFrom: string;
    readonly rcptTo: string[];
    readonly headers: [string, string][];
    readonly body: string;
    readonly error?: VectorError;
  };
}

let server: TestMailServer;
let restore: () => void;
beforeAll(async () => {
  restore = replacePlatform(nodePlatform);
  server = await mailServer();
});
afterAll(async () => {
  await server.stop();
  restore();
});

describe('SMTPHandler sends the mails that CPython sends', () => {
  for (const { id, handler: given, record, expect: want } of loadVectors<SMTPVector>('smtp')) {
    it(id, async () => {
      const handler = new SMTPHandler(
        ['127.0.0.1', server.port],
        given.fromaddr,
        given.toaddrs,
        given.subject,
      );
      // As Python does, without making control characters visible.
      handler.setFormatter(new Formatter(given.fmt, { sanitize: 'off' }));
      const errors: unknown[] = [];
      handler.handleError = (_record, error) => errors.push(error);
      const before = server.mails.length;
      handler.handle(makeLogRecord(decode(record) as Record<string, unknown>));
      await handler.close();
      const { error } = want;
      expect(errors).toEqual(
        error ? [expect.objectContaining({ name: error.type, message: error.message })] : [],
      );
      expect(server.mails).toHaveLength(before + (error ? 0 : 1));
      if (error) return;
      const mail = server.mails.at(-1)!;
      const { From, To, Subject } = Object.fromEntries(want.headers);
      expect([mail.mailFrom, mail.rcptTo]).toEqual([want.mailFrom, want.rcptTo]);
      expect([mail.headers.get('From'), mail.headers.get('To')]).toEqual([From, To]);
      expect(mail.headers.get('Subject')).toBe(Subject);
      expect(mail.headers.get('Content-Type')).toMatch(/^text\/plain; charset=utf-8$/);
      expect(mail.body).toBe(want.body);
    });
  }
});
