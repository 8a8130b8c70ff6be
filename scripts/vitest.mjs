// Runs one project of vitest.config.ts and counts its tests.
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root, run } from './run.mjs';

/** Runs the tests of a project, with vitest's own output on the terminal. */
export async function runTests(project, { args = [], env } = {}) {
  const report = join(root, '.cache', `${project}.json`);
  mkdirSync(join(root, '.cache'), { recursive: true });
  rmSync(report, { force: true });
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const { code } = await run('vitest', ['run', '--project', project, ...reporters, ...args], {
    show: true,
    env,
  });
  const { numPassedTests: passed = 0, numFailedTests: failed = 0 } = readReport(report);
  // A file that cannot be loaded, or an error between tests, fails the run without a failed test.
  return { passed, failed: code === 0 ? failed : Math.max(failed, 1) };
}

function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return {};
  }
}
