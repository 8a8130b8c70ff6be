// `npm test`: everything there is to check; all of it runs, whatever fails, and the last line is the sum. With `-- --interop`
// also against the programs of others, which must be there or be installed.
import { check } from './check.mjs';
import { e2e } from './e2e.mjs';
import { interop } from './interop.mjs';
import { runTests } from './vitest.mjs';

const parts = { check, unit: () => runTests('unit'), e2e: () => e2e() };
if (process.argv.includes('--interop')) parts.interop = () => interop();

const started = performance.now();
let passed = 0;
let failed = 0;
for (const [name, part] of Object.entries(parts)) {
  console.log(`\n# ${name}`);
  const result = await part();
  passed += result.passed;
  failed += result.failed;
}
console.log(`\nin ${((performance.now() - started) / 1000).toFixed(0)} s`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
