import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { until } from '../until.testing.js';
import { FileWatch } from './file-watch.js';

const directory = mkdtempSync(join(tmpdir(), 'loggia-watch-'));
const watches: FileWatch[] = [];
afterEach(() => {
  for (const watch of watches.splice(0)) watch.stop();
});
afterAll(() => rmSync(directory, { recursive: true }));

let files = 0;
function watch(path = join(directory, `${files++}`), text = 'first', intervalMs = 5) {
  writeFileSync(path, text);
  const changes: string[] = [];
  const failures: string[] = [];
  const one = new FileWatch(path, Buffer.from(text), intervalMs, {
    onChange: (bytes) => changes.push(Buffer.from(bytes).toString()),
    onFailure: (error) => failures.push((error as NodeJS.ErrnoException).code ?? error.message),
  });
  watches.push(one);
  return { one, path, changes, failures };
}

describe('a watched file', () => {
  it('is told of when it is written anew', async () => {
    const { path, changes } = watch();
    writeFileSync(path, 'second');
    await until(() => changes.length === 1);
    writeFileSync(path, 'third');
    await until(() => changes.length === 2);
    expect(changes).toEqual(['second', 'third']);
  });

  it('is not looked at all the time where that is to be never', async () => {
    const warned = vi.spyOn(process, 'emitWarning');
    watch(undefined, 'first', Infinity);
    expect(warned).not.toHaveBeenCalled();
    warned.mockRestore();
  });

  it('is told of when an editor renames another over it, or a link leads elsewhere', async () => {
    const { path, changes } = watch();
    writeFileSync(`${path}~`, 'renamed');
    renameSync(`${path}~`, path);
    await until(() => changes.length === 1);
    writeFileSync(`${path}.target`, 'linked');
    symlinkSync(`${path}.target`, `${path}~`);
    renameSync(`${path}~`, path);
    await until(() => changes.length === 2);
    expect(changes).toEqual(['renamed', 'linked']);
  });

  it('is not told of when it holds what it held', async () => {
    const { path, changes } = watch();
    utimesSync(path, 1, 1);
    writeFileSync(path, 'first');
    const other = watch();
    for (let i = 0; i < 3; i++) {
      writeFileSync(other.path, `other ${i}`);
      await until(() => other.changes.length === i + 1);
    }
    expect(changes).toEqual([]);
  });

  it('that is gone is told of once, and is found again', async () => {
    const folder = join(directory, 'folder');
    mkdirSync(folder);
    const { path, changes, failures } = watch(join(folder, 'x'));
    rmSync(folder, { recursive: true });
    await until(() => failures.length === 1);
    const other = watch();
    writeFileSync(other.path, 'other');
    await until(() => other.changes.length === 1);
    mkdirSync(folder);
    writeFileSync(path, 'again');
    await until(() => changes.length === 1);
    expect([changes, failures]).toEqual([['again'], ['ENOENT']]);
  });

  it('is left alone after stop', async () => {
    const { one, path, changes } = watch();
    const other = watch();
    one.stop();
    writeFileSync(path, 'second');
    writeFileSync(other.path, 'other');
    await until(() => other.changes.length === 1);
    expect(changes).toEqual([]);
  });
});
