import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describeHandler } from '@loggia/testing';
import { describe, expect, it } from 'vitest';
import { RotatingFileHandler, type RotatingFileOptions } from '../handlers/rotating-file.js';
import { TimedRotatingFileHandler } from '../handlers/timed-rotating-file.js';
import { byNumber, emit, useLogBench } from './log-bench.testing.js';

const bench = useLogBench();
const open = (options?: RotatingFileOptions): RotatingFileHandler =>
  bench.use(
    new RotatingFileHandler(bench.path, { maxBytes: 5, backupCount: 3, compress: 'gzip', ...options }),
  );
const put = (name: string, content: string | Buffer): void =>
  writeFileSync(join(bench.directory, name), content);

describeHandler(it, 'RotatingFileHandler that compresses', () => ({
  handler: open({ maxBytes: 100, backupCount: 1000 }),
  received: () => bench.lines(...byNumber(bench.names().filter((name) => !name.endsWith('.tmp')))),
}));

describe('an archive', () => {
  it('is compressed when close has been waited for, and the text is the same', async () => {
    const handler = open();
    emit(handler, 'one', 'two', 'three', 'four', 'five');
    await handler.close();
    expect(bench.names()).toEqual(['app.log', 'app.log.1.gz', 'app.log.2.gz', 'app.log.3.gz']);
    expect(bench.lines('app.log.3.gz', 'app.log.2.gz', 'app.log.1.gz', 'app.log')).toEqual([
      'two',
      'three',
      'four',
      'five',
    ]);
  });

  it('may be renamed and deleted while it is compressed', async () => {
    const handler = open({ maxBytes: 2000, backupCount: 4 });
    const texts = Array.from({ length: 3000 }, (_, i) => `line ${i} ${'x'.repeat(50)}`);
    for (const [i, text] of texts.entries()) {
      emit(handler, text);
      // Rollovers happen every 33 lines, so that several fall into each compression.
      if (i % 40 === 0) await new Promise(setImmediate);
    }
    await handler.close();
    const lines = bench.lines(...byNumber(bench.names()));
    expect(bench.names()).toEqual(
      ['app.log', 1, 2, 3, 4].map((n) => (n === 'app.log' ? n : `app.log.${n}.gz`)),
    );
    expect(lines).toEqual(texts.slice(-lines.length));
  });

  it('keeps its permissions and its time', async () => {
    const handler = open();
    emit(handler, 'one');
    chmodSync(bench.path, 0o640);
    utimesSync(bench.path, 1_000_000_000, 1_000_000_000);
    handler.doRollover();
    await handler.close();
    const stats = statSync(join(bench.directory, 'app.log.1.gz'));
    expect([stats.mode & 0o777, stats.mtimeMs]).toEqual([0o640, 1_000_000_000_000]);
  });

  it('gets the name that the namer gives, and .gz', async () => {
    const handler = open();
    handler.namer = (name) => name.replace('app.log', 'old');
    emit(handler, 'one', 'two');
    await handler.close();
    expect(bench.names()).toEqual(['app.log', 'old.1.gz']);
  });

  it('with a time in its name counts once, compressed or not', async () => {
    const handler = bench.use(
      new TimedRotatingFileHandler(bench.path, { when: 's', backupCount: 2, compress: 'gzip' }),
    );
    for (const text of ['one', 'two', 'three', 'four', 'five']) {
      emit(handler, text);
      bench.platform.advance(1000);
      if (text === 'three') await handler.close();
    }
    await handler.close();
    expect(bench.names()).toHaveLength(3);
    const [, ...archives] = bench.names();
    expect(bench.lines(...archives)).toEqual(['three', 'four']);
  });

  it('takes the place of the one before it, compressed or not', async () => {
    put('app.log.1.gz', gzipSync('newer\n'));
    put('app.log.2', 'older\n');
    const handler = open({ backupCount: 2 });
    emit(handler, 'one', 'two');
    await handler.close();
    expect(bench.lines('app.log.2.gz', 'app.log.1.gz', 'app.log')).toEqual(['newer', 'one', 'two']);
  });

  it('stays as it is when it cannot be compressed, and no record is lost', async () => {
    const handler = open();
    mkdirSync(join(bench.directory, 'app.log.1.gz'));
    put('app.log.1.gz/something', '');
    handler.rotate(bench.path, join(bench.directory, 'app.log.1'));
    emit(handler, 'one');
    expect(bench.errors).toEqual([]);
    await handler.close();
    expect(bench.platform.stderrText.match(/Logging error/g)).toHaveLength(1);
    expect(bench.names()).toEqual(['app.log.1', 'app.log.1.gz']);
    rmSync(join(bench.directory, 'app.log.1.gz'), { recursive: true });
    await open().close();
    expect(bench.names()).toEqual(['app.log', 'app.log.1.gz']);
  });
});

describe('what a killed process left', () => {
  it('is finished at the next start: archives that were not compressed, or not yet deleted', async () => {
    put('app.log.1', 'one\n');
    put('app.log.2', 'two\n');
    put('app.log.2.gz', gzipSync('two\n'));
    put('app.log.3.gz', gzipSync('three\n'));
    await open().close();
    expect(bench.names()).toEqual(['app.log', 'app.log.1.gz', 'app.log.2.gz', 'app.log.3.gz']);
    expect(bench.lines('app.log.1.gz', 'app.log.2.gz', 'app.log.3.gz')).toEqual(['one', 'two', 'three']);
  });

  it('is deleted at the next start: compressed files that were begun, and nothing else', async () => {
    const dead = 'app.log.4194305.0123abcd.gz.tmp';
    const recycled = `app.log.${process.pid}.0123abcd.gz.tmp`;
    const living = `app.log.${process.pid}.4567cdef.gz.tmp`;
    const others = ['app.log.gz.tmp', 'other.log.4194305.0123abcd.gz.tmp', living];
    for (const name of [dead, recycled, ...others]) put(name, 'torn');
    utimesSync(join(bench.directory, recycled), 1, 1);
    await open().close();
    expect(bench.names()).toEqual(['app.log', ...others].sort());
  });

  it('has the namer that is set after the handler was made', async () => {
    put('old.1', 'one\n');
    const handler = open();
    handler.namer = (name) => name.replace('app.log', 'old');
    await handler.close();
    expect(bench.names()).toEqual(['app.log', 'old.1.gz']);
  });
});

describe('two handlers of one file', () => {
  it('compress an archive once, and harm nothing', async () => {
    put('app.log.1', 'x'.repeat(1_000_000));
    const handlers = [open(), open()];
    await Promise.all(handlers.map((handler) => handler.close()));
    expect(bench.names()).toEqual(['app.log', 'app.log.1.gz']);
    expect(bench.text('app.log.1.gz')).toHaveLength(1_000_000);
    expect(bench.platform.stderrText).toBe('');
  });
});

describe('compressing', () => {
  it('leaves an archive that is written to meanwhile', async () => {
    put('app.log.1', 'x'.repeat(2_000_000));
    const handler = open();
    while (!bench.names().some((name) => name.endsWith('.tmp'))) await new Promise(setImmediate);
    appendFileSync(join(bench.directory, 'app.log.1'), 'more\n');
    await handler.close();
    expect(bench.names()).toEqual(['app.log', 'app.log.1']);
  });

  it('lets the event loop go on', async () => {
    put('app.log.1', 'x'.repeat(20_000_000));
    const handler = open();
    let turns = 0;
    const count = (): void => {
      turns++;
      if (existsSync(join(bench.directory, 'app.log.1'))) setImmediate(count);
    };
    setImmediate(count);
    await handler.close();
    expect(turns).toBeGreaterThan(100);
    expect(readdirSync(bench.directory)).toContain('app.log.1.gz');
  });
});
