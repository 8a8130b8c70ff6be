// How each package of packages/ becomes dist/esm and dist/cjs. Declarations are the compiler's; see scripts/build.mjs.
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { transform } from 'esbuild';
import esbuild from 'rollup-plugin-esbuild';

const packages = new URL('./packages/', import.meta.url);

/** The folders below packages/. */
export const packageNames = readdirSync(packages, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name)
  .sort();

/** The modules that a package's package.json exports. */
export function entriesOf(name) {
  const { exports } = JSON.parse(readFileSync(new URL(`${name}/package.json`, packages), 'utf8'));
  return [
    ...new Set(
      Array.from(JSON.stringify(exports).matchAll(/\/dist\/esm\/([\w-]+)\.js"/g), (found) => found[1]),
    ),
  ];
}

/** Rollup's options for one package: every module that its package.json exports is an entry. */
export function configFor(name) {
  const folder = fileURLToPath(new URL(`${name}/`, packages));
  return {
    input: Object.fromEntries(entriesOf(name).map((entry) => [entry, `${folder}src/${entry}.ts`])),
    // Packages and node: modules stay what they are; only the package's own files are written.
    external: /^[^./]/,
    plugins: [esbuild({ target: 'es2022', sourceMap: false, tsconfig: false })],
    output: [
      // For bundlers, a file for each module: they leave out what is not imported best by whole files, and
      // `sideEffects` names entries by file, so nothing of an entry may end up elsewhere.
      { dir: `${folder}dist/esm`, format: 'es', preserveModules: true, preserveModulesRoot: `${folder}src` },
      // For Node, few files: to find and read two hundred of them takes longer than all the rest of starting up.
      {
        dir: `${folder}dist/cjs`,
        format: 'cjs',
        exports: 'named',
        chunkFileNames: 'shared-[hash].js',
        plugins: [compact],
      },
    ],
  };
}

/**
 * Without blanks and with short local names, which is a fifth less to install. The names of classes, methods and functions
 * stay, for stacks and `String(handler)`. Bundlers need the comments that this drops.
 */
const compact = {
  name: 'compact',
  renderChunk: async (code) => (await transform(code, { minify: true })).code,
};

export default packageNames.map(configFor);
