// How each package of packages/ becomes dist/esm and dist/cjs. Declarations are the compiler's; see scripts/build.mjs.
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import esbuild from 'rollup-plugin-esbuild';
import { minify } from 'terser';

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
    plugins: [esbuild({ target: 'es2022', sourceMap: false, tsconfig: false }), compact],
    output: [
      // For bundlers, a file for each module: they leave out what is not imported best by whole files, and
      // `sideEffects` names entries by file, so nothing of an entry may end up elsewhere.
      { dir: `${folder}dist/esm`, format: 'es', preserveModules: true, preserveModulesRoot: `${folder}src` },
      // For Node, few files: to find and read two hundred of them takes longer than all the rest of starting up.
      { dir: `${folder}dist/cjs`, format: 'cjs', exports: 'named', chunkFileNames: 'shared-[hash].js' },
    ],
  };
}

/**
 * Without blanks and with short local names, which is a third less to install. The names of classes, methods and functions
 * stay, for stacks and `String(handler)`, and a line each for statements. So do the comments by which bundlers know what
 * they may leave out.
 */
const compact = {
  name: 'compact',
  async renderChunk(code, _chunk, { format }) {
    const names = { keep_classnames: true, keep_fnames: true };
    const minified = await minify(code, {
      module: format === 'es',
      ecma: 2022,
      // What a bundler's minifier gets is shorter in the end if it finds expressions as they were written.
      compress: format === 'cjs' && { ...names },
      mangle: { ...names },
      format: { comments: false, preserve_annotations: true, semicolons: false },
    });
    return minified.code;
  },
};

export default packageNames.map(configFor);
