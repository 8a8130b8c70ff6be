import fs, {
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { ERROR, shutdown } from '@loggia/core';
import { describeHandler } from '@loggia/testing';
import { describe, expect, it } from 'vitest';
import { byNumber, emit, recordOf, useLogBench } from '../files/log-bench.testing.js';
import { RotatingFileHandler, type RotatingFileOptions } from './rotating-file.js';

const bench = useLogBench();
const open = (options?: RotatingFileOptions): RotatingFileHandler =>
  bench.use(new RotatingFileHandler(bench.path, options));
const allLines = (): string[] => bench.lines(...byNumber(bench.names()));

const subject = (options: RotatingFileOptions) => () => bench.subject(open(options), allLines);
describeHandler(it, 'RotatingFileHandler', subject({}));
describeHandler(it, 'RotatingFileHandler with many files', subject({ maxBytes: 20, backupCount: 1000 }));
describeHandler(
  it,
  'RotatingFileHandler with a delay and a buffer',
  subject({ maxBytes: 20, backupCount: 1000, delay: true, bufferSize: 10 }),
);

describe('RotatingFileHandler', () => {
  it('formats a record once, though it measures it first', () => {
    const handler = open({ maxBytes: 20, backupCount: 3 });
    let formatted = 0;
    handler.setFormatter({ format: (record) => `${record.getMessage()} ${++formatted}` });
    emit(handler, 'one', 'two', 'three', 'four');
    expect(allLines()).toEqual(['one 1', 'two 2', 'three 3', 'four 4']);
    expect(handler.format(recordOf('asked'))).toBe('asked 5');
  });

  for (const bufferSize of [0, 1000]) {
    it(`has each of 10,000 lines whole and once across rollovers, with a buffer of ${bufferSize} bytes`, () => {
      const handler = open({ maxBytes: 5000, backupCount: 100, bufferSize });
      const texts = Array.from({ length: 10_000 }, (_, i) => `line number ${i} of many`);
      emit(handler, ...texts);
      void handler.close();
      expect(allLines()).toEqual(texts);
      expect(bench.names().length).toBeGreaterThan(50);
      for (const name of bench.names()) expect(bench.text(name).length).toBeLessThan(5000);
    });
  }

  it('counts what waits in the buffer as part of the file', () => {
    const handler = open({ maxBytes: 20, backupCount: 3, bufferSize: 1000 });
    emit(handler, '123456789', '123456789');
    expect(bench.text('app.log.1')).toBe('123456789\n');
    expect(bench.text('app.log')).toBe('');
    handler.handle(recordOf('bad', ERROR));
    expect(bench.lines('app.log.1', 'app.log')).toEqual(['123456789', '123456789', 'bad']);
  });

  it('leaves a stream alone that was put in place of its file', () => {
    const handler = open({ maxBytes: 1, backupCount: 1 });
    emit(handler, 'in the file');
    const texts: string[] = [];
    handler.setStream({ write: (text) => texts.push(text) });
    emit(handler, 'elsewhere', 'and again');
    expect(texts).toEqual(['elsewhere\n', 'and again\n']);
    expect(bench.names()).toEqual(['app.log']);
  });

  // A link, so that even a broken handler renames no more than that.
  it.skipIf(!existsSync('/dev/null'))('never renames a device', () => {
    symlinkSync('/dev/null', bench.path);
    const handler = open({ maxBytes: 1, backupCount: 1 });
    emit(handler, 'one', 'two', 'three');
    expect(handler.shouldRollover(recordOf('four'))).toBe(false);
    expect(bench.names()).toEqual(['app.log']);
  });

  it('gives a rotator a name that is free', () => {
    const handler = open({ maxBytes: 1, backupCount: 1 });
    handler.rotator = (source, dest) => {
      expect(existsSync(dest)).toBe(false);
      renameSync(source, dest);
    };
    emit(handler, 'one', 'two', 'three');
    expect(bench.errors).toEqual([]);
    expect(allLines()).toEqual(['two', 'three']);
  });

  it('makes the folder that a namer names', () => {
    const handler = open({ maxBytes: 1, backupCount: 2 });
    handler.namer = (name) => join(bench.directory, 'old', `${name.split('.').at(-1)}.log`);
    emit(handler, 'one', 'two', 'three');
    expect(bench.lines('old/2.log', 'old/1.log', 'app.log')).toEqual(['one', 'two', 'three']);
  });

  it.each([
    [{ maxBytes: 1.5 }, 'maxBytes'],
    [{ backupCount: Number.NaN }, 'backupCount'],
    [{ compress: 'zip' }, 'compress'],
    [{ keep: { files: -1 } }, 'keep.files'],
    [{ keep: { weeks: 1 } }, 'keep.weeks'],
    [{ mode: 'r' }, 'mode'],
  ])('refuses %o at once, and shutdown finds nothing of it', async (options, path) => {
    expect(() => open(options as RotatingFileOptions)).toThrow(
      expect.objectContaining({ name: 'ConfigError', path }),
    );
    expect(bench.names()).toEqual([]);
    await shutdown();
    expect(bench.platform.stderrText).toBe('');
  });
});

describe('a rollover that fails', () => {
  /** A folder with something in it cannot be replaced by a file, not even by root. */
  const block = (name: string): void => {
    mkdirSync(join(bench.directory, name));
    writeFileSync(join(bench.directory, name, 'something'), '');
  };
  const unblock = (name: string): void => rmSync(join(bench.directory, name), { recursive: true });

  it('is told once, loses nothing, and is tried again', () => {
    const handler = open({ maxBytes: 5, backupCount: 1 });
    block('app.log.1');
    emit(handler, 'one', 'two', 'three');
    expect(bench.errors).toHaveLength(1);
    expect(bench.lines('app.log')).toEqual(['one', 'two', 'three']);
    unblock('app.log.1');
    emit(handler, 'four');
    expect(bench.lines('app.log.1', 'app.log')).toEqual(['one', 'two', 'three', 'four']);
    block('app.log.2');
    rmSync(join(bench.directory, 'app.log.1'));
    block('app.log.1');
    emit(handler, 'five');
    expect(bench.errors).toHaveLength(2);
  });

  it('gives up no archive, however often it is tried', () => {
    const handler = open({ maxBytes: 5, backupCount: 4 });
    emit(handler, 'one', 'two', 'three', 'four', 'five');
    handler.rotator = () => {
      throw new Error('no rotation today');
    };
    emit(handler, ...Array.from({ length: 10 }, (_, i) => `more ${i}`));
    expect(bench.errors).toHaveLength(1);
    expect(bench.lines('app.log.4', 'app.log.3', 'app.log.2')).toEqual(['two', 'three', 'four']);
    handler.rotator = null;
    emit(handler, 'last');
    expect(bench.lines('app.log.4', 'app.log.3', 'app.log.2', 'app.log')).toEqual([
      'two',
      'three',
      'four',
      'last',
    ]);
    expect(bench.lines('app.log.1')).toHaveLength(11);
  });

  it('takes the old file again if the new one cannot be opened', () => {
    const handler = open({ maxBytes: 5, backupCount: 2 });
    emit(handler, 'one');
    const { openSync } = fs;
    fs.openSync = ((path: string, mode: string) => {
      if (!existsSync(path)) throw Object.assign(new Error('ENOSPC: open'), { code: 'ENOSPC' });
      return openSync(path, mode);
    }) as typeof openSync;
    syncBuiltinESMExports();
    try {
      for (const delay of [false, true]) {
        handler.delay = delay;
        emit(handler, 'two', 'three');
      }
    } finally {
      fs.openSync = openSync;
      syncBuiltinESMExports();
    }
    expect(bench.errors).toEqual([expect.objectContaining({ code: 'ENOSPC' })]);
    expect(bench.names()).toEqual(['app.log']);
    expect(bench.lines('app.log')).toEqual(['one', 'two', 'three', 'two', 'three']);
  });

  it('keeps what waits in the buffer while the disk is full', () => {
    const handler = open({ maxBytes: 20, backupCount: 2, bufferSize: 1000 });
    emit(handler, '123456789');
    bench.disk.room = 0;
    emit(handler, '234567890', '345678901');
    expect(bench.errors).toEqual([expect.objectContaining({ code: 'ENOSPC' })]);
    expect(handler.lost).toBe(0);
    bench.disk.room = Number.POSITIVE_INFINITY;
    emit(handler, '456789012');
    void handler.close();
    expect(allLines()).toEqual(['123456789', '234567890', '345678901', '456789012']);
  });

  it('tells once of a full disk that stops it in the middle of a line', () => {
    const handler = open({ maxBytes: 5, backupCount: 2 });
    bench.disk.room = 7;
    emit(handler, 'one', 'two', 'three');
    expect(bench.errors).toEqual([expect.objectContaining({ code: 'ENOSPC' })]);
    bench.disk.room = Number.POSITIVE_INFINITY;
    emit(handler, 'four');
    expect(allLines()).toEqual(['one', 'two', 'four']);
    expect(handler.lost).toBe(1);
  });

  it('throws from doRollover, and leaves the handler fit to go on', () => {
    const handler = open({ mode: 'w', backupCount: 1 });
    emit(handler, 'one');
    block('app.log.1');
    expect(() => handler.doRollover()).toThrow();
    emit(handler, 'two');
    expect(readFileSync(bench.path, 'utf8')).toBe('one\ntwo\n');
  });
});
