import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ERROR, INFO, LogRecord, replacePlatform, shutdown } from '@loggia/core';
import { describeHandler, type FakePlatform, fakePlatform } from '@loggia/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type SmallDisk, smallDisk } from '../files/small-disk.testing.js';
import { FileHandler, type FileHandlerOptions } from './file.js';

let directory: string;
let path: string;
let disk: SmallDisk;
let platform: FakePlatform;
let restorePlatform: () => void;
const opened: FileHandler[] = [];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'loggia-file-'));
  path = join(directory, 'app.log');
  disk = smallDisk();
  platform = fakePlatform();
  restorePlatform = replacePlatform(platform);
});
afterEach(() => {
  disk.restore();
  for (const handler of opened.splice(0)) handler.close();
  restorePlatform();
  rmSync(directory, { recursive: true, force: true });
});

function open(options?: FileHandlerOptions, filename: string | URL = path): FileHandler {
  const handler = new FileHandler(filename, options);
  opened.push(handler);
  return handler;
}
const record = (msg: string, level = INFO): LogRecord =>
  new LogRecord('test', level, '/test.ts', 1, msg, [], null);
const content = (): string => readFileSync(path, 'utf8');

/** Handlers that write one record a line, on a disk that can be filled. */
function subject(options: FileHandlerOptions) {
  return () => ({
    handler: open(options),
    received: () => content().split('\n').slice(0, -1),
    breakDestination: () => {
      disk.room = 0;
    },
    repair: () => {
      disk.room = Number.POSITIVE_INFINITY;
    },
  });
}
describeHandler(it, 'FileHandler', subject({}));
describeHandler(it, 'FileHandler with a delay', subject({ delay: true, mode: 'w' }));
describeHandler(it, 'FileHandler with a tiny buffer', subject({ bufferSize: 10 }));

describe('FileHandler', () => {
  it('has written a record when handle returns', () => {
    const handler = open();
    handler.handle(record('one'));
    expect(content()).toBe('one\n');
    handler.handle(record('two'));
    expect(content()).toBe('one\ntwo\n');
  });

  it('ends records with its terminator', () => {
    const handler = open();
    handler.terminator = '\r\n';
    handler.handle(record('one'));
    expect(content()).toBe('one\r\n');
  });

  it('adds to a file by default, and begins it anew with mode w', () => {
    writeFileSync(path, 'before\n');
    open().handle(record('added'));
    expect(content()).toBe('before\nadded\n');
    open({ mode: 'w' }).handle(record('anew'));
    expect(content()).toBe('anew\n');
  });

  it('knows the other modes of a text file that Python takes, and names those that it has', () => {
    writeFileSync(path, 'before\n');
    open({ mode: 'a+' }).handle(record('added'));
    expect(content()).toBe('before\nadded\n');
    const anew = open({ mode: 'wt' });
    expect(anew.mode).toBe('w');
    anew.handle(record('anew'));
    expect(content()).toBe('anew\n');
    expect(() => open({ mode: 'r' as 'a' })).toThrow("invalid mode: 'r'. Use 'a' to add to the file");
  });

  it('opens the file at the first record with delay', () => {
    const handler = open({ delay: true });
    expect(handler.stream).toBe(null);
    expect(existsSync(path)).toBe(false);
    handler.handle(record('one'));
    expect(handler.stream).not.toBe(null);
    expect(content()).toBe('one\n');
  });

  it('takes paths, file: URLs and their texts, and knows the absolute path', () => {
    for (const name of [relative(process.cwd(), path), pathToFileURL(path), pathToFileURL(path).href]) {
      expect(open({}, name).baseFilename).toBe(path);
    }
  });

  it('says its path and its level, as in Python', () => {
    const handler = open();
    expect(String(handler)).toBe(`<FileHandler ${path} (NOTSET)>`);
    handler.setLevel(ERROR);
    expect(String(handler)).toBe(`<FileHandler ${path} (ERROR)>`);
  });

  it('opens its file again for a record after close, but with mode w ignores it', () => {
    const adding = open();
    adding.handle(record('one'));
    adding.close();
    expect(adding.stream).toBe(null);
    adding.handle(record('two'));
    expect(content()).toBe('one\ntwo\n');

    const anew = open({ mode: 'w' });
    anew.handle(record('three'));
    anew.close();
    anew.handle(record('four'));
    expect(content()).toBe('three\n');
  });

  it('with a delay and mode w, ignores records after a close that came before the first one', () => {
    const handler = open({ mode: 'w', delay: true });
    handler.close();
    handler.handle(record('late'));
    expect(existsSync(path)).toBe(false);
  });

  it('keeps records in the buffer until one at flushLevel comes', () => {
    const handler = open({ bufferSize: 1000 });
    handler.handle(record('one'));
    expect(content()).toBe('');
    handler.handle(record('two', ERROR));
    expect(content()).toBe('one\ntwo\n');
    handler.flushLevel = INFO;
    handler.handle(record('three'));
    expect(content()).toBe('one\ntwo\nthree\n');
  });

  it('takes flushLevel by name', () => {
    const handler = open({ bufferSize: 1000, flushLevel: 'WARNING' });
    expect(handler.flushLevel).toBe(30);
    expect(() => open({ flushLevel: 'NOPE' })).toThrow("Unknown level: 'NOPE'");
  });

  it('flushes what waits on flush, on close, on shutdown, in time, and when the program ends', async () => {
    const handler = open({ bufferSize: 1000, flushInterval: 200 });
    const steps: Record<string, () => unknown> = {
      flush: () => handler.flush(),
      close: () => handler.close(),
      time: () => platform.advance(200),
      end: () => platform.exit('exit'),
      shutdown: () => shutdown([handler]),
    };
    let want = '';
    for (const [name, step] of Object.entries(steps)) {
      handler.handle(record(name));
      await step();
      want += `${name}\n`;
      expect(content()).toBe(want);
    }
  });

  it('fails for a character that the encoding lacks, and goes on with the next record', () => {
    const handler = open({ encoding: 'latin-1' });
    const errors: unknown[] = [];
    handler.handleError = (_record, error) => void errors.push(error);
    for (const text of ['é', '€', 'ü']) handler.handle(record(text));
    expect(readFileSync(path, 'latin1')).toBe('é\nü\n');
    expect(errors).toEqual([expect.objectContaining({ name: 'UnicodeEncodeError' })]);
  });

  it('reports a full disk once, counts what is lost, and goes on when there is room', () => {
    const handler = open();
    const errors: unknown[] = [];
    handler.handleError = (_record, error) => void errors.push(error);
    disk.room = 0;
    for (let i = 0; i < 5; i++) handler.handle(record(`lost ${i}`));
    expect(errors).toEqual([expect.objectContaining({ code: 'ENOSPC' })]);
    expect(handler.lost).toBe(5);
    disk.room = 100;
    handler.handle(record('back'));
    expect(content()).toBe('back\n');
    disk.room = 0;
    handler.handle(record('lost again'));
    expect(errors).toHaveLength(2);
  });

  it('reports an encoding error also while the disk is full', () => {
    const handler = open({ encoding: 'ascii' });
    const errors: unknown[] = [];
    handler.handleError = (_record, error) => void errors.push((error as Error).name);
    disk.room = 0;
    handler.handle(record('lost'));
    handler.handle(record('é'));
    expect(errors).toEqual(['Error', 'UnicodeEncodeError']);
  });

  it.skipIf(!existsSync('/dev/full'))('stands a device that is always full', () => {
    const handler = open({}, '/dev/full');
    const errors: unknown[] = [];
    handler.handleError = (_record, error) => void errors.push(error);
    handler.handle(record('lost'));
    expect(errors).toEqual([expect.objectContaining({ code: 'ENOSPC' })]);
  });

  it('writes to a stream that was put in place of its file', () => {
    const handler = open();
    const texts: string[] = [];
    handler.setStream({ write: (text) => texts.push(text) });
    handler.handle(record('elsewhere'));
    expect(texts).toEqual(['elsewhere\n']);
    expect(content()).toBe('');
  });

  it.each([
    [{ mode: 'r' }, 'mode'],
    [{ encoding: 'klingon' }, 'encoding'],
    [{ errors: 'hope' }, 'errors'],
    [{ bufferSize: -1 }, 'bufferSize'],
    [{ flushInterval: Number.NaN }, 'flushInterval'],
  ])('refuses %o at once', (options, place) => {
    expect(() => open(options as FileHandlerOptions)).toThrow(
      expect.objectContaining({ name: 'ConfigError', path: place }),
    );
    expect(existsSync(path)).toBe(false);
  });

  it('refuses names that are no files, and shutdown finds nothing of it', async () => {
    for (const name of [null, 7, {}, new URL('http://shop/app.log'), directory]) {
      expect(() => open({}, name as string)).toThrow(
        expect.objectContaining({ name: 'ConfigError', path: 'filename' }),
      );
    }
    await shutdown();
    expect(platform.stderrText).toBe('');
  });
});
