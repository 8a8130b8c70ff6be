// `npm run outage -- --records 50000 --down 30 --how SIGTERM`: a receiver is away in the middle of many records, on each
// road; then what it has got is compared with what was logged. By hand, since it takes minutes.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { isMain, root } from './run.mjs';

const FOLDER = join(root, 'packages/node/src/outage');

/** Makes a module of its own of TypeScript and the sources of Loggia. */
async function bundle(contents, outfile) {
  const alias = Object.fromEntries(
    ['core', 'node', 'ingest'].map((name) => [
      `@loggia/${name}`,
      join(root, 'packages', name, 'src/index.ts'),
    ]),
  );
  alias['@loggia/core/format'] = join(root, 'packages/core/src/format.ts');
  const format = { bundle: true, platform: 'node', format: 'esm', target: 'node20', logLevel: 'error' };
  await build({ stdin: { contents, loader: 'ts', resolveDir: FOLDER }, outfile, alias, ...format });
  return outfile;
}

async function main() {
  const { values } = parseArgs({
    options: {
      records: { type: 'string', default: '50000' },
      // Seconds.
      down: { type: 'string', default: '30' },
      how: { type: 'string', default: 'SIGTERM' },
      road: { type: 'string', multiple: true },
    },
  });
  const parent = mkdtempSync(join(tmpdir(), 'loggia-outage-'));
  try {
    const harness = await bundle(
      `export * from './outage-run.testing.js'; export * from './programs.testing.js';`,
      join(parent, 'harness.mjs'),
    );
    const { ROADS, RECEIVER, runOutage, SENDER } = await import(pathToFileURL(harness).href);
    const sender = await bundle(SENDER, join(parent, 'sender.mjs'));
    const receiver = await bundle(RECEIVER, join(parent, 'receiver.mjs'));
    const run = { sender, receiver, records: Number(values.records), downMs: 1000 * Number(values.down) };
    const rows = {};
    for (const road of values.road ?? ROADS) {
      const directory = join(parent, road.replace(' ', '-'));
      mkdirSync(directory);
      rows[road] = await runOutage({ ...run, how: values.how, road, directory });
    }
    console.table(rows);
    return Object.values(rows).some(({ lost, doubled }) => lost > 0 || doubled > 0) ? 1 : 0;
  } finally {
    rmSync(parent, { recursive: true, force: true });
  }
}

if (isMain(import.meta)) process.exitCode = await main();
