// `npm run ends`: programs with every handler of Node are ended at any moment, while handlers are replaced; then what arrived is
// compared with what was logged. By hand: the tests do each once.
import { readOptions } from './options.mjs';
import { isMain } from './run.mjs';
import { runTests } from './vitest.mjs';

const HELP = `npm run ends -- [--runs N] [--handler NAME]

  --runs N          how often each set-up of each handler is tried. Default 20
  --handler NAME    only this one, such as WorkerHandler

Example:
  npm run ends -- --runs 100 --handler RotatingFileHandler`;

async function main() {
  const { runs, handler } = readOptions(HELP, { runs: 20, handler: undefined });
  const file = 'packages/node/src/exit-matrix/any-moment.test.ts';
  const args = handler === undefined ? [file] : [file, '-t', `: ${handler},`];
  return (await runTests('unit', { args, env: { LOGGIA_ENDS: String(runs) } })).failed === 0 ? 0 : 1;
}

if (isMain(import.meta)) process.exitCode = await main();
