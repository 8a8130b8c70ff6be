import { chmodSync, existsSync, mkdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ERROR, shutdown } from '@loggia/core';
import { describeHandler } from '@loggia/testing';
import { describe, expect, it, vi } from 'vitest';
import { FileLock } from '../files/lock.js';
import { emit, recordOf } from '../files/log-bench.testing.js';
import type { RotatingFileOptions } from './rotating-file.js';
import { useSharedLog } from './shared-log.testing.js';
import { TimedRotatingFileHandler, type TimedRotatingFileOptions } from './timed-rotating-file.js';

const { bench, open, logs, allLines, folder, spills } = useSharedLog();
const openTimed = (options?: TimedRotatingFileOptions): TimedRotatingFileHandler =>
  bench.use(new TimedRotatingFileHandler(bench.path, { shared: true, when: 's', utc: true, ...options }));
/** Lets whoever has the turn see that others wait, and these have theirs. */
const takeTurns = (): void => bench.platform.advance(60);

const subject = (options: RotatingFileOptions) => () => bench.subject(open(options), allLines);
describeHandler(it, 'a shared RotatingFileHandler', subject({}));
describeHandler(it, 'a shared RotatingFileHandler with many files', subject({ maxBytes: 20 }));
describeHandler(
  it,
  'a shared RotatingFileHandler with a delay and a buffer',
  subject({ maxBytes: 20, delay: true, bufferSize: 10 }),
);
describeHandler(it, 'a shared TimedRotatingFileHandler', () => bench.subject(openTimed(), allLines));
describeHandler(it, 'a shared RotatingFileHandler whose turn it is not', () => {
  emit(open(), 'of somebody else');
  const received = (): string[] => {
    takeTurns();
    return allLines().filter((line) => line !== 'of somebody else');
  };
  return bench.subject(open(), received);
});

describe('handlers that share a file', () => {
  it('write all lines whole and once across rollovers, each in its order', () => {
    const handlers = [
      open({ maxBytes: 500 }),
      open({ maxBytes: 500 }),
      open({ maxBytes: 500, bufferSize: 300 }),
    ];
    for (let i = 0; i < 3000; i++) {
      handlers.forEach((handler, h) => {
        emit(handler, `handler ${h} line ${i}`);
      });
      if (i % 7 === 0) bench.platform.advance(3);
    }
    for (const handler of handlers) void handler.close();
    const lines = allLines();
    for (const h of [0, 1, 2]) {
      const own = lines.filter((line) => line.startsWith(`handler ${h}`));
      expect(own).toEqual(Array.from({ length: 3000 }, (_, i) => `handler ${h} line ${i}`));
    }
    for (const name of logs()) expect(bench.text(name).length).toBeLessThan(500);
    expect(spills()).toEqual([]);
    expect(bench.errors).toEqual([]);
  });

  it('keep what is not their turn in files of their own, until it is', () => {
    const [a, b] = [open(), open()];
    emit(a, 'one');
    emit(b, 'two');
    expect(bench.lines('app.log')).toEqual(['one']);
    expect(spills()).toHaveLength(1);
    takeTurns();
    expect(bench.lines('app.log')).toEqual(['one', 'two']);
    expect(spills()).toEqual([]);
    expect(bench.platform.pendingTimers).toBeLessThanOrEqual(1);
  });

  it('never wait for each other in a call', () => {
    const wait = vi.spyOn(Atomics, 'wait');
    const handlers = [open({ maxBytes: 500 }), open({ maxBytes: 500 }), openTimed()];
    for (let i = 0; i < 300; i++) {
      for (const handler of handlers) emit(handler, `line ${i}`);
      bench.platform.advance(i % 5);
    }
    expect(wait).not.toHaveBeenCalled();
    wait.mockRestore();
  });

  it('leave what waits to the others when they are closed and another process keeps its turn', () => {
    const b = open();
    const elsewhere = new FileLock(folder('turn'));
    elsewhere.tryAcquire();
    emit(b, 'two');
    void b.close();
    expect(bench.lines('app.log')).toEqual([]);
    elsewhere.release();
    emit(open(), 'three');
    expect(bench.lines('app.log').sort()).toEqual(['three', 'two']);
    expect(spills()).toEqual([]);
  });

  it('do not wait for each other in one process when they are closed', () => {
    const wait = vi.spyOn(Atomics, 'wait');
    const [a, b] = [open(), open()];
    emit(a, 'one');
    emit(b, 'two');
    void b.close();
    expect(bench.lines('app.log')).toEqual(['one', 'two']);
    emit(a, 'three');
    void a.close();
    expect(bench.lines('app.log')).toEqual(['one', 'two', 'three']);
    expect(spills()).toEqual([]);
    expect(wait).not.toHaveBeenCalled();
    wait.mockRestore();
  });

  it('do not come in between when another one rolls over', () => {
    const [a, b] = [open({ maxBytes: 9 }), open()];
    a.namer = (name) => {
      void b.close();
      return name;
    };
    emit(a, 'one');
    emit(b, 'two');
    emit(a, 'three', 'four');
    takeTurns();
    emit(a, 'five');
    expect(allLines().sort()).toEqual(['five', 'four', 'one', 'three', 'two']);
    expect(bench.errors).toEqual([]);
  });

  it('agree on when the time of the file is over, though they begin at different times', () => {
    const a = openTimed({ when: 'm' });
    emit(a, 'one');
    bench.platform.advance(30_000);
    const b = openTimed({ when: 'm' });
    emit(b, 'two');
    takeTurns();
    expect(b.rolloverAt).toBe(a.rolloverAt);
    bench.platform.advance(29_950);
    emit(b, 'three');
    takeTurns();
    emit(a, 'four');
    takeTurns();
    expect(b.rolloverAt).toBe(a.rolloverAt);
    expect(logs()).toHaveLength(2);
    expect(bench.lines('app.log')).toEqual(['three', 'four']);
  });

  it('give up no archive that is not too much, whoever rolls over', () => {
    const handlers = [open({ maxBytes: 20, backupCount: 3 }), open({ maxBytes: 20, backupCount: 3 })];
    for (let i = 0; i < 20; i++) {
      emit(handlers[i % 2]!, `text number ${10 + i}`);
      takeTurns();
    }
    expect(allLines()).toEqual([26, 27, 28, 29].map((i) => `text number ${i}`));
    expect(logs()).toEqual(['app.log', 'app.log.1', 'app.log.2', 'app.log.3']);
  });

  it('compress each archive once', async () => {
    const options = { maxBytes: 2000, compress: 'gzip' } as const;
    const handlers = [open(options), open(options)];
    const texts = Array.from({ length: 600 }, (_, i) => `line ${i} ${'x'.repeat(50)}`);
    for (const [i, text] of texts.entries()) {
      emit(handlers[i % 2]!, text);
      bench.platform.advance(1);
      if (i % 40 === 0) await new Promise(setImmediate);
    }
    const ticking = setInterval(() => bench.platform.advance(100), 1);
    // Whoever compresses first does all; the other looks again a second later.
    await expect
      .poll(() => logs().filter((name) => !name.endsWith('.gz')), { timeout: 20_000 })
      .toEqual(['app.log']);
    clearInterval(ticking);
    for (const handler of handlers) await handler.close();
    expect(allLines().sort()).toEqual([...texts].sort());
    expect(bench.platform.stderrText).toBe('');
  });
});

describe('a handler of a shared file', () => {
  it('writes in the encoding it is given, treats errors as it is told, and asks the namer', () => {
    const handler = open({ encoding: 'utf-16-le', maxBytes: 20 });
    handler.namer = (name) => name.replace('app.log', 'app.log.old');
    emit(handler, 'zwölf', 'elf');
    expect(Buffer.from(bench.text('app.log.old.1')).toString('latin1')).toContain('z\0w\0');
    const strict = open({ encoding: 'ascii', errors: 'xmlcharrefreplace' });
    emit(strict, 'zwölf');
    takeTurns();
    expect(bench.text('app.log')).toContain('zw&#246;lf\n');
  });

  it('lets its rotator take the file away', () => {
    const handler = open({ maxBytes: 5 });
    handler.rotator = (source, dest) => renameSync(source, `${dest}.rotated`);
    emit(handler, 'one', 'two');
    expect(bench.lines('app.log.1.rotated')).toEqual(['one']);
  });

  it('opens its file with the first record if told so', () => {
    const handler = open({ delay: true });
    expect(bench.names()).toEqual([]);
    emit(handler, 'one');
    expect(allLines()).toEqual(['one']);
  });

  it('goes on with the file that has the name when somebody else has taken it away', () => {
    const handler = open();
    emit(handler, 'one');
    renameSync(bench.path, `${bench.path}.moved`);
    bench.platform.advance(20);
    emit(handler, 'two');
    expect([bench.lines('app.log.moved'), bench.lines('app.log')]).toEqual([['one'], ['two']]);
  });

  it('ends a line that somebody else has begun', () => {
    writeFileSync(bench.path, 'begun');
    bench.platform.advance(1000);
    emit(open({ delay: true }), 'one');
    expect(allLines()).toEqual(['begun', 'one']);
  });

  it('rolls over when it is told to, what waits first', () => {
    const handler = open({ bufferSize: 1000 });
    emit(handler, 'one');
    handler.doRollover();
    handler.handle(recordOf('two', ERROR));
    expect([bench.lines('app.log.1'), bench.lines('app.log')]).toEqual([['one'], ['two']]);
  });

  it('says that it is not its turn when it is told to roll over and cannot', () => {
    const handler = open();
    new FileLock(folder('turn')).tryAcquire();
    expect(() => handler.doRollover()).toThrow(expect.objectContaining({ code: 'EBUSY' }));
    expect(logs()).toEqual(['app.log']);
  });

  it('tells of a rollover that fails once, loses nothing, and tries again', () => {
    mkdirSync(join(bench.directory, 'app.log.1', 'something'), { recursive: true });
    const handler = open({ maxBytes: 5, backupCount: 1 });
    emit(handler, 'one', 'two', 'three');
    expect(bench.errors).toHaveLength(1);
    expect(bench.lines('app.log')).toEqual(['one', 'two', 'three']);
    renameSync(join(bench.directory, 'app.log.1'), join(bench.directory, 'elsewhere'));
    emit(handler, 'four');
    expect(bench.lines('app.log.1', 'app.log')).toEqual(['one', 'two', 'three', 'four']);
  });

  it('keeps the file whole when the disk is full', () => {
    const handler = open();
    emit(handler, 'one');
    bench.disk.room = 2;
    emit(handler, 'two', 'three');
    expect(bench.errors).toEqual([expect.objectContaining({ code: 'ENOSPC' })]);
    expect(handler.lost).toBe(2);
    bench.disk.room = Number.POSITIVE_INFINITY;
    emit(handler, 'four');
    expect(allLines()).toEqual(['one', 'four']);
  });

  it('refuses to begin the file anew', () => {
    expect(() => open({ mode: 'w' })).toThrow(expect.objectContaining({ name: 'ConfigError', path: 'mode' }));
    expect(() => open({ mode: 'w', maxBytes: 10 })).not.toThrow();
  });

  it.skipIf(process.getuid?.() === 0)('says at once that it may not write to the directory', async () => {
    writeFileSync(bench.path, '');
    chmodSync(bench.directory, 0o500);
    expect(() => open()).toThrow('permission denied');
    chmodSync(bench.directory, 0o700);
    await shutdown();
  });

  // A link, so that even a broken handler renames no more than that.
  it.skipIf(!existsSync('/dev/null'))('takes a device for its own', () => {
    symlinkSync('/dev/null', bench.path);
    emit(open({ maxBytes: 1 }), 'one', 'two');
    expect(bench.names()).toEqual(['app.log']);
  });
});
