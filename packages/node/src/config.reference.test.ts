import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  Filter,
  Formatter,
  getLogger,
  Handler,
  LogQueue,
  type LogRecord,
  NullHandler,
  type QueueHandler,
  replacePlatform,
  root,
  settings,
  shutdown,
} from '@loggia/core';
import type { HandlerConfig } from '@loggia/core/config';
import { fakePlatform } from '@loggia/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkConfig, dictConfig } from './config.js';
import { FileHandler } from './index.js';
import { nodePlatform } from './platform.js';

const DETAILED = '%(asctime)s %(name)-15s %(levelname)-8s %(processName)-10s %(message)s';
const stream = { class: 'logging.StreamHandler', level: 'INFO' };
const file = (filename: string, more: object = {}): HandlerConfig => ({
  class: 'logging.FileHandler',
  filename,
  mode: 'w',
  formatter: 'detailed',
  ...more,
});
const files = {
  file: file('mplog.log'),
  foofile: file('mplog-foo.log'),
  errors: file('mplog-errors.log', { level: 'ERROR' }),
};
const loggers = { foo: { handlers: ['foofile'] } };
const all = { level: 'DEBUG', handlers: ['console', 'file', 'errors'] };

const home = process.cwd();
let folder: string;
let fake: ReturnType<typeof fakePlatform>;
let restore: () => void;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'loggia-'));
  process.chdir(folder);
  fake = fakePlatform();
  restore = replacePlatform({ ...nodePlatform, stderr: fake.stderr });
  dictConfig({ version: 1, root: { level: 'WARNING', handlers: [] } });
});
afterEach(async () => {
  await shutdown();
  restore();
  process.chdir(home);
  rmSync(folder, { recursive: true });
  expect(settings.raiseExceptions).toBe(true);
});

const read = (name: string): string => readFileSync(join(folder, name), 'utf8');

describe('a configuration in Python’s documents', () => {
  it('sends the records of several processes to the console and to files', () => {
    dictConfig({
      version: 1,
      formatters: { detailed: { class: 'logging.Formatter', format: DETAILED } },
      handlers: { console: stream, ...files },
      loggers,
      root: all,
    });
    getLogger('foo.bar').error('trouble');
    getLogger('spam').info('eggs');
    getLogger('spam').debug('ham');
    expect(fake.stderrText).toBe('trouble\neggs\n');
    expect(read('mplog-foo.log')).toMatch(/^\S+ \S+ foo\.bar {9}ERROR {4}MainProcess trouble\n$/);
    expect(read('mplog.log').split('\n')).toHaveLength(4);
    expect(read('mplog-errors.log').split('\n')).toHaveLength(2);
  });

  it('is Django’s, with the classes that it names', () => {
    const mails: string[] = [];
    class AdminEmailHandler extends Handler {
      override emit(record: LogRecord): void {
        mails.push(this.format(record));
      }
    }
    class SpecialFilter {
      readonly foo: unknown;
      constructor(options: { foo: unknown }) {
        this.foo = options.foo;
      }
      filter(record: LogRecord): boolean {
        return record.extra[this.foo as string] !== undefined;
      }
    }
    const config = {
      version: 1,
      disable_existing_loggers: true,
      formatters: {
        verbose: { format: '%(levelname)s %(asctime)s %(module)s %(process)d %(thread)d %(message)s' },
        simple: { format: '%(levelname)s %(message)s' },
      },
      filters: { special: { '()': 'project.logging.SpecialFilter', foo: 'bar' } },
      handlers: {
        null: { level: 'DEBUG', class: 'django.utils.log.NullHandler' },
        console: { level: 'DEBUG', class: 'logging.StreamHandler', formatter: 'simple' },
        mail_admins: { level: 'ERROR', class: 'django.utils.log.AdminEmailHandler', filters: ['special'] },
      },
      loggers: {
        django: { handlers: ['null'], propagate: true, level: 'INFO' },
        'django.request': { handlers: ['mail_admins'], level: 'ERROR', propagate: false },
        'myproject.custom': { handlers: ['console', 'mail_admins'], level: 'INFO', filters: ['special'] },
      },
    };
    expect(checkConfig(config).map(({ path }) => path)).toEqual([
      'filters.special.()',
      'handlers.mail_admins.class',
      'handlers.null.class',
    ]);
    dictConfig(config, {
      ext: { project: { logging: { SpecialFilter } } },
      classes: {
        'django.utils.log.NullHandler': NullHandler,
        'django.utils.log.AdminEmailHandler': AdminEmailHandler,
      },
    });
    getLogger('django.request').error('no page', { bar: 1 });
    getLogger('django.request').error('not special');
    getLogger('myproject.custom').info('bought', { bar: 1 });
    expect(mails).toEqual(['no page']);
    expect(fake.stderrText).toBe('INFO bought\n');
  });

  it('is what a main process begins with', () => {
    dictConfig({
      version: 1,
      formatters: { detailed: { class: 'logging.Formatter', format: DETAILED } },
      handlers: { console: stream },
      root: { level: 'DEBUG', handlers: ['console'] },
    });
    getLogger('setup').info('About to create workers ...');
    expect(fake.stderrText).toBe('About to create workers ...\n');
  });

  it('gives a worker a queue, and silences the loggers there were', () => {
    const queue = new LogQueue();
    getLogger('setup');
    dictConfig({
      version: 1,
      disable_existing_loggers: true,
      handlers: { queue: { class: 'logging.handlers.QueueHandler', queue } },
      root: { level: 'DEBUG', handlers: ['queue'] },
    });
    getLogger('setup').critical('not heard');
    getLogger('spam.ham').debug('Message no. %d', 1);
    expect(queue.size).toBe(1);
    expect((root.handlers[0] as QueueHandler).listener).not.toBeNull();
  });

  it('gives the process that listens two formats, a console and files', () => {
    dictConfig({
      version: 1,
      disable_existing_loggers: true,
      formatters: {
        detailed: { class: 'logging.Formatter', format: DETAILED },
        simple: {
          class: 'logging.Formatter',
          format: '%(name)-15s %(levelname)-8s %(processName)-10s %(message)s',
        },
      },
      handlers: { console: { ...stream, formatter: 'simple' }, ...files },
      loggers,
      root: all,
    });
    getLogger('fresh').warning('x');
    expect(fake.stderrText).toBe('fresh           WARNING  MainProcess x\n');
    expect(read('mplog.log')).toMatch(/fresh {11}WARNING {2}MainProcess x\n$/);
  });

  it.each([
    ['itself', (owned: unknown) => [owned, {}] as const],
    [
      'by name',
      (owned: unknown) =>
        ['ext://project.util.owned_file_handler', { 'project.util.owned_file_handler': owned }] as const,
    ],
  ])('makes a handler by a function, given %s', (_, given) => {
    const seen: unknown[] = [];
    function ownedFileHandler({ filename, mode, encoding, owner }: Record<string, string>): Handler {
      seen.push(owner);
      return new FileHandler(filename!, { mode: mode as 'w', encoding });
    }
    const [maker, ext] = given(ownedFileHandler);
    dictConfig(
      {
        version: 1,
        disable_existing_loggers: false,
        formatters: { default: { format: '%(asctime)s %(levelname)s %(name)s %(message)s' } },
        handlers: {
          file: {
            '()': maker as never,
            level: 'DEBUG',
            formatter: 'default',
            owner: ['pulse', 'pulse'],
            filename: 'chowntest.log',
            mode: 'w',
            encoding: 'utf-8',
          },
        },
        root: { handlers: ['file'], level: 'DEBUG' },
      },
      { ext },
    );
    getLogger('mylogger').debug('A debug message');
    expect(seen).toEqual([['pulse', 'pulse']]);
    expect(read('chowntest.log')).toMatch(/ DEBUG mylogger A debug message\n$/);
  });

  it('makes a filter that changes messages', () => {
    class MyFilter extends Filter {
      readonly param: string | undefined;
      constructor({ param }: { param?: string } = {}) {
        super();
        this.param = param;
      }
      override filter(record: LogRecord): boolean {
        const text = String(record.msg);
        if (this.param === undefined) return true;
        record.msg = `changed: ${text}`;
        return !text.includes(this.param);
      }
    }
    dictConfig({
      version: 1,
      filters: { myfilter: { '()': MyFilter, param: 'noshow' } },
      handlers: { console: { class: 'logging.StreamHandler', filters: ['myfilter'] } },
      root: { level: 'DEBUG', handlers: ['console'] },
    });
    root.debug('hello');
    root.debug('hello - noshow');
    expect(fake.stderrText).toBe('changed: hello\n');
  });

  it('shows the time by two clocks', () => {
    class UTCFormatter extends Formatter {
      override converter = 'utc' as const;
    }
    const format = '%(asctime)s %(message)s';
    dictConfig({
      version: 1,
      disable_existing_loggers: false,
      formatters: { utc: { '()': UTCFormatter, format }, local: { format } },
      handlers: {
        console1: { class: 'logging.StreamHandler', formatter: 'utc' },
        console2: { class: 'logging.StreamHandler', formatter: 'local' },
      },
      root: { handlers: ['console1', 'console2'] },
    });
    root.warning('The local time is %s', 'now');
    const lines = fake.stderrText.split('\n');
    expect(lines[0]).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} The local time is now$/);
    expect(lines[1]).toMatch(/ The local time is now$/);
    expect(root.handlers.map(({ formatter }) => (formatter as Formatter).converter)).toEqual([
      'utc',
      'local',
    ]);
  });
});
