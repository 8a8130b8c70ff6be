// `npm run outage`: a receiver is away in the middle of many records, on each
// road; then what it has got is compared with what was logged. By hand, since it takes minutes.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundleSources } from './bundle-sources.mjs';
import { readOptions } from './options.mjs';
import { isMain, root } from './run.mjs';

const FOLDER = join(root, 'packages/node/src/outage');

const HELP = `npm run outage -- [--records N] [--down SECONDS] [--how SIGNAL] [--road NAME]...

  --records N       records on each road. Default 50000
  --down SECONDS    how long the receiver is away. Default 30
  --how SIGNAL      how it ends: SIGTERM or SIGKILL. Default SIGTERM
  --road NAME       only this road, such as 'syslog tcp'; may be repeated

Example:
  npm run outage -- --records 5000 --down 3 --how SIGKILL`;

async function main() {
  const { records, down, how, road } = readOptions(HELP, {
    records: 50_000,
    down: 30,
    how: 'SIGTERM',
    road: [],
  });
  const parent = mkdtempSync(join(tmpdir(), 'loggia-outage-'));
  try {
    const harness = await bundleSources(
      `export * from './outage-run.testing.js'; export * from './programs.testing.js';`,
      join(parent, 'harness.mjs'),
      FOLDER,
    );
    const { ROADS, RECEIVER, runOutage, SENDER } = await import(pathToFileURL(harness).href);
    const sender = await bundleSources(SENDER, join(parent, 'sender.mjs'), FOLDER);
    const receiver = await bundleSources(RECEIVER, join(parent, 'receiver.mjs'), FOLDER);
    const run = { sender, receiver, records, downMs: 1000 * down };
    const rows = {};
    for (const one of road.length > 0 ? road : ROADS) {
      const directory = join(parent, one.replace(' ', '-'));
      mkdirSync(directory);
      rows[one] = await runOutage({ ...run, how, road: one, directory });
    }
    console.table(rows);
    return Object.values(rows).some(({ lost, doubled }) => lost > 0 || doubled > 0) ? 1 : 0;
  } finally {
    rmSync(parent, { recursive: true, force: true });
  }
}

if (isMain(import.meta)) process.exitCode = await main();
