// `npm run e2e`: the tests of e2e/, on what is built, in Chromium; with LOGGIA_ENGINES=all in Firefox and WebKit, too.
import { build } from './build.mjs';
import { findBrowser, findOtherBrowsers } from './find-browser.mjs';
import { isMain } from './run.mjs';
import { runTests } from './vitest.mjs';

/** Returns how many tests passed and failed; no browser, or nothing built, is a failure and said so. */
export async function e2e(args = []) {
  try {
    const browser = await findBrowser();
    const others = process.env.LOGGIA_ENGINES === 'all' ? await findOtherBrowsers() : [];
    console.log(`e2e: with ${[browser, ...others].join(', ')}`);
    await build();
    return await runTests('e2e', { args, env: { LOGGIA_CHROMIUM: browser } });
  } catch (error) {
    console.error(`e2e: ${error.message}`);
    return { passed: 0, failed: 1 };
  }
}

if (isMain(import.meta)) process.exitCode = (await e2e(process.argv.slice(2))).failed === 0 ? 0 : 1;
