import { readFileSync } from 'node:fs';
import { type Platform, replacePlatform } from '@loggia/core';
import { describe, expect, it } from 'vitest';
import { useWriterBench } from './writer-bench.testing.js';

const bench = useWriterBench();
const withExit = (onExit: Platform['onExit']): (() => void) =>
  replacePlatform(Object.assign(Object.create(bench.platform), { onExit }) as Platform);

describe('a buffered writer', () => {
  it('writes when the buffer is full, whole texts at a time', () => {
    const writer = bench.open(10);
    writer.write('1234\n');
    writer.write('5678\n');
    expect(bench.content()).toBe('');
    writer.write('9\n');
    expect(bench.content()).toBe('1234\n5678\n');
    expect(bench.disk.calls).toBe(1);
    writer.write('longer than ten\n');
    expect(bench.content()).toBe('1234\n5678\n9\nlonger than ten\n');
    writer.close();
  });

  it('counts what waits in its size', () => {
    const writer = bench.open(100);
    writer.write('1234\n');
    expect(writer.size).toBe(5);
    writer.close();
  });

  it('knows where each text ends, whatever its characters take in bytes', () => {
    const texts = ['é\n', '€uro\n', '\u{1f600}\n', 'plain\n'];
    const whole = Buffer.from(texts.join(''));
    const writer = bench.open(100);
    for (const text of texts) writer.write(text);
    expect(writer.size).toBe(whole.length);
    // Room for the first text and a part of the second.
    bench.disk.room = 5;
    expect(() => writer.close()).toThrow('ENOSPC');
    expect(readFileSync(bench.path)).toEqual(whole.subarray(0, 5));
    expect(writer.lost).toBe(3);
  });

  it('writes what waits after the interval, counted from the oldest text', () => {
    const writer = bench.open(100);
    writer.write('one\n');
    bench.platform.advance(999);
    writer.write('two\n');
    expect(bench.content()).toBe('');
    bench.platform.advance(1);
    expect(bench.content()).toBe('one\ntwo\n');
    writer.close();
  });

  it('writes what waits when the program may end', () => {
    const writer = bench.open(100);
    writer.write('one\n');
    bench.platform.exit('leaving');
    expect(bench.content()).toBe('one\n');
    writer.write('two\n');
    bench.platform.exit('exit');
    expect(bench.content()).toBe('one\ntwo\n');
    writer.close();
  });

  it('has hooks only while something waits', () => {
    const hooks = new Set<unknown>();
    const restore = withExit((callback) => {
      hooks.add(callback);
      return () => void hooks.delete(callback);
    });
    const writer = bench.open(10);
    expect(hooks.size).toBe(0);
    writer.write('one\n');
    writer.write('two and more\n');
    writer.write('3\n');
    expect(hooks.size).toBe(1);
    expect(bench.platform.pendingTimers).toBe(1);
    writer.flush();
    expect(hooks.size).toBe(0);
    expect(bench.platform.pendingTimers).toBe(0);
    writer.write('4\n');
    writer.close();
    expect(hooks.size).toBe(0);
    restore();
  });

  it('writes at once in a program that is ending already', () => {
    const restore = withExit((callback) => {
      callback('exit');
      return () => {};
    });
    const writer = bench.open(100);
    writer.write('one\n');
    expect(bench.content()).toBe('one\n');
    writer.write('two\n');
    expect(bench.content()).toBe('one\ntwo\n');
    writer.close();
    restore();
  });

  it('keeps what a full disk refuses, within its bounds, and writes it in order later', () => {
    const writer = bench.open(10);
    bench.disk.room = 6;
    writer.write('1234\n');
    writer.write('5678\n');
    expect(() => writer.write('9\n')).toThrow('ENOSPC');
    expect(writer.lost).toBe(1);
    bench.disk.room = 100;
    writer.flush();
    expect(bench.content()).toBe('1234\n5678\n');
    writer.close();
  });

  it('tries again by itself, and reports a row of failures once', () => {
    const writer = bench.open(100);
    writer.write('one\n');
    bench.disk.room = 0;
    bench.platform.advance(3000);
    expect(bench.unasked).toHaveLength(1);
    bench.disk.room = 100;
    bench.platform.advance(1000);
    expect(bench.content()).toBe('one\n');
    expect(bench.platform.pendingTimers).toBe(0);
    writer.close();
  });

  it('counts what it could not write when it is closed, down to the text', () => {
    const writer = bench.open(100);
    for (const text of ['one\n', 'two\n', 'three\n']) writer.write(text);
    bench.disk.room = 5;
    expect(() => writer.close()).toThrow('ENOSPC');
    expect(bench.content()).toBe('one\nt');
    expect(writer.lost).toBe(2);
    expect(writer.fd).toBe(undefined);
    expect(bench.platform.pendingTimers).toBe(0);
  });
});
