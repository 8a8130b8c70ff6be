import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { emit } from '../files/log-bench.testing.js';
import { Spill } from '../files/spill.js';
import { placeOfProcess } from '../process-life.js';
import { useSharedLog } from './shared-log.testing.js';

const { bench, open, allLines, folder, spills } = useSharedLog();

describe('what a killed process left', () => {
  const DEAD = `4194305-1-${placeOfProcess()}-00000001`;
  const die = (): void => {
    mkdirSync(folder('turn'), { recursive: true });
    writeFileSync(folder('turn', `held.${DEAD}.${bench.platform.now()}`), '');
  };
  const leave = (...texts: string[]): Spill => {
    mkdirSync(folder(), { recursive: true });
    const spill = Spill.create(folder(`spill.${DEAD}`));
    for (const text of texts) spill.append(Buffer.from(text), 0, text.length, [text.length]);
    return spill;
  };

  it('is in the log when the next one starts, and whole, in its order and within the size', async () => {
    leave('one\n', 'two\nthree\n', 'four\n', 'five\n').close();
    open({ maxBytes: 12 });
    await Promise.resolve();
    expect(['app.log.2', 'app.log.1', 'app.log'].map(bench.text)).toEqual([
      'one\n',
      'two\nthree\n',
      'four\nfive\n',
    ]);
    expect(spills()).toEqual([]);
  });

  it('is in the log soon when others go on', () => {
    const handler = open();
    emit(handler, 'one');
    leave('two\n').close();
    bench.platform.advance(15);
    emit(handler, 'three');
    expect(allLines().sort()).toEqual(['one', 'three', 'two']);
  });

  it('is not a torn line', () => {
    writeFileSync(bench.path, 'one\ntwo\nthr');
    die();
    emit(open(), 'four');
    expect(allLines()).toEqual(['one', 'two', 'four']);
  });

  it.each([
    ['before it wrote a byte', 'one\n'],
    ['after some bytes', 'one\ntw'],
    ['after a line', 'one\ntwo\n'],
    ['after all', 'one\ntwo\nthree\n'],
  ])('is there once, though it was being poured: killed %s', (_when, content) => {
    writeFileSync(bench.path, content);
    const spill = leave('two\n', 'three\n');
    spill.aim({ inode: statSync(bench.path, { bigint: true }).ino, size: 4 });
    spill.close();
    die();
    emit(open(), 'four');
    expect(allLines()).toEqual(['one', 'two', 'three', 'four']);
  });

  it('is an unfinished rollover that gives up no archive more than a finished one', () => {
    writeFileSync(join(bench.directory, 'app.log.2'), 'two\n');
    writeFileSync(join(bench.directory, 'app.log.3'), 'one\n');
    writeFileSync(bench.path, 'three\n');
    die();
    emit(open({ maxBytes: 6, backupCount: 3 }), 'four');
    expect(allLines()).toEqual(['one', 'two', 'three', 'four']);
  });
});
