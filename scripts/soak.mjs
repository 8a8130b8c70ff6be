// `npm run soak -- --minutes 30 --browser firefox`: faults and tabs at random; then what the server has is compared with
// what was logged, and the heap of a tab that stayed with what it was. By hand, since it takes as long as it is told.
import { parseArgs } from 'node:util';
import { build } from './build.mjs';
import { findBrowser } from './find-browser.mjs';
import { isMain } from './run.mjs';
import { runTests } from './vitest.mjs';

async function main() {
  const { values } = parseArgs({
    options: {
      minutes: { type: 'string', default: '30' },
      browser: { type: 'string', default: 'chromium' },
    },
  });
  const env = {
    LOGGIA_CHROMIUM: await findBrowser(),
    LOGGIA_SOAK_MINUTES: values.minutes,
    LOGGIA_SOAK_BROWSER: values.browser,
  };
  await build();
  return (await runTests('soak', { env })).failed === 0 ? 0 : 1;
}

if (isMain(import.meta)) process.exitCode = await main();
