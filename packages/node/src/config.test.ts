import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getHandlerByName, getLogger, root, shutdown } from '@loggia/core';
import type { HandlerConfig, LoggingConfig } from '@loggia/core/config';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkConfig, dictConfig } from './config.js';
import type { RotatingFileHandler, SMTPHandler, SysLogHandler } from './index.js';

let folder: string;
const at = (name: string): string => join(folder, name);
const read = (name: string): string => readFileSync(at(name), 'utf8');

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'loggia-'));
});
afterEach(async () => {
  await shutdown();
  rmSync(folder, { recursive: true });
});

function oneHandler(handler: HandlerConfig): LoggingConfig {
  return { version: 1, handlers: { file: handler }, root: { handlers: ['file'], level: 'DEBUG' } };
}
const made = <T>(handler: HandlerConfig): T => {
  dictConfig(oneHandler(handler));
  return getHandlerByName('file') as T;
};
const problems = (handler: HandlerConfig): string[] =>
  checkConfig(oneHandler(handler)).map(({ path, message }) => `${path}: ${message}`);

describe('a file handler', () => {
  it('stays open while its description stays the same: what it writes to has no name any more', () => {
    const file = { class: 'logging.FileHandler', filename: at('app.log') };
    dictConfig(oneHandler(file));
    root.info('one');
    rmSync(at('app.log'));
    for (let i = 0; i < 50; i++) dictConfig(oneHandler({ ...file, level: i % 2 ? 'INFO' : 'DEBUG' }));
    root.info('two');
    expect(existsSync(at('app.log'))).toBe(false);
    dictConfig(oneHandler({ ...file, encoding: 'latin-1' }));
    root.info('three');
    expect(read('app.log')).toBe('three\n');
  });

  it.skipIf(!existsSync('/proc/self/fd'))(
    'that has changed a thousand times leaves no descriptor open',
    () => {
      const descriptors = (): number => readdirSync('/proc/self/fd').length;
      dictConfig(oneHandler({ class: 'FileHandler', filename: at('app.log') }));
      const before = descriptors();
      for (let i = 1; i <= 1000; i++) {
        dictConfig(oneHandler({ class: 'FileHandler', filename: at('app.log'), flushInterval: i }));
      }
      expect(descriptors()).toBe(before);
    },
  );

  it('that was made before another one failed is closed again, and the old one goes on', () => {
    dictConfig(oneHandler({ class: 'FileHandler', filename: at('old.log') }));
    writeFileSync(at('not-a-folder'), '');
    const config = {
      version: 1,
      handlers: {
        a: { class: 'FileHandler', filename: at('new.log') },
        b: { class: 'FileHandler', filename: at('not-a-folder/x.log') },
      },
      root: { handlers: ['a', 'b'] },
    };
    const fds = existsSync('/proc/self/fd') ? readdirSync('/proc/self/fd').length : 0;
    expect(() => dictConfig(config)).toThrow(
      /^Unable to configure handler 'b': handlers\.b\.filename: .*not-a-folder/,
    );
    if (fds > 0) expect(readdirSync('/proc/self/fd')).toHaveLength(fds);
    getLogger('shop').info('still here');
    expect(read('old.log')).toBe('still here\n');
    expect(read('new.log')).toBe('');
  });
});

describe('an option of Node’s handlers', () => {
  it('may be Python’s, in either case', () => {
    const rotating = made<RotatingFileHandler>({
      class: 'logging.handlers.RotatingFileHandler',
      filename: at('app.log'),
      max_bytes: 1000,
      backupCount: 3,
      encoding: 'utf8',
      delay: true,
      errors: null,
    });
    expect(rotating).toMatchObject({ maxBytes: 1000, backupCount: 3, baseFilename: at('app.log') });
    const syslog = made<SysLogHandler>({
      class: 'logging.handlers.SysLogHandler',
      address: ['localhost', 5140],
      facility: 'ext://logging.handlers.SysLogHandler.LOG_LOCAL3',
      socktype: 'ext://socket.SOCK_STREAM',
    });
    expect(syslog).toMatchObject({ facility: 19, socktype: 'tcp' });
    const smtp = made<SMTPHandler>({
      class: 'logging.handlers.SMTPHandler',
      mailhost: ['mail.example', 2525],
      fromaddr: 'a@shop.example',
      toaddrs: ['b@shop.example'],
      subject: 'trouble',
      secure: [],
      timeout: 1.5,
    });
    expect(smtp).toMatchObject({ mailhost: 'mail.example', mailport: 2525, timeout: 1.5 });
  });

  it('is checked before anything is opened', () => {
    const filename = at('app.log');
    expect(
      problems({ class: 'RotatingFileHandler', filename, maxByte: 1, backupCount: -1, mode: 'x' }),
    ).toEqual([
      "handlers.file.mode: must be 'a' or 'w' or 'at' or 'wt' or 'a+' or 'w+', not 'x'",
      'handlers.file.backupCount: must be an integer from 0 up, not -1',
      'handlers.file.maxByte: unknown option of RotatingFileHandler (did you mean maxBytes?)',
    ]);
    expect(
      problems({ class: 'TimedRotatingFileHandler', filename, when: 'W9', atTime: '25:00', maxBytes: 1 }),
    ).toEqual([
      'handlers.file.when: Invalid day specified for weekly rollover: W9',
      "handlers.file.atTime: atTime is a time of day such as '17:30:00', not '25:00'",
      expect.stringContaining('handlers.file.maxBytes: unknown option of TimedRotatingFileHandler'),
    ]);
    expect(problems({ class: 'SocketHandler', host: '' })).toEqual([
      "handlers.file.host: must be a string that is not empty, not ''",
      'handlers.file.port: missing: SocketHandler needs an integer from 0 to 65535, or null',
    ]);
    expect(problems({ class: 'FileHandler', filename, encoding: 'klingon', keep: {} })).toHaveLength(2);
    expect(existsSync(filename)).toBe(false);
  });
});
