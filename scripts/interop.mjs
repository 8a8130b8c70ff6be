// `npm run test:interop`: the handlers of Node against the real programs that they speak with.
import { findPeers } from './peers.mjs';
import { isMain } from './run.mjs';
import { runTests } from './vitest.mjs';

/** Returns how many tests passed and failed; a program that is missing is a failure and said so. */
export async function interop(args = []) {
  try {
    return await runTests('interop', { args, env: await findPeers() });
  } catch (error) {
    console.error(`interop: ${error.message}`);
    return { passed: 0, failed: 1 };
  }
}

if (isMain(import.meta)) process.exitCode = (await interop(process.argv.slice(2))).failed === 0 ? 0 : 1;
