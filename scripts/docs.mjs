// `npm run docs`: the guide as a site, on this machine, changing as its pages do. `npm run docs:build`: as files, in
// docs/.vitepress/dist; it fails on a link that leads nowhere.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, run } from './run.mjs';

const DOCS = join(root, 'docs');
const bin = (name) => join(DOCS, 'node_modules', '.bin', name);

/** The site is made with tools that want other versions of Vite and TypeScript than the rest, so it has its own. */
async function install() {
  const { devDependencies } = JSON.parse(readFileSync(join(DOCS, 'package.json'), 'utf8'));
  const isThere = ([name, version]) => {
    const file = join(DOCS, 'node_modules', name, 'package.json');
    return existsSync(file) && JSON.parse(readFileSync(file, 'utf8')).version === version;
  };
  if (Object.entries(devDependencies).every(isThere)) return;
  await step('npm', ['install', '--prefix', DOCS, '--no-audit', '--no-fund', '--no-package-lock']);
}

async function step(command, args) {
  const { code } = await run(command, args, { show: true });
  if (code !== 0) process.exit(code);
}

const [command = 'dev'] = process.argv.slice(2);
await install();
// The reference, from the doc comments.
await step(bin('typedoc'), ['--options', join(DOCS, 'typedoc.json')]);
await step(bin('vitepress'), [command, DOCS]);
