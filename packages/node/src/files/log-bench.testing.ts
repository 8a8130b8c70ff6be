import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { type Handler, INFO, LogRecord, replacePlatform } from '@loggia/core';
import { type FakePlatform, fakePlatform, type HandlerUnderTest } from '@loggia/testing';
import { afterEach, beforeEach } from 'vitest';
import type { FileHandler } from '../handlers/file.js';
import { type SmallDisk, smallDisk } from './small-disk.testing.js';

/** A folder, a disk and a clock for each test, and the handlers that it opens. */
export interface LogBench {
  readonly directory: string;
  /** Of `app.log` in the folder. */
  readonly path: string;
  readonly disk: SmallDisk;
  readonly platform: FakePlatform;
  /** Sees to it that the handler is closed, and collects what its `handleError` is given. */
  use<T extends FileHandler>(handler: T): T;
  readonly errors: unknown[];
  /** The names of the files, sorted. */
  names(): string[];
  /** The text of a file in the folder, unpacked if need be; empty if there is none. */
  text(name: string): string;
  /** The lines of files, one after the other. */
  lines(...names: string[]): string[];
  /** What the handler suite wants to know of a handler that writes to the disk. */
  subject(handler: FileHandler, received?: () => string[]): HandlerUnderTest;
}

/** Registers what makes the bench before each test and clears it away after. */
export function useLogBench(): LogBench {
  const bench = {} as { -readonly [K in keyof LogBench]: LogBench[K] };
  const handlers: FileHandler[] = [];
  let restorePlatform: () => void;
  beforeEach(() => {
    bench.directory = mkdtempSync(join(tmpdir(), 'loggia-log-'));
    bench.path = join(bench.directory, 'app.log');
    bench.disk = smallDisk();
    bench.platform = fakePlatform({ startMs: Date.now() });
    bench.errors = [];
    restorePlatform = replacePlatform(bench.platform);
  });
  afterEach(async () => {
    bench.disk.restore();
    for (const handler of handlers.splice(0)) await handler.close();
    restorePlatform();
    rmSync(bench.directory, { recursive: true, force: true });
  });
  bench.use = (handler) => {
    handler.handleError = (_record, error) => void bench.errors.push(error);
    handlers.push(handler);
    return handler;
  };
  bench.names = () => readdirSync(bench.directory).sort();
  bench.text = (name) => {
    const path = join(bench.directory, name);
    if (!existsSync(path)) return '';
    const bytes = readFileSync(path);
    return (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  };
  bench.lines = (...names) => names.flatMap((name) => bench.text(name).split('\n').slice(0, -1));
  bench.subject = (handler, received = () => bench.lines('app.log')) => ({
    handler,
    received,
    breakDestination: () => {
      bench.disk.room = 0;
    },
    repair: () => {
      bench.disk.room = Number.POSITIVE_INFINITY;
    },
  });
  return bench;
}

/** The archives of `app.log` that have numbers, the oldest first, and then itself. */
export function byNumber(names: readonly string[]): string[] {
  const number = (name: string): number => Number(/\.(\d+)(\.gz)?$/.exec(name)?.[1] ?? 0);
  return [...names].sort((a, b) => number(b) - number(a));
}

export const recordOf = (msg: string, level: number = INFO): LogRecord =>
  new LogRecord('test', level, '/test.ts', 1, msg, [], null);

export function emit(handler: Handler, ...texts: string[]): void {
  for (const text of texts) handler.handle(recordOf(text));
}
