import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { replacePlatform } from '@loggia/core';
import { type FakePlatform, fakePlatform } from '@loggia/testing';
import { afterEach, beforeEach } from 'vitest';
import { fileEncoding } from './encoding.js';
import { type SmallDisk, smallDisk } from './small-disk.testing.js';
import { FileWriter } from './writer.js';

/** What each test of the writer finds anew: a directory, a clock, a disk that can be filled. */
export interface WriterBench {
  directory: string;
  path: string;
  platform: FakePlatform;
  disk: SmallDisk;
  /** What went wrong where nobody asked. */
  unasked: unknown[];
  open(bufferSize?: number, mode?: 'a' | 'w'): FileWriter;
  content(): string;
}

/** Sets a bench up before each test of the file, and clears it away. */
export function useWriterBench(): WriterBench {
  const bench = {
    open(bufferSize = 0, mode: 'a' | 'w' = 'a') {
      const writer = new FileWriter(bench.path, {
        encoding: fileEncoding('utf-8', 'strict'),
        bufferSize,
        flushInterval: 1000,
        onError: (error) => bench.unasked.push(error),
      });
      writer.open(mode);
      return writer;
    },
    content: () => readFileSync(bench.path, 'utf8'),
  } as WriterBench;
  let restorePlatform: () => void;
  beforeEach(() => {
    bench.directory = mkdtempSync(join(tmpdir(), 'loggia-writer-'));
    bench.path = join(bench.directory, 'app.log');
    bench.platform = fakePlatform();
    restorePlatform = replacePlatform(bench.platform);
    bench.disk = smallDisk();
    bench.unasked = [];
  });
  afterEach(() => {
    bench.disk.restore();
    restorePlatform();
    rmSync(bench.directory, { recursive: true, force: true });
  });
  return bench;
}
