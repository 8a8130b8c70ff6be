import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import puppeteer from 'puppeteer-core';
import { findBrowser } from '../../../scripts/find-browser.mjs';

const FLAGS = ['--no-sandbox', '--disable-background-networking', '--disable-quic'];

/** A Chromium with a profile of its own, which outlives `restart`. */
export async function openBrowser() {
  const profile = await mkdtemp(join(tmpdir(), 'loggia-bench-faults-'));
  const executablePath = await findBrowser();
  const start = () =>
    puppeteer.launch({ executablePath, args: FLAGS, userDataDir: profile, protocolTimeout: 300_000 });
  let browser = await start();
  return {
    get browser() {
      return browser;
    },
    /** Kills it as the system would that is out of memory, and starts it again. */
    async restart() {
      const child = browser.process();
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGKILL');
      await ended;
      await browser.disconnect();
      browser = await start();
      return browser;
    },
    async close() {
      await browser.close();
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
