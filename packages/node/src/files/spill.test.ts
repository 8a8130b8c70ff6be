import { mkdtempSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type SmallDisk, smallDisk } from './small-disk.testing.js';
import { Spill } from './spill.js';

let directory: string;
let path: string;
let disk: SmallDisk;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'loggia-spill-'));
  path = join(directory, 'spill');
  disk = smallDisk();
});
afterEach(() => {
  disk.restore();
  rmSync(directory, { recursive: true });
});

const add = (spill: Spill, ...texts: string[]): void => {
  const bytes = Buffer.from(texts.join(''));
  let end = 0;
  const ends = texts.map((text) => (end += Buffer.byteLength(text)));
  spill.append(bytes, 0, bytes.length, ends);
};
const textsOf = (spill: Spill, limit = 1000): string[] => {
  const { bytes, ends } = spill.peek(limit);
  return ends.map((end, i) => bytes.toString('utf8', ends[i - 1] ?? 0, end));
};
/** What another process would find. */
const left = (): Spill => Spill.open(path);

describe('a spill', () => {
  it('gives the texts whole and in order, in this process and in the next', () => {
    const spill = Spill.create(path);
    expect(spill.isEmpty).toBe(true);
    add(spill, 'one\n', 'zwölf\nlines\n');
    add(spill, 'three\n');
    expect(textsOf(spill)).toEqual(['one\n', 'zwölf\nlines\n', 'three\n']);
    expect(textsOf(left())).toEqual(['one\n', 'zwölf\nlines\n', 'three\n']);
  });

  it('gives what fits into a limit, but one text at least', () => {
    const spill = Spill.create(path);
    add(spill, 'one\n', 'two\n', 'x'.repeat(500));
    expect(textsOf(spill, 20)).toEqual(['one\n', 'two\n']);
    spill.poured(2, 8);
    expect(textsOf(spill, 20)).toEqual(['x'.repeat(500)]);
  });

  it('knows in the next process how far it has been poured, and where to', () => {
    const spill = Spill.create(path);
    add(spill, 'one\n', 'two\n');
    spill.aim({ inode: 2n ** 63n, size: 12_345 });
    expect(left().target).toEqual({ inode: 2n ** 63n, size: 12_345 });
    spill.poured(1, 4);
    expect(left().target).toBe(undefined);
    expect(textsOf(left())).toEqual(['two\n']);
    spill.poured(1, 4);
    expect(left().isEmpty).toBe(true);
  });

  it('has no text that was not written to the end', () => {
    const spill = Spill.create(path);
    add(spill, 'one\n', 'two\n');
    const { size } = statSync(path);
    for (let cut = 1; cut < 8; cut++) {
      truncateSync(path, size - cut);
      expect(textsOf(left())).toEqual(['one\n']);
    }
  });

  it('is empty if it was not begun to the end', () => {
    for (const bytes of [Buffer.alloc(0), Buffer.alloc(31, 1), Buffer.alloc(100)]) {
      writeFileSync(path, bytes);
      expect(left().isEmpty).toBe(true);
      expect(textsOf(left())).toEqual([]);
    }
  });

  it('takes a text whole or not at all when the disk is full', () => {
    const spill = Spill.create(path);
    add(spill, 'one\n');
    disk.room = 6;
    expect(() => add(spill, 'two\n')).toThrow('ENOSPC');
    disk.room = 100;
    add(spill, 'three\n');
    expect(textsOf(left())).toEqual(['one\n', 'three\n']);
  });

  it('does not fill the disk', () => {
    const spill = Spill.create(path);
    const long = 'x'.repeat(2 ** 24);
    for (let i = 0; i < 3; i++) add(spill, long);
    expect(() => add(spill, long)).toThrow('another process keeps');
    expect(statSync(path).size).toBeLessThan(2 ** 26);
    add(spill, 'short\n');
  });
});
