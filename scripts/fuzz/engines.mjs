import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { root } from '../run.mjs';

const FRESH = fileURLToPath(new URL('fresh-core.mjs', import.meta.url));

/** The engines, the readers and the scripts of trees, from the sources: nothing need be built first. */
export async function loadEngines() {
  const folder = join(root, '.cache/fuzz');
  mkdirSync(folder, { recursive: true });
  const outfile = join(folder, 'engines.mjs');
  await build({
    stdin: {
      contents: [
        "export * from './format.js';",
        "export { decode, outcomeOf } from './vectors.testing.js';",
        "export { Ini } from './config/ini.js';",
        "export { parseLiteral } from './config/literal.js';",
        "export { ConfigScript } from './config/config-script.testing.js';",
        "export { TreeScript } from './tree-script.testing.js';",
      ].join('\n'),
      resolveDir: join(root, 'packages/core/src'),
    },
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    keepNames: true,
    sourcemap: 'inline',
    plugins: [freshCore],
  });
  // A new name each time, as modules are kept by name.
  return import(`${pathToFileURL(outfile)}?${process.pid}`);
}

/** The tests start a fresh core with vitest's help; here it is a bundle that is run anew. */
const freshCore = {
  name: 'fresh-core',
  setup(bundler) {
    bundler.onResolve({ filter: /fresh\.testing\.js$/ }, () => ({
      path: pathToFileURL(FRESH).href,
      external: true,
    }));
  },
};
