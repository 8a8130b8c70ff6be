import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { launchChromium } from './chromium.js';
import { collectSnippets } from './snippets.js';

// Inside the project, so that servers find what a user would have installed.
const FOLDER = fileURLToPath(new URL('../.cache/guide/', import.meta.url));

let cwd: string;
let server: ChildProcess | undefined;

beforeEach(async () => {
  await mkdir(FOLDER, { recursive: true });
  cwd = await mkdtemp(join(tmpdir(), 'loggia-guide-'));
});
afterEach(async () => {
  server?.kill('SIGKILL');
  await rm(cwd, { recursive: true, force: true });
});

/** The one snippet of a page of the guide that has these words in it. */
function snippet(page: string, words: string): string {
  const found = collectSnippets().filter(
    ({ place, code }) => place.startsWith(`docs/${page}:`) && code.includes(words),
  );
  expect(found).toHaveLength(1);
  return found[0]!.code;
}

async function bundle(code: string, outfile: string, platform: 'node' | 'browser'): Promise<string> {
  await build({
    stdin: { contents: code, resolveDir: FOLDER, loader: 'ts' },
    outfile,
    bundle: true,
    format: 'esm',
    platform,
    ...(platform === 'node' ? { packages: 'external' as const } : {}),
  });
  return outfile;
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as { port: number };
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

/** Runs a server of the guide; answers with its address when it listens. */
async function serve(name: string, code: string): Promise<string> {
  const file = await bundle(code, join(FOLDER, `${name}.mjs`), 'node');
  const port = await freePort();
  server = spawn(process.execPath, [file], {
    cwd,
    stdio: 'inherit',
    env: { ...process.env, PORT: String(port) },
  });
  const base = `http://127.0.0.1:${port}`;
  await expect
    .poll(
      () =>
        fetch(base).then(
          ({ ok }) => ok,
          () => false,
        ),
      { timeout: 30_000 },
    )
    .toBe(true);
  return base;
}

describe('the first five minutes', () => {
  it('end with the debug records of a page in a file of the server, since there was an error', async () => {
    await bundle(snippet('start.md', '// page.ts'), join(cwd, 'page.js'), 'browser');
    const base = await serve('start', snippet('start.md', '// server.ts'));
    const browser = await launchChromium();
    try {
      const page = await browser.newPage();
      await page.goto(base);
      const lines = (): Promise<string[]> =>
        readFile(join(cwd, 'pages.log'), 'utf8').then((text) =>
          text
            .trimEnd()
            .split('\n')
            .map((line) => line.slice(24)),
        );
      await expect
        .poll(lines, { timeout: 30_000 })
        .toEqual([
          'DEBUG shop.page: opened',
          'DEBUG shop.page: cart has 3 items',
          'ERROR shop.page: paying failed',
        ]);
    } finally {
      await browser.close();
    }
  });

  it('take twenty lines on each side', () => {
    const count = (code: string): number =>
      code.split('\n').filter((line) => /\S/.test(line) && !/^\s*\/\//.test(line)).length;
    expect(count(snippet('start.md', '// server.ts'))).toBeLessThanOrEqual(20);
    expect(count(snippet('start.md', '// page.ts'))).toBeLessThanOrEqual(20);
  });
});

/** What the modules of the guide may export. */
interface Routes {
  default: { fetch(request: Request): Response | Promise<Response> };
  POST(input: Request | { request: Request }): Promise<Response>;
  action(input: { request: Request }): Promise<Response>;
}

const BATCH = {
  v: 1,
  session: 'guide',
  emitted: 0,
  records: [
    { seq: 0, name: 'shop.page', levelno: 40, levelname: 'ERROR', message: 'paying failed', created: 1 },
  ],
};
const post = {
  method: 'POST',
  headers: { 'content-type': 'text/plain;charset=utf-8' },
  body: JSON.stringify(BATCH),
};

describe('the endpoint', () => {
  it.each([
    ['Express', "from 'express'"],
    ['Fastify', "from 'fastify'"],
  ])('takes batches where the guide puts it into %s', async (name, words) => {
    const base = await serve(name, snippet('frameworks.md', words));
    const answer = await fetch(`${base}/logs`, post);
    expect([answer.status, await answer.json()]).toEqual([200, { accepted: 1, duplicates: 0, rejected: [] }]);
  });

  const request = (): Request => new Request('http://shop.test/logs', post);
  it.each<[name: string, words: string, call: (routes: Routes) => Response | Promise<Response>]>([
    ['Hono', "from 'hono'", ({ default: app }) => app.fetch(request())],
    ['Next.js', '// app/logs/route.ts', ({ POST }) => POST(request())],
    ['SvelteKit', '// src/routes/logs', ({ POST }) => POST({ request: request() })],
    ['React Router', '// app/routes/logs', ({ action }) => action({ request: request() })],
  ])('takes batches where the guide puts it into %s', async (name, words, call) => {
    const file = await bundle(snippet('frameworks.md', words), join(FOLDER, `${name}.mjs`), 'node');
    const answer = await call(await import(file));
    expect([answer.status, await answer.json()]).toEqual([200, { accepted: 1, duplicates: 0, rejected: [] }]);
  });
});
