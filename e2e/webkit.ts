// Drives WebKit, as WebKitGTK has it, by the WebDriver protocol, with as much of puppeteer's interface as can be had so.
import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { findWebKit } from '../scripts/find-browser.mjs';
import type { Tab, TabBrowser } from './browsers.js';

/** Longer than any script waits. */
const SCRIPT_MS = 120_000;

/** What runs in the page for `evaluate`: what it settles with comes back as JSON. */
const EVALUATE = `const done = arguments[arguments.length - 1];
const json = (value) => { try { return JSON.stringify(value) ?? null; } catch { return null; } };
new Promise((resolve) => resolve((0, eval)(arguments[0]))).then(
  (value) => done({ json: json(value) }),
  (error) => done({ error: String(error) }));`;

/** Its profile is forgotten when it ends. */
export async function openWebKit(): Promise<TabBrowser> {
  const { screen, display } = await openScreen();
  const port = await freePort();
  const driver = spawn('WebKitWebDriver', [`--port=${port}`, '--host=127.0.0.1'], {
    stdio: 'ignore',
    env: {
      ...process.env,
      DISPLAY: display,
      WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1',
      LIBGL_ALWAYS_SOFTWARE: '1',
    },
  });
  const call = async (method: string, path: string, body?: object): Promise<unknown> => {
    const init = { method, ...(body && { body: JSON.stringify(body) }) };
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, init);
    const { value } = (await answer.json()) as { value: { message?: string } };
    if (!answer.ok) throw new Error(`WebKit, ${path}: ${value.message}`);
    return value;
  };
  await until(() => call('GET', '/status'));
  const options = { binary: findWebKit(), args: ['--automation'] };
  const timeouts = { script: SCRIPT_MS };
  const { sessionId } = (await call('POST', '/session', {
    capabilities: { alwaysMatch: { 'webkitgtk:browserOptions': options, timeouts } },
  })) as { sessionId: string };
  const session = `/session/${sessionId}`;

  // One tab at a time can be spoken to.
  let last: Promise<unknown> = Promise.resolve();
  const inTab = (handle: string, work: () => Promise<unknown>): Promise<unknown> => {
    const done = last.then(async () => {
      await call('POST', `${session}/window`, { handle });
      return work();
    });
    last = done.catch(() => {});
    return done;
  };
  const home = (await call('GET', `${session}/window`)) as string;
  const newTab = (): Promise<unknown> => call('POST', `${session}/window/new`, { type: 'tab' });
  const newPage = async (): Promise<Tab> => {
    const { handle } = (await inTab(home, newTab)) as { handle: string };
    const evaluate = async (code: string): Promise<unknown> => {
      const script = { script: EVALUATE, args: [code] };
      const work = (): Promise<unknown> => call('POST', `${session}/execute/async`, script);
      const { json, error } = (await inTab(handle, work)) as { json?: string; error?: string };
      if (error !== undefined) throw new Error(error);
      return typeof json === 'string' ? JSON.parse(json) : undefined;
    };
    return {
      evaluate,
      goto: (url) => inTab(handle, () => call('POST', `${session}/url`, { url })),
      reload: () => inTab(handle, () => call('POST', `${session}/refresh`, {})),
      waitForFunction: (code) =>
        until(async () => {
          if (!(await evaluate(code))) throw new Error(`never true: ${code}`);
        }),
      async close() {
        await inTab(handle, () => call('DELETE', `${session}/window`));
      },
    };
  };
  return {
    name: 'webkit',
    newPage,
    async [Symbol.asyncDispose]() {
      await call('DELETE', session).catch(() => {});
      driver.kill();
      screen.kill();
    },
  };
}

/** A screen that nobody sees, by a number that is free. */
async function openScreen(): Promise<{ screen: ChildProcess; display: string }> {
  const args = ['-displayfd', '3', '-screen', '0', '1280x800x24', '-nolisten', 'tcp'];
  const screen = spawn('Xvfb', args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  const number = await new Promise<string>((resolve, reject) => {
    screen.stdio[3]?.once('data', (data) => resolve(String(data).trim()));
    screen.once('exit', () => reject(new Error('Xvfb ended at once')));
  });
  return { screen, display: `:${number}` };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** Tries until it works, for half a minute. */
async function until<T>(work: () => Promise<T>): Promise<T> {
  const end = Date.now() + 30_000;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (Date.now() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
