import { existsSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { useWriterBench } from './writer-bench.testing.js';

const bench = useWriterBench();

describe('an unbuffered writer', () => {
  it('has written each text when write returns, with one system call', () => {
    const writer = bench.open();
    writer.write('one\n');
    expect(bench.content()).toBe('one\n');
    writer.write('zwölf\n');
    expect(bench.content()).toBe('one\nzwölf\n');
    expect(bench.disk.calls).toBe(2);
    writer.close();
  });

  it('goes on where the system took only a part', () => {
    bench.disk.atOnce = 3;
    const writer = bench.open();
    writer.write('0123456789\n');
    expect(bench.content()).toBe('0123456789\n');
    writer.close();
  });

  it('writes a text that is longer than its room whole', () => {
    const writer = bench.open();
    const long = `${'é'.repeat(300_000)}\n`;
    writer.write(long);
    writer.write('short\n');
    expect(bench.content()).toBe(`${long}short\n`);
    writer.close();
  });

  it('knows the size of the file', () => {
    const first = bench.open();
    first.write('zwölf\n');
    expect(first.size).toBe(7);
    first.close();
    const second = bench.open();
    expect(second.size).toBe(7);
    second.write('x');
    expect(second.size).toBe(8);
    expect(second.encode('ö')).toHaveLength(2);
    second.close();
    const third = bench.open(0, 'w');
    expect(third.size).toBe(0);
    third.close();
  });

  it('asks for no hooks and no timers', () => {
    const writer = bench.open();
    writer.write('one\n');
    expect(bench.platform.calls.timer).toBe(0);
    writer.close();
  });

  it('gives up and counts a text that a full disk refuses, and goes on when there is room', () => {
    const writer = bench.open();
    writer.write('one\n');
    bench.disk.room = 0;
    expect(() => writer.write('two\n')).toThrow('ENOSPC');
    expect(() => writer.write('three\n')).toThrow('ENOSPC');
    expect(writer.lost).toBe(2);
    bench.disk.room = 100;
    writer.write('four\n');
    expect(bench.content()).toBe('one\nfour\n');
    expect(writer.failure).toBe(null);
    writer.close();
  });

  it('finishes a line that it has begun before it writes another', () => {
    const writer = bench.open();
    bench.disk.room = 2;
    expect(() => writer.write('torn\n')).toThrow('ENOSPC');
    expect(() => writer.write('lost\n')).toThrow('ENOSPC');
    expect(writer.lost).toBe(1);
    bench.disk.room = 100;
    writer.write('next\n');
    expect(bench.content()).toBe('torn\nnext\n');
    writer.close();
  });

  it('finishes a line that it has begun even if no other follows', () => {
    const writer = bench.open();
    bench.disk.room = 2;
    expect(() => writer.write('torn\n')).toThrow('ENOSPC');
    bench.disk.room = 100;
    bench.platform.advance(1000);
    expect(bench.content()).toBe('torn\n');
    writer.close();
  });

  it('refuses to write while it is closed', () => {
    const writer = bench.open();
    writer.close();
    expect(() => writer.write('late\n')).toThrow('I/O operation on closed file');
    expect(bench.content()).toBe('');
  });

  it('waits for a pipe that is full, but not for ever', () => {
    const writer = bench.open();
    bench.disk.code = 'EAGAIN';
    bench.disk.room = 0;
    expect(() => writer.write('one\n')).toThrow('EAGAIN');
    expect(bench.disk.calls).toBeGreaterThan(10);
    bench.disk.calls = 0;
    expect(() => writer.write('two\n')).toThrow('EAGAIN');
    expect(bench.disk.calls).toBe(1);
    writer.close();
  });
});

describe('opening', () => {
  it('makes the directories that are missing', () => {
    bench.path = join(bench.directory, 'a', 'b', 'app.log');
    bench.open().close();
    expect(existsSync(bench.path)).toBe(true);
  });

  it('adds to the file or begins it anew, as the mode says', () => {
    for (const mode of ['a', 'a', 'w', 'a'] as const) {
      const writer = bench.open(0, mode);
      writer.write(`${mode}\n`);
      writer.close();
    }
    expect(bench.content()).toBe('w\na\n');
  });

  it('again goes on with the file that has the name now', () => {
    const writer = bench.open(100);
    writer.write('old\n');
    renameSync(bench.path, `${bench.path}.1`);
    writer.reopen();
    writer.write('new\n');
    writer.close();
    expect(readFileSync(`${bench.path}.1`, 'utf8')).toBe('old\n');
    expect(bench.content()).toBe('new\n');
  });

  it('names the path and the cure where there can be no file', () => {
    bench.path = bench.directory;
    expect(() => bench.open()).toThrow(
      expect.objectContaining({
        name: 'ConfigError',
        path: 'filename',
        code: 'EISDIR',
        message: expect.stringMatching(/cannot open the log file '.*': it is a directory; give/),
      }),
    );
    bench.path = join(bench.directory, 'file');
    bench.open().close();
    bench.path = join(bench.path, 'app.log');
    expect(() => bench.open()).toThrow('a part of the path is a file');
  });
});
