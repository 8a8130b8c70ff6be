import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { basicConfig, getLogger, NullHandler, replacePlatform, root } from '@loggia/core';
import { afterAll, expect, it } from 'vitest';
import { FileHandler } from './handlers/file.js';
import { nodePlatform } from './platform.js';

const directory = mkdtempSync(join(tmpdir(), 'loggia-basic-'));
const restore = replacePlatform(nodePlatform);
afterAll(() => {
  for (const handler of root.handlers) void handler.close();
  restore();
  rmSync(directory, { recursive: true });
});

it("basicConfig takes every keyword of Python's", () => {
  const filename = join(directory, 'app.log');
  writeFileSync(filename, 'old\n');
  const file = { filename, filemode: 'w', encoding: 'latin-1', errors: 'replace' } as const;
  const lines = { format: '{asctime} {levelname} {message}', style: '{', datefmt: '%Y' } as const;
  basicConfig({ ...file, ...lines, level: 15, force: true });
  getLogger('shop').log(15, 'é €');
  getLogger('shop').debug('below');
  expect(readFileSync(filename, 'latin1')).toBe(`${new Date().getFullYear()} Level 15 é ?\n`);

  const [before] = root.handlers as [FileHandler];
  const own = new NullHandler();
  const other = new FileHandler(filename, { delay: true });
  other.setFormatter(before.formatter);
  basicConfig({ handlers: new Set([own, other]), format: '%(message)s', force: true });
  expect(root.handlers).toEqual([own, other]);
  expect([before.stream, own.formatter === null, other.formatter === before.formatter]).toEqual([
    null,
    false,
    true,
  ]);
});
