// `npm run soak`: faults and tabs at random; then what the server has is compared with
// what was logged, and the heap of a tab that stayed with what it was. By hand, since it takes as long as it is told.
import { build } from './build.mjs';
import { findBrowser } from './find-browser.mjs';
import { readOptions } from './options.mjs';
import { isMain } from './run.mjs';
import { runTests } from './vitest.mjs';

const HELP = `npm run soak -- [--minutes N] [--browser NAME]

  --minutes N       how long. Default 30
  --browser NAME    chromium or firefox. Default chromium

Example:
  npm run soak -- --minutes 6 --browser firefox`;

async function main() {
  const { minutes, browser } = readOptions(HELP, { minutes: 30, browser: 'chromium' });
  const env = {
    LOGGIA_CHROMIUM: await findBrowser(),
    LOGGIA_SOAK_MINUTES: String(minutes),
    LOGGIA_SOAK_BROWSER: browser,
  };
  await build();
  return (await runTests('soak', { env })).failed === 0 ? 0 : 1;
}

if (isMain(import.meta)) process.exitCode = await main();
