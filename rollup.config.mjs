// How each package of packages/ becomes dist/esm and dist/cjs. Declarations are the compiler's; see scripts/build.mjs.
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import esbuild from 'rollup-plugin-esbuild';

const packages = new URL('./packages/', import.meta.url);

/** The folders below packages/. */
export const packageNames = readdirSync(packages, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name)
  .sort();

/** Rollup's options for one package: every module that its package.json exports is an entry. */
export function configFor(name) {
  const folder = fileURLToPath(new URL(`${name}/`, packages));
  const { exports } = JSON.parse(readFileSync(`${folder}package.json`, 'utf8'));
  const entries = new Set(
    Array.from(JSON.stringify(exports).matchAll(/\/dist\/esm\/([\w-]+)\.js"/g), (found) => found[1]),
  );
  // A file of its own for each module: `sideEffects` names entries by file, so nothing of an entry may end up elsewhere.
  const output = { sourcemap: true, preserveModules: true, preserveModulesRoot: `${folder}src` };
  return {
    input: Object.fromEntries(Array.from(entries, (entry) => [entry, `${folder}src/${entry}.ts`])),
    // Packages and node: modules stay what they are; only the package's own files are written.
    external: /^[^./]/,
    plugins: [esbuild({ target: 'es2022', sourceMap: true, tsconfig: false })],
    output: [
      { ...output, dir: `${folder}dist/esm`, format: 'es' },
      { ...output, dir: `${folder}dist/cjs`, format: 'cjs', exports: 'named' },
    ],
  };
}

export default packageNames.map(configFor);
