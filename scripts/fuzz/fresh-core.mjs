import { join } from 'node:path';
import { compileFunction } from 'node:vm';
import { build } from 'esbuild';
import { root } from '../run.mjs';

let start;

/** The core as it is just after import; the one before is given up. */
export async function freshCore() {
  return (await freshConfig()).core;
}

/** The same, and what configures it. */
export async function freshConfig() {
  start ??= await compile();
  Reflect.deleteProperty(globalThis, Symbol.for('loggia.state.v1'));
  const module = { exports: {} };
  start(module, module.exports);
  return module.exports;
}

async function compile() {
  const { outputFiles } = await build({
    stdin: {
      contents: "export * as core from './index.js'; export * as config from './config.js';",
      resolveDir: join(root, 'packages/core/src'),
    },
    bundle: true,
    write: false,
    format: 'cjs',
    target: 'node20',
    keepNames: true,
  });
  return compileFunction(outputFiles[0].text, ['module', 'exports']);
}
