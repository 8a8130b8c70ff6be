import { type Browser, chromium } from 'playwright-core';
import { findBrowser } from '../scripts/find-browser.mjs';

/**
 * The Chromium that the other tests and the example use, headless.
 *
 * @param withCache - With the back/forward cache that users' browsers have; the driver is not made for it.
 */
export async function launchChromium({ withCache = false } = {}): Promise<Browser> {
  return chromium.launch({
    ignoreDefaultArgs: withCache ? ['--disable-back-forward-cache'] : [],
    executablePath: await findBrowser(),
    args: ['--no-sandbox', '--disable-background-networking', '--disable-quic'],
  });
}
