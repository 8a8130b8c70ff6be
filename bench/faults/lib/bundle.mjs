import { readFileSync } from 'node:fs';
import { pageBundle } from '../../lib/page-bundle.mjs';

const here = new URL('../', import.meta.url);

/** An SDK's page as one script, as an application would bundle it. */
export async function bundle({ name, page }) {
  const contents = `${page}\nglobalThis.isReady = true;`;
  const program = { contents, sourcefile: `${name}.mjs`, resolveDir: here.pathname };
  const define = { 'process.env.NODE_ENV': '"production"' };
  return (await pageBundle(program, { define, logLevel: 'error' })).text;
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
