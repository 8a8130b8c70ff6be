import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BUNDLERS, withEntry } from './bundle-for-browser.js';
import { launchChromium } from './chromium.js';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const run = promisify(execFile);

/** What a program prints in a process of its own, where `loggia` is installed. */
async function nodePrints(
  program: string,
  { type = 'module', flags = [] as string[] } = {},
): Promise<unknown> {
  const args = [...flags, `--input-type=${type}`, '-e', program];
  const { stdout } = await run(process.execPath, args, { cwd: ROOT });
  return JSON.parse(stdout);
}

describe('loggia in Node', () => {
  it('is imported with the Node platform', async () => {
    const program = `import * as logging from 'loggia';
      console.log(JSON.stringify([logging.getPlatform().name, import.meta.resolve('loggia').split('/').at(-2)]));`;
    expect(await nodePrints(program)).toEqual(['node', 'node']);
  });

  it('is required with the Node platform', async () => {
    const program = `const logging = require('loggia');
      console.log(JSON.stringify([logging.getPlatform().name, require.resolve('loggia').split(/[\\\\/]/).at(-2)]));`;
    expect(await nodePrints(program, { type: 'commonjs' })).toEqual(['node', 'cjs']);
  });

  it('is one copy for those who import it and those who require it', async () => {
    const program = `import { createRequire } from 'node:module';
      import * as one from 'loggia';
      const two = createRequire(import.meta.resolve('loggia/package.json'))('loggia');
      console.log(JSON.stringify(Object.keys(two).filter((name) => one[name] !== two[name])));`;
    expect(await nodePrints(program)).toEqual([]);
  });

  it('is one tree of loggers, also where there are two copies', async () => {
    const program = `import * as one from './packages/core/dist/esm/index.js';
      import * as two from 'loggia';
      const lines = [];
      one.getLogger().addHandler(new one.StreamHandler({ write: (text) => lines.push(text) }));
      two.getLogger('shop').warning('%d apples', 3);
      console.log(JSON.stringify([one.Logger !== two.Logger, one.getLogger('shop') === two.getLogger('shop'), lines]));`;
    expect(await nodePrints(program)).toEqual([true, true, ['3 apples\n']]);
  });

  it('offers the same names under every condition', async () => {
    for (const [entry, known] of [
      ['loggia', 'getLogger'],
      ['loggia/config', 'dictConfig'],
    ]) {
      const program = `console.log(JSON.stringify(Object.keys(await import('${entry}')).sort()));`;
      const names = (flags: string[]): Promise<unknown> => nodePrints(program, { flags });
      const expected = await names([]);
      expect(expected).toContain(known);
      for (const condition of ['browser', 'worker', 'workerd', 'edge-light']) {
        expect(await names([`--conditions=${condition}`])).toEqual(expected);
      }
    }
  });

  it.each(['core', 'node', 'browser', 'ingest', 'testing', 'loggia'])(
    'has every file that %s exports',
    (name) => {
      const folder = `${ROOT}packages/${name}/`;
      const { exports } = JSON.parse(readFileSync(`${folder}package.json`, 'utf8')) as { exports: unknown };
      const files = Array.from(
        JSON.stringify(exports).matchAll(/"(\.\/dist\/[^"]+)"/g),
        ([, file]) => file as string,
      );
      expect(files.length).toBeGreaterThan(0);
      expect(files.filter((file) => !existsSync(folder + file))).toEqual([]);
    },
  );
});

describe.each(Object.keys(BUNDLERS))('loggia in a page, bundled by %s', (name) => {
  let browser: Browser;
  let code: string;

  beforeAll(async () => {
    browser = await launchChromium();
    const app = `import * as logging from 'loggia';
      const lines = [];
      const logger = logging.getLogger('shop');
      logger.addHandler(new logging.StreamHandler({ write: (text) => lines.push(text) }));
      logger.warning('%d apples', 3);
      globalThis.seen = [logging.getPlatform().name, lines];`;
    code = await withEntry(app, BUNDLERS[name]!);
  });
  afterAll(() => browser?.close());

  it('runs with the browser platform', async () => {
    const page = await browser.newPage();
    await page.addScriptTag({ content: code, type: 'module' });
    // An inline module runs some time after it was put in.
    await page.waitForFunction('globalThis.seen');
    expect(await page.evaluate('globalThis.seen')).toEqual(['browser', ['3 apples\n']]);
  });

  it('imports nothing, least of all from Node', () => {
    expect(code).not.toMatch(/\b(from|import)\s*\(?\s*["'`]node:|\brequire\(|^import\b/m);
  });

  it('pays nothing for configuration, unless it is configured', async () => {
    const page = `import { ConsoleHandler, getLogger } from 'loggia';
      getLogger().addHandler(new ConsoleHandler());
      getLogger('shop').warning('out of tea');`;
    const configured = `import { dictConfig } from 'loggia/config';
      dictConfig({ version: 1, handlers: { c: { class: 'ConsoleHandler' } }, root: { handlers: ['c'] } });`;
    const traces = /did you mean|cfg:|Unable to configure|dictConfig|configInForce|draft-07/;
    expect(await withEntry(page, BUNDLERS[name]!)).not.toMatch(traces);
    expect(await withEntry(configured, BUNDLERS[name]!)).toMatch(traces);
  });

  it('knows the handlers of a page by name where it is configured, and none of Node', async () => {
    const app = `import { getHandlerByName, getPlatform } from 'loggia';
      import { checkConfig, dictConfig } from 'loggia/config';
      dictConfig({ version: 1, handlers: { c: { class: 'ConsoleHandler' } }, root: { handlers: ['c'] } });
      const [problem] = checkConfig({ version: 1, handlers: { f: { class: 'logging.FileHandler', filename: 'x' } } });
      globalThis.configured = [getPlatform().name, getHandlerByName('c').constructor.name, problem.message];`;
    const page = await browser.newPage();
    await page.addScriptTag({ content: await withEntry(app, BUNDLERS[name]!), type: 'module' });
    await page.waitForFunction('globalThis.configured');
    expect(await page.evaluate('globalThis.configured')).toEqual([
      'browser',
      'ConsoleHandler',
      'FileHandler needs Node: in a page, log to the console, or ship records to a server with HTTPHandler',
    ]);
  });

  it('leaves out the handlers that are not used', () => {
    expect(code).toContain('StreamHandler');
    for (const unused of ['MemoryHandler', 'NullHandler', 'ConsoleHandler', 'HTTPHandler']) {
      expect(code).not.toMatch(new RegExp(`class ${unused}\\b|\\b${unused} = class`));
    }
  });
});
