import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { getLogger, root, shutdown } from 'loggia';
import { listen, stopListening } from 'loggia/config';
import { afterAll, afterEach, expect, it } from 'vitest';
import { until } from '../../packages/node/src/until.testing.js';

const PYTHON = process.env['PYTHON'] ?? 'python3';
const directory = mkdtempSync(join(tmpdir(), 'loggia-config-'));
afterAll(() => rmSync(directory, { recursive: true }));
afterEach(async () => {
  await stopListening();
  await shutdown();
});

async function send(port: number, text: string): Promise<void> {
  const file = join(directory, 'sent');
  writeFileSync(file, text);
  const recipe = '../../examples/cookbook/configuration-server-example/send.py';
  const script = fileURLToPath(new URL(recipe, import.meta.url));
  const child = spawn(PYTHON, [script, file, String(port)], { stdio: ['ignore', 'ignore', 'inherit'] });
  expect(await new Promise((resolve) => child.once('close', resolve))).toBe(0);
}

it("Python's way of sending a configuration works against listen, with INI files and dictionaries", async () => {
  const log = join(directory, 'app.log');
  const server = listen(0);
  await server.start();
  await send(
    server.port,
    `[loggers]\nkeys=root\n[handlers]\nkeys=file\n[formatters]\nkeys=brief\n[logger_root]\nlevel=INFO\nhandlers=file
[handler_file]\nclass=FileHandler\nformatter=brief\nargs=(${JSON.stringify(log)}, 'w')
[formatter_brief]\nformat=%(name)s: %(message)s\n`,
  );
  await until(() => root.level === 20);
  getLogger('shop').info('open');
  expect(readFileSync(log, 'utf8')).toBe('shop: open\n');
  await send(server.port, JSON.stringify({ version: 1, root: { level: 'ERROR', handlers: [] } }));
  await until(() => root.level === 40);
  expect(root.handlers).toEqual([]);
});
