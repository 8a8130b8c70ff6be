import { type Browser, chromium } from 'playwright-core';
import { findBrowser } from '../scripts/find-browser.mjs';

/** The Chromium that the other tests and the example use, headless. */
export async function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: await findBrowser(),
    args: ['--no-sandbox', '--disable-background-networking', '--disable-quic'],
  });
}
