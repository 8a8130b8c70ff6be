import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { chromium } from 'playwright-core';

const POLL_MS = 50;
const PATIENCE_MS = 15_000;

/** Uses the shop as a customer would, and waits for the page's records in the server's file. */
export async function shopAlone(address: string, logFile: string, browser?: string): Promise<string[]> {
  const chromiumBrowser = await chromium.launch({
    ...(browser === undefined ? {} : { executablePath: browser }),
    args: ['--no-sandbox', '--disable-background-networking', '--disable-quic'],
  });
  try {
    const page = await chromiumBrowser.newPage();
    await page.goto(address);
    await page.click('button[data-item=tea]');
    await page.click('button[data-item=kettle]');
    await page.click('#pay');
    return await shippedLines(logFile);
  } finally {
    await chromiumBrowser.close();
  }
}

/** The page's records in the file, once the error has come, with the lines of its stack. */
async function shippedLines(logFile: string): Promise<string[]> {
  for (const deadline = Date.now() + PATIENCE_MS; Date.now() < deadline; await pause(POLL_MS)) {
    const text = await readFile(logFile, 'utf8');
    if (!text.includes('card refused')) continue;
    const records = text.split(/\n(?=\d{4}-)/);
    return records.filter((record) => /^\S+ \S+ page /.test(record)).map((record) => record.trimEnd());
  }
  throw new Error(`Nothing was shipped within ${PATIENCE_MS / 1000} s; see ${logFile}`);
}
