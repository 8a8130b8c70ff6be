// Drives the browsers that tests run in, each by the same interface.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { findBrowser, findFirefox, findWebKit } from '../scripts/find-browser.mjs';
import { openWebKit } from './webkit.js';

export type BrowserName = 'chromium' | 'firefox';
export type TabBrowserName = BrowserName | 'webkit';

/** What can be done with a page of every browser. Scripts are text, and their results JSON. */
export interface Tab {
  goto(url: string): Promise<unknown>;
  reload(): Promise<unknown>;
  evaluate(code: string): Promise<unknown>;
  waitForFunction(code: string): Promise<unknown>;
  close(): Promise<void>;
  /** Not by WebDriver. */
  evaluateOnNewDocument?(code: string): Promise<unknown>;
}

export interface TabBrowser extends AsyncDisposable {
  readonly name: TabBrowserName;
  newPage(): Promise<Tab>;
}

/** A browser with a profile of its own, which outlives it. */
export interface TestBrowser extends AsyncDisposable {
  readonly name: BrowserName;
  newPage(): Promise<Page>;
  /** Ends it as the system would that is out of memory: no page hears of it. */
  kill(): Promise<void>;
  /** Starts it again, with the same profile. */
  restart(): Promise<void>;
}

// Three engines take half an hour, so `npm test` has Chromium alone, and `npm run faults` says that it wants them all.
const wantsAll = process.env['LOGGIA_ENGINES'] === 'all';

/** The browsers that are asked for and there; Chromium always is, since it can be installed. */
export const BROWSERS: readonly BrowserName[] =
  wantsAll && findFirefox() ? ['chromium', 'firefox'] : ['chromium'];

/** Those, and WebKit where it is there. */
export const TAB_BROWSERS: readonly TabBrowserName[] =
  wantsAll && findWebKit() ? [...BROWSERS, 'webkit'] : BROWSERS;

export function openTabBrowser(name: TabBrowserName): Promise<TabBrowser> {
  return name === 'webkit' ? openWebKit() : openBrowser(name);
}

/** @param flags - Further arguments, for Chromium. */
export async function openBrowser(name: BrowserName, flags: readonly string[] = []): Promise<TestBrowser> {
  const profile = await mkdtemp(join(tmpdir(), `loggia-${name}-`));
  const start = (): Promise<Browser> => launch(name, profile, flags);
  let browser = await start();
  const kill = async (): Promise<void> => {
    const child = browser.process();
    const ended = new Promise((resolve) => child?.once('exit', resolve));
    child?.kill('SIGKILL');
    await ended;
    await browser.disconnect();
  };
  return {
    name,
    async newPage() {
      const page = await browser.newPage();
      if (name === 'firefox') page.close = closerOf(page);
      return page;
    },
    kill,
    async restart() {
      browser = await start();
    },
    async [Symbol.asyncDispose]() {
      if (browser.connected) await browser.close();
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** A driven Firefox closes a tab without a word to its page, as no user does; one that is left for another hears of it. */
function closerOf(page: Page): Page['close'] {
  const close = page.close.bind(page);
  return async (options) => {
    await page.goto('about:blank').catch(() => {}); // one that cannot be left is closed as it is
    await close(options);
  };
}

async function launch(name: BrowserName, profile: string, flags: readonly string[]): Promise<Browser> {
  const options = { headless: true, userDataDir: profile, timeout: 60_000, protocolTimeout: 120_000 };
  if (name === 'firefox') {
    return puppeteer.launch({ ...options, browser: 'firefox', executablePath: findFirefox()! });
  }
  return puppeteer.launch({
    ...options,
    executablePath: await findBrowser(),
    args: ['--no-sandbox', '--disable-background-networking', '--disable-quic', ...flags],
  });
}
