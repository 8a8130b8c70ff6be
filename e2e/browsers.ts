// Drives the browsers that tests run in, each by the same interface.
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { findBrowser } from '../scripts/find-browser.mjs';

export type BrowserName = 'chromium' | 'firefox';

/** A browser with a profile of its own, which outlives it. */
export interface TestBrowser extends AsyncDisposable {
  readonly name: BrowserName;
  newPage(): Promise<Page>;
  /** Ends it as the system would that is out of memory: no page hears of it. */
  kill(): Promise<void>;
  /** Starts it again, with the same profile. */
  restart(): Promise<void>;
}

/** Prefers the variable `LOGGIA_FIREFOX`; undefined where there is none. */
export function findFirefox(): string | undefined {
  const { LOGGIA_FIREFOX, PATH = '' } = process.env;
  if (LOGGIA_FIREFOX) return LOGGIA_FIREFOX;
  const folders = [...PATH.split(delimiter), '/Applications/Firefox.app/Contents/MacOS'];
  const files = folders.flatMap((folder) => ['firefox', 'firefox-esr'].map((name) => join(folder, name)));
  return files.find((file) => existsSync(file));
}

/** The browsers that are there; Chromium always is, since it can be installed. */
export const BROWSERS: readonly BrowserName[] = findFirefox() ? ['chromium', 'firefox'] : ['chromium'];

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
    newPage: () => browser.newPage(),
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
