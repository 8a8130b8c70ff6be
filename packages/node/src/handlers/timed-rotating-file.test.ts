import { existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { shutdown } from '@loggia/core';
import { describeHandler } from '@loggia/testing';
import { describe, expect, it } from 'vitest';
import { emit, useLogBench } from '../files/log-bench.testing.js';
import { TimedRotatingFileHandler, type TimedRotatingFileOptions } from './timed-rotating-file.js';

const bench = useLogBench();
const open = (options?: TimedRotatingFileOptions): TimedRotatingFileHandler =>
  bench.use(new TimedRotatingFileHandler(bench.path, { utc: true, ...options }));
const SECOND = 1000;
// The names of archives sort by time, and after that of the log.
const allLines = (): string[] => bench.lines(...bench.names().slice(1), 'app.log');

describeHandler(it, 'TimedRotatingFileHandler', () => bench.subject(open()));

describe('TimedRotatingFileHandler', () => {
  for (const bufferSize of [0, 1000]) {
    it(`has each of 10,000 lines whole and once across rollovers, with a buffer of ${bufferSize} bytes`, () => {
      const handler = open({ when: 's', bufferSize });
      const texts = Array.from({ length: 10_000 }, (_, i) => `line number ${i} of many`);
      texts.forEach((text, i) => {
        if (i % 100 === 0) bench.platform.advance(SECOND);
        emit(handler, text);
      });
      void handler.close();
      expect(bench.names()).toHaveLength(101);
      expect(allLines()).toEqual(texts);
    });
  }

  it('keeps backupCount archives, and those that are none of its own', () => {
    const other = 'app.log.2020-01-01';
    writeFileSync(join(bench.directory, other), '');
    const handler = open({ when: 's', backupCount: 2 });
    for (const text of ['one', 'two', 'three', 'four', 'five']) {
      bench.platform.advance(SECOND);
      emit(handler, text);
    }
    expect(bench.names()).toHaveLength(4);
    expect(bench.names()).toContain(other);
    expect(bench.lines('app.log')).toEqual(['five']);
  });

  it('begins its time anew for a file that was not there, and goes by its age for one that was', () => {
    const seconds = Math.floor(bench.platform.now() / SECOND);
    const created = open({ when: 'h' });
    expect(created.rolloverAt).toBe(seconds + 3600);
    void created.close();
    bench.platform.advance(3601 * SECOND);
    const found = open({ when: 'h' });
    expect(found.rolloverAt).toBeLessThan(seconds + 3601);
    emit(found, 'new');
    expect(bench.names()).toHaveLength(2);
  });

  it('uses a suffix of any strftime', () => {
    const handler = open({ when: 's', backupCount: 1 });
    handler.suffix = 'at-%j-%H%M%S';
    handler.extMatch = /at-\d{3}-\d{6}/;
    for (const text of ['one', 'two', 'three']) {
      emit(handler, text);
      bench.platform.advance(SECOND);
    }
    expect(bench.names()).toEqual(['app.log', expect.stringMatching(/^app\.log\.at-\d{3}-\d{6}$/)]);
  });

  it('goes on in the old file while the rollover fails, and says so once', () => {
    const handler = open({ when: 's' });
    let blocked: string | undefined;
    handler.rotator = (_source, dest) => {
      blocked = dest;
      mkdirSync(dest);
      rmSync(dest, { recursive: true });
      throw Object.assign(new Error('EACCES: rename'), { code: 'EACCES' });
    };
    emit(handler, 'one');
    bench.platform.advance(SECOND);
    emit(handler, 'two', 'three');
    expect(bench.errors).toEqual([expect.objectContaining({ code: 'EACCES' })]);
    expect(bench.lines('app.log')).toEqual(['one', 'two', 'three']);
    handler.rotator = null;
    emit(handler, 'four');
    expect(existsSync(blocked as string)).toBe(true);
    expect(bench.lines('app.log')).toEqual(['four']);
  });

  // A link, so that even a broken handler renames no more than that.
  it.skipIf(!existsSync('/dev/null'))('never renames a device', () => {
    symlinkSync('/dev/null', bench.path);
    const handler = open({ when: 's' });
    bench.platform.advance(10 * 365 * 86_400 * SECOND);
    const before = handler.rolloverAt;
    emit(handler, 'one');
    expect(handler.rolloverAt).toBeGreaterThan(before);
    expect(bench.names()).toEqual(['app.log']);
  });

  it('never writes over an archive that is there', () => {
    const handler = open({ when: 's' });
    emit(handler, 'one');
    handler.namer = () => join(bench.directory, 'archive');
    bench.platform.advance(SECOND);
    emit(handler, 'two');
    bench.platform.advance(SECOND);
    emit(handler, 'three');
    expect(bench.lines('archive', 'app.log')).toEqual(['one', 'two', 'three']);
  });

  it('always adds to its file', () => {
    writeFileSync(bench.path, 'before\n');
    emit(open({ mode: 'w' } as TimedRotatingFileOptions), 'after');
    expect(bench.lines('app.log')).toEqual(['before', 'after']);
  });

  it('is closed already where its file cannot be opened', async () => {
    let closed = 0;
    class Counting extends TimedRotatingFileHandler {
      override close(): void | Promise<void> {
        closed++;
        return super.close();
      }
    }
    expect(() => new Counting(bench.directory)).toThrow('it is a directory');
    expect(closed).toBe(1);
    await shutdown();
    expect(closed).toBe(1);
  });

  it.each([
    [{ when: 'x' }, { name: 'ValueError' }],
    [{ interval: 0 }, { path: 'interval' }],
    [{ interval: Number.NaN }, { path: 'interval' }],
    [{ backupCount: 0.5 }, { path: 'backupCount' }],
    [{ atTime: '25:00:00' }, { path: 'atTime' }],
    [{ atTime: 'noon' }, { path: 'atTime' }],
  ])('refuses %o at once, and shutdown finds nothing of it', async (options, error) => {
    expect(() => open(options)).toThrow(expect.objectContaining(error));
    await shutdown();
    expect(bench.platform.stderrText).toBe('');
  });
});
