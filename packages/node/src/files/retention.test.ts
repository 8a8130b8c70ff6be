import { mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { RotatingFileHandler, type RotatingFileOptions } from '../handlers/rotating-file.js';
import { TimedRotatingFileHandler } from '../handlers/timed-rotating-file.js';
import { recordOf, useLogBench } from './log-bench.testing.js';
import type { KeepOptions } from './retention.js';

const bench = useLogBench();
const DAY_S = 86_400;

/** Puts an archive there that was written to last some days ago. */
const put = (name: string, days: number, size = 10): void => {
  const path = join(bench.directory, name);
  const time = bench.platform.now() / 1000 - days * DAY_S;
  writeFileSync(path, 'x'.repeat(size));
  utimesSync(path, time, time);
};
const open = (keep: KeepOptions, options?: RotatingFileOptions): RotatingFileHandler =>
  bench.use(new RotatingFileHandler(bench.path, { maxBytes: 5, keep, ...options }));
/** What is left when a handler has been made. */
const afterStart = async (keep: KeepOptions): Promise<string[]> => {
  await open(keep).close();
  await Promise.resolve();
  return bench.names();
};

describe('of what earlier runs left', () => {
  it('as many files are kept as were asked for', async () => {
    for (const number of [1, 2, 3, 9, 10]) put(`app.log.${number}`, number);
    expect(await afterStart({ files: 3 })).toEqual(['app.log', 'app.log.1', 'app.log.2', 'app.log.3']);
  });

  it('files are deleted that are too old', async () => {
    for (const number of [1, 2, 3]) put(`app.log.${number}`, number);
    expect(await afterStart({ days: 2.5 })).toEqual(['app.log', 'app.log.1', 'app.log.2']);
  });

  it('only so many bytes are kept, the newest', async () => {
    put('app.log.1', 1, 60);
    put('app.log.2', 2, 60);
    put('app.log.3', 3, 10);
    expect(await afterStart({ bytes: 100 })).toEqual(['app.log', 'app.log.1']);
  });

  it('nothing is deleted that is not an archive of this file', async () => {
    const others = [
      'app.log.old',
      'app.log.20240101',
      'app.log.01',
      'app.log.1.bak',
      'other.log.1',
      'app.log1',
    ];
    for (const name of others) put(name, 100);
    put('app.log.1', 100);
    expect(await afterStart({ files: 0, days: 0, bytes: 0 })).toEqual(['app.log', ...others].sort());
  });

  it('nothing is deleted from a folder where the namer would not have put it', async () => {
    mkdirSync(join(bench.directory, 'odd'));
    for (const number of [1, 2, 3]) put(`odd/${number}`, number);
    const handler = open({ files: 0 });
    handler.namer = (name) => {
      const number = Number(name.split('.').at(-1));
      return join(bench.directory, number % 2 === 1 ? 'odd' : 'even', String(number));
    };
    await Promise.resolve();
    expect(readdirSync(join(bench.directory, 'odd'))).toEqual(['2']);
  });

  it('names by a namer count that is set after the handler was made', async () => {
    for (const number of [1, 2]) put(`${number}.old`, number);
    const handler = open({ files: 1 });
    handler.namer = (name) => join(bench.directory, `${name.split('.').at(-1)}.old`);
    await Promise.resolve();
    expect(bench.names()).toEqual(['1.old', 'app.log']);
  });
});

describe('at each rollover', () => {
  it('the limits hold again', () => {
    const handler = open({ files: 2 });
    for (let i = 0; i < 10; i++) {
      handler.handle(recordOf(`text ${i}`));
      expect(bench.names().length).toBeLessThanOrEqual(3);
    }
    expect(bench.lines('app.log.2', 'app.log.1', 'app.log')).toEqual(['text 7', 'text 8', 'text 9']);
  });

  it('backupCount holds beside them', () => {
    const handler = open({ bytes: 14 }, { backupCount: 3 });
    for (let i = 0; i < 10; i++) handler.handle(recordOf(`text ${i}`));
    expect(bench.names()).toEqual(['app.log', 'app.log.1', 'app.log.2']);
  });

  it('times in names tell which are the oldest', () => {
    const handler = bench.use(new TimedRotatingFileHandler(bench.path, { when: 's', keep: { bytes: 21 } }));
    for (let i = 0; i < 10; i++) {
      handler.handle(recordOf(`text ${i}`));
      bench.platform.advance(1000);
    }
    const [log, ...archives] = bench.names();
    expect(bench.lines(...archives, log as string)).toEqual(['text 6', 'text 7', 'text 8', 'text 9']);
  });

  it('sizes count that files have when they are compressed', async () => {
    const handler = open({ bytes: 5000 }, { maxBytes: 4000, compress: 'gzip' });
    for (let i = 0; i < 4; i++) {
      handler.handle(recordOf('x'.repeat(4000)));
      await handler.close();
    }
    expect(bench.names()).toEqual(['app.log', 'app.log.1.gz', 'app.log.2.gz', 'app.log.3.gz']);
  });
});
