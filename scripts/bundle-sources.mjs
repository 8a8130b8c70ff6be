// Makes a module of its own of TypeScript and the sources of Loggia, for programs that run in processes of their own.
import { join } from 'node:path';
import { build } from 'esbuild';
import { packageNames } from '../rollup.config.mjs';
import { root } from './run.mjs';

const source = (...path) => join(root, 'packages', ...path);

/**
 * @param contents - A module in TypeScript.
 * @param outfile - Where to write it, bundled for Node.
 * @param resolveDir - The folder that its relative imports start from.
 * @returns outfile
 */
export async function bundleSources(contents, outfile, resolveDir = root) {
  // The longer name first: esbuild takes `@loggia/core` for the beginning of a path.
  const alias = { '@loggia/core/format': source('core/src/format.ts') };
  for (const name of packageNames) alias[`@loggia/${name}`] = source(name, 'src/index.ts');
  const format = { bundle: true, platform: 'node', format: 'esm', target: 'node20', logLevel: 'error' };
  await build({ stdin: { contents, loader: 'ts', resolveDir }, outfile, alias, ...format });
  return outfile;
}
