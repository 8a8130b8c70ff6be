import { mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ConfigError, getHandlerByName, getLogger, root, shutdown } from '@loggia/core';
import { captureLogs } from '@loggia/testing';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { watchConfig } from '../config.js';
import { useProgram } from '../program.testing.js';
import { until } from '../until.testing.js';
import { SIMPLE } from './documents.testing.js';

const directory = mkdtempSync(join(tmpdir(), 'loggia-watch-config-'));
const file = join(directory, 'logging.json');
const kept = join(directory, 'kept.log');
const watches: Disposable[] = [];
afterEach(async () => {
  for (const watch of watches.splice(0)) watch[Symbol.dispose]();
  await shutdown();
});
afterAll(() => rmSync(directory, { recursive: true }));

function config(level: number, log = 'a.log'): string {
  return JSON.stringify({
    version: 1,
    disable_existing_loggers: false,
    handlers: {
      kept: { class: 'FileHandler', filename: kept },
      changing: { class: 'FileHandler', filename: join(directory, log) },
    },
    root: { level, handlers: ['kept', 'changing'] },
  });
}

function watch(path: string | URL = file): void {
  watches.push(watchConfig(path, { interval: 2 }));
}

describe('watchConfig', () => {
  it('applies a file at once, and whenever it changes', async () => {
    writeFileSync(file, config(31));
    watch(pathToFileURL(file));
    expect(root.level).toBe(31);
    writeFileSync(file, config(32));
    await until(() => root.level === 32);
    writeFileSync(`${file}~`, config(33));
    renameSync(`${file}~`, file);
    await until(() => root.level === 33);
    writeFileSync(file, SIMPLE);
    await until(() => getLogger('simpleExample').handlers.length === 1);
  });

  it('throws where the file cannot be applied to begin with', () => {
    expect(() => watch(join(directory, 'none'))).toThrow(ConfigError);
    writeFileSync(file, '{');
    expect(() => watch()).toThrow('logging.json is invalid');
    const yaml = join(directory, 'logging.yml');
    writeFileSync(yaml, 'version: 1\n');
    expect(() => watch(yaml)).toThrow('logging.yml is YAML, and only JSON and INI files are read');
  });

  it('keeps the configuration where the new one is bad or gone, and logs why, once', async () => {
    writeFileSync(file, config(31));
    watch();
    const { records, [Symbol.dispose]: end } = captureLogs('loggia.config');
    writeFileSync(file, '{"version": 1, "root": {"level": "LOUD"}}');
    await until(() => records.length === 1);
    rmSync(file);
    await until(() => records.length === 2);
    expect(root.level).toBe(31);
    writeFileSync(file, config(34));
    await until(() => root.level === 34);
    end();
    expect(records.map((record) => record.getMessage())).toEqual([
      expect.stringMatching(
        /logging\.json is not applied: Unable to configure root logger: root\.level: unknown level/,
      ),
      expect.stringMatching(/logging\.json cannot be read: ENOENT/),
    ]);
  });

  it('leaks no descriptor over 1,000 reloads, and keeps open what does not change', {
    timeout: 120_000,
  }, async () => {
    // Where there is no such directory, the open handlers are what can be counted.
    const open = (): number => readdirSync('/proc/self/fd').length;
    writeFileSync(file, config(1000));
    watch();
    const handler = getHandlerByName('kept');
    const descriptors = open();
    for (let i = 1; i <= 1000; i++) {
      writeFileSync(`${file}~`, config(1000 + i, `${i % 7}.log`));
      renameSync(`${file}~`, file);
      await until(() => root.level === 1000 + i);
      if (i === 500) root.critical('half');
    }
    expect(getHandlerByName('kept')).toBe(handler);
    // The look that is under way may hold one.
    expect(open()).toBeLessThanOrEqual(descriptors + 1);
    expect(readFileSync(kept, 'utf8')).toBe('');
  });
});

describe('a program that watches its configuration', () => {
  const program = useProgram(`
    import { watchConfig } from '@loggia/node/config';
    import { writeFileSync } from 'node:fs';
    writeFileSync(process.argv[2], '{"version": 1}');
    watchConfig(process.argv[2], { interval: 60_000 });
    console.log('done');
  `);

  it('ends when it has nothing else to do', async () => {
    const { code, stdout, stderr } = await program.run({ args: [join(directory, 'ends.json')] });
    expect([code, stdout, stderr]).toEqual([0, 'done\n', '']);
  });
});
