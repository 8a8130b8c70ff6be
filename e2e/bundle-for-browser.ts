// Three bundlers, each used as an application for browsers would; each gives one ES module as text.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build as esbuild } from 'esbuild';
import { type Plugin, rollup } from 'rollup';
import { build as vite } from 'vite';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const CONDITIONS: ReadonlySet<string> = new Set(['browser', 'import', 'default']);

interface Manifest {
  readonly exports: { readonly [path: string]: unknown };
  readonly sideEffects: boolean | readonly string[];
}

export const BUNDLERS: Readonly<Record<string, (entry: string) => Promise<string>>> = {
  async esbuild(entry) {
    const options = { bundle: true, write: false, format: 'esm', platform: 'browser' } as const;
    const { outputFiles } = await esbuild({ ...options, entryPoints: [entry], logLevel: 'error' });
    return outputFiles[0]!.text;
  },

  async rollup(entry) {
    const bundle = await rollup({ input: entry, plugins: [resolvePackages()] });
    const { output } = await bundle.generate({ format: 'es' });
    await bundle.close();
    return output[0].code;
  },

  async vite(entry) {
    const result = await vite({
      root: dirname(entry),
      configFile: false,
      logLevel: 'error',
      build: { write: false, minify: false, rollupOptions: { input: entry, output: { format: 'es' } } },
    });
    if (!('output' in result)) throw new Error('vite gave no single bundle');
    return result.output[0].code;
  },
};

/** Calls back with the path of an application's module; it lies where `loggia` can be found. */
export async function withEntry<T>(source: string, use: (entry: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(ROOT, 'e2e/.bundle-'));
  try {
    writeFileSync(join(folder, 'app.js'), source);
    return await use(join(folder, 'app.js'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What @rollup/plugin-node-resolve does, as far as Loggia needs it: `exports` by condition, and `sideEffects`. */
function resolvePackages(): Plugin {
  const require = createRequire(join(ROOT, 'package.json'));
  return {
    name: 'resolve-packages',
    resolveId(source, importer) {
      if (importer === undefined) return null;
      const [, name, rest] = /^((?:@[^/]+\/)?[^./][^/]*)(\/.*)?$/.exec(source) ?? [];
      const id =
        name === undefined ? resolve(dirname(importer), source) : fromExports(name, `.${rest ?? ''}`);
      return { id, moduleSideEffects: hasSideEffects(id) };
    },
  };

  function fromExports(name: string, path: string): string {
    const manifestPath = require.resolve(`${name}/package.json`);
    const found = pick(readManifest(manifestPath).exports[path]);
    if (found === undefined) throw new Error(`${name} has no ${path} for browsers`);
    return join(dirname(manifestPath), found);
  }
}

function pick(target: unknown): string | undefined {
  if (typeof target === 'string') return target;
  for (const [condition, inner] of Object.entries(target as object)) {
    const found = CONDITIONS.has(condition) ? pick(inner) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

function hasSideEffects(file: string): boolean {
  const [folder] = /^.*\/packages\/[^/]+(?=\/dist\/)/.exec(file) ?? [];
  if (folder === undefined) return true;
  const { sideEffects } = readManifest(join(folder, 'package.json'));
  return typeof sideEffects === 'boolean' ? sideEffects : sideEffects.includes(`./${relative(folder, file)}`);
}

function readManifest(path: string): Manifest {
  return JSON.parse(readFileSync(path, 'utf8')) as Manifest;
}
