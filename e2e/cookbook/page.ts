import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import { launchChromium } from '../chromium.js';

const HTML =
  '<!doctype html><title>Recipe</title><link rel="icon" href="data:,"><script type="module" src="/page.js"></script>';

/** A page in Chromium, and what it writes to its console. */
export class RecipePage implements AsyncDisposable {
  readonly #browser: Browser;
  readonly #page: Page;
  readonly #address: string;
  #lines: string[] = [];

  private constructor(browser: Browser, page: Page, address: string) {
    this.#browser = browser;
    this.#page = page;
    this.#address = address;
    page.on('console', (message) => this.#lines.push(...message.text().split('\n')));
    page.on('pageerror', (error) => this.#lines.push(`Uncaught ${error}`));
  }

  static async launch(address: string): Promise<RecipePage> {
    const browser = await launchChromium();
    return new RecipePage(browser, await browser.newPage(), address);
  }

  /** Does what a line of `expected.txt` says: `# open`, `# open ?debug`, `# reload`, `# click #pay`. What was printed before is forgotten. */
  async step(command: string): Promise<void> {
    this.#lines = [];
    const [verb, selector = ''] = command.split(' ');
    if (verb === 'open') await this.#page.goto(new URL(selector, this.#address).href);
    else if (verb === 'reload') await this.#page.reload();
    else if (verb === 'click') await this.#page.click(selector);
    else throw new Error(`"# ${command}": a page can be told to open, to reload, or to click a selector`);
  }

  get printed(): string {
    return this.#lines.join('\n');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#browser.close();
  }
}

export interface PageServer extends AsyncDisposable {
  readonly address: string;
}

/** Serves a recipe that has no server of its own: `index.html` if there is one, and each `x.ts`, with all it imports, as `x.js`. */
export async function servePage(folder: string): Promise<PageServer> {
  const index = join(folder, 'index.html');
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const script = join(folder, pathname.replace(/\.js$/, '.ts'));
    if (pathname === '/') {
      response.setHeader('content-type', 'text/html');
      response.end(existsSync(index) ? readFileSync(index) : HTML);
    } else if (/^\/[\w-]+\.js$/.test(pathname) && existsSync(script)) {
      response.setHeader('content-type', 'text/javascript');
      response.end(await bundle(script));
    } else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function bundle(script: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [script],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    logLevel: 'error',
  });
  return outputFiles[0]!.text;
}
