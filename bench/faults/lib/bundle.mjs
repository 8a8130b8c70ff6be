import { readFileSync } from 'node:fs';
import { build } from 'esbuild';

const here = new URL('../', import.meta.url);

/** An SDK's page as one script, as an application would bundle it. */
export async function bundle({ name, page }) {
  const { outputFiles } = await build({
    stdin: {
      contents: `${page}\nglobalThis.isReady = true;`,
      sourcefile: `${name}.mjs`,
      resolveDir: here.pathname,
    },
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    conditions: ['browser'],
    target: 'es2022',
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'error',
  });
  return outputFiles[0].text;
}

/** The versions of what an SDK is made of. */
export function versionsOf({ packages }) {
  const folderOf = (name) => (name === 'loggia' ? '../../packages/loggia' : `node_modules/${name}`);
  return Object.fromEntries(
    packages.map((name) => [
      name,
      JSON.parse(readFileSync(new URL(`${folderOf(name)}/package.json`, here), 'utf8')).version,
    ]),
  );
}
