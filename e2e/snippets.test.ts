import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { beforeAll, describe, expect, it } from 'vitest';
import { launchChromium } from './chromium.js';
import { collectSnippets, type Snippet } from './snippets.js';

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL('..', import.meta.url));
// Inside the project, so that the snippets resolve what a user would have installed.
const FOLDER = join(ROOT, '.cache', 'snippets');
/** A server has no end: one that runs for so long without a complaint runs. */
const PATIENCE_MS = 3_000;

// The receivers that examples name are nowhere.
const UNDELIVERED = /--- Logging error ---\nError: The program ends with \d+ records undelivered/;

const snippets = collectSnippets();
const fileOf = (snippet: Snippet): string => join(FOLDER, `${snippet.place.replaceAll(/[/:]/g, '-')}.ts`);
const bundleOf = (snippet: Snippet): string => fileOf(snippet).replace(/\.ts$/, '.mjs');

beforeAll(async () => {
  await rm(FOLDER, { recursive: true, force: true });
  await mkdir(FOLDER, { recursive: true });
  await Promise.all(snippets.map((snippet) => writeFile(fileOf(snippet), `${snippet.code}\nexport {};\n`)));
  await Promise.all(
    snippets.map((snippet) =>
      build({
        entryPoints: [fileOf(snippet)],
        outfile: bundleOf(snippet),
        bundle: true,
        format: 'esm',
        target: 'es2022',
        logLevel: 'error',
        ...(snippet.host === 'node' ? { platform: 'node', packages: 'external' } : { platform: 'browser' }),
      }),
    ),
  );
});

async function runUntilPatienceEnds(snippet: Snippet, cwd: string): Promise<{ stderr: string }> {
  try {
    return await run(process.execPath, [bundleOf(snippet)], {
      cwd,
      timeout: PATIENCE_MS,
      env: { ...process.env, PORT: '0' }, // any free one
    });
  } catch (error) {
    if ((error as { killed?: boolean }).killed) return error as { stderr: string };
    throw error;
  }
}

describe('what the documentation shows', () => {
  it('compiles', async () => {
    const config = {
      extends: '../../tsconfig.tests.json',
      compilerOptions: { noUnusedLocals: false, noUnusedParameters: false, incremental: false },
      include: ['*.ts'],
      references: [],
    };
    await writeFile(join(FOLDER, 'tsconfig.json'), JSON.stringify(config));
    const { stdout } = await run('npx', ['tsc', '-p', FOLDER], { cwd: ROOT }).catch((error) => error);
    expect(stdout).toBe('');
  });

  it.each(snippets.filter(({ host }) => host === 'node'))('$place runs', async (snippet) => {
    const cwd = await mkdtemp(join(tmpdir(), 'loggia-snippet-'));
    try {
      const { stderr } = await runUntilPatienceEnds(snippet, cwd);
      expect(stderr.replace(UNDELIVERED, '')).not.toContain('--- Logging error ---');
    } finally {
      await rm(cwd, { recursive: true, force: true });
    }
  });

  it.each(snippets.filter(({ host }) => host === 'page'))('$place runs in a page', async (snippet) => {
    const browser = await launchChromium();
    try {
      const page = await browser.newPage();
      const errors: unknown[] = [];
      page.on('pageerror', (error) => errors.push(error));
      await page.route('http://shop.test/**', (route) =>
        route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>Shop</title>' }),
      );
      await page.goto('http://shop.test/');
      await page.addScriptTag({ type: 'module', path: bundleOf(snippet) });
      expect(errors).toEqual([]);
    } finally {
      await browser.close();
    }
  });
});
