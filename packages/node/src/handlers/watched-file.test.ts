import {
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describeHandler } from '@loggia/testing';
import { describe, expect, it } from 'vitest';
import { emit, useLogBench } from '../files/log-bench.testing.js';
import type { FileHandlerOptions } from './file.js';
import { WatchedFileHandler } from './watched-file.js';

const bench = useLogBench();
const open = (options?: FileHandlerOptions): WatchedFileHandler =>
  bench.use(new WatchedFileHandler(bench.path, options));
const rotated = (): string => `${bench.path}.1`;
/** Renames the file, long enough ago. */
const rotate = (to = rotated()): void => {
  renameSync(bench.path, to);
  bench.platform.advance(60_000);
};

describeHandler(it, 'WatchedFileHandler', () => bench.subject(open()));

describe('WatchedFileHandler', () => {
  it.each([{}, { mode: 'w' }, { delay: true }, { bufferSize: 1000 }] as FileHandlerOptions[])(
    'goes on with a new file where its own was renamed, with %o',
    (options) => {
      const handler = open(options);
      emit(handler, 'one', 'two');
      rotate();
      emit(handler, 'three', 'four');
      void handler.close();
      expect(bench.lines('app.log.1')).toEqual(['one', 'two']);
      expect(bench.lines('app.log')).toEqual(['three', 'four']);
    },
  );

  it('leaves it for a second to those who renamed its file to create it anew', () => {
    const handler = open();
    emit(handler, 'one');
    renameSync(bench.path, rotated());
    emit(handler, 'two');
    bench.platform.advance(500);
    emit(handler, 'three');
    expect(existsSync(bench.path)).toBe(false);
    writeFileSync(bench.path, '');
    emit(handler, 'four');
    renameSync(bench.path, `${bench.path}.2`);
    emit(handler, 'five');
    bench.platform.advance(2000);
    emit(handler, 'six');
    expect(bench.lines('app.log.1')).toEqual(['one', 'two', 'three']);
    expect(bench.lines('app.log.2')).toEqual(['four', 'five']);
    expect(bench.lines('app.log')).toEqual(['six']);
  });

  it('writes nothing more to a file that was deleted', () => {
    const handler = open();
    emit(handler, 'one');
    unlinkSync(bench.path);
    emit(handler, 'two');
    expect(bench.lines('app.log')).toEqual(['two']);
  });

  it('adds to the file that others put in the place of its own', () => {
    const handler = open({ mode: 'w' });
    emit(handler, 'one');
    rotate();
    const other = open();
    emit(other, 'of another');
    emit(handler, 'two');
    expect(bench.lines('app.log')).toEqual(['of another', 'two']);
  });

  it.each(['a', 'w'] as const)('leaves no hole in a file that was cut, with mode %s', (mode) => {
    for (const delay of [false, true]) {
      const handler = open({ mode, delay });
      emit(handler, 'one', 'two');
      truncateSync(bench.path);
      emit(handler, 'three');
      expect(readFileSync(bench.path, 'utf8')).toBe('three\n');
      void handler.close();
      unlinkSync(bench.path);
    }
  });

  it('keeps its file open while nothing happens to it', () => {
    const handler = open();
    emit(handler, 'one');
    const before = (handler.stream as unknown as { fd: number }).fd;
    emit(handler, 'two', 'three');
    expect((handler.stream as unknown as { fd: number }).fd).toBe(before);
    expect(bench.lines('app.log')).toEqual(['one', 'two', 'three']);
  });

  it('goes on in the old file while the new one cannot be opened, and says so once', () => {
    const handler = open();
    emit(handler, 'one');
    rotate();
    mkdirSync(bench.path);
    emit(handler, 'two', 'three');
    expect(bench.errors).toEqual([expect.objectContaining({ name: 'ConfigError', code: 'EISDIR' })]);
    expect(bench.lines('app.log.1')).toEqual(['one', 'two', 'three']);
    rmSync(bench.path, { recursive: true });
    emit(handler, 'four');
    expect(bench.lines('app.log')).toEqual(['four']);
  });

  it('loses nothing that waits when the disk is full at the change', () => {
    const handler = open({ bufferSize: 1000 });
    emit(handler, 'one');
    renameSync(bench.path, rotated());
    writeFileSync(bench.path, '');
    bench.disk.room = 0;
    emit(handler, 'two');
    bench.disk.room = Number.POSITIVE_INFINITY;
    emit(handler, 'three');
    void handler.close();
    expect(handler.lost).toBe(0);
    expect(bench.lines('app.log.1')).toEqual(['one', 'two']);
    expect(bench.lines('app.log')).toEqual(['three']);
  });

  it('leaves a stream alone that was put in place of its file', () => {
    const handler = open();
    const texts: string[] = [];
    handler.setStream({ write: (text) => texts.push(text) });
    rotate(join(bench.directory, 'moved'));
    emit(handler, 'elsewhere');
    expect(texts).toEqual(['elsewhere\n']);
    expect(existsSync(bench.path)).toBe(false);
  });
});
