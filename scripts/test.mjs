// `npm test`: everything there is to check. All of it runs, whatever fails; the last line is the sum.
import { check } from './check.mjs';
import { e2e } from './e2e.mjs';
import { runTests } from './vitest.mjs';

const started = performance.now();
let passed = 0;
let failed = 0;
for (const [name, part] of Object.entries({ check, unit: () => runTests('unit'), e2e: () => e2e() })) {
  console.log(`\n# ${name}`);
  const result = await part();
  passed += result.passed;
  failed += result.failed;
}
console.log(`\nin ${((performance.now() - started) / 1000).toFixed(0)} s`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
