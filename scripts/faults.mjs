// `npm run faults`: the rows of e2e/faults/README.md alone, in Chromium, Firefox and WebKit; with `-- --long` at their full length, by hand, since that takes
// half an hour. What else is given goes to vitest, such as `-t 'in webkit'`.
import { e2e } from './e2e.mjs';
import { isMain } from './run.mjs';

const FOLDERS = ['e2e/faults', 'e2e/page'];

if (isMain(import.meta)) {
  const args = process.argv.slice(2);
  process.env.LOGGIA_ENGINES ??= 'all';
  if (args.includes('--long')) process.env.LOGGIA_FAULTS = 'long';
  const { failed } = await e2e([...FOLDERS, ...args.filter((arg) => arg !== '--long')]);
  process.exitCode = failed === 0 ? 0 : 1;
}
