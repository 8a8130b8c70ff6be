// `npm run shared-file`: processes log into one file and are killed at random; then what is in the files is compared with
// what was logged. By hand, since it takes a minute.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundleSources } from './bundle-sources.mjs';
import { readOptions } from './options.mjs';
import { isMain, root } from './run.mjs';

const HARNESS = join(root, 'packages/node/src/files/shared-run.testing.ts');

const HELP = `npm run shared-file -- [--processes N] [--records N] [--kills N] [--max-bytes N | --when UNIT] [...]

  --processes N     processes that log at once. Default 8
  --records N       records of each. Default 100000
  --kills N         how often one of them is killed. Default 150
  --max-bytes N     the size at which a file is given up. Default 1048576
  --when UNIT       a rollover by time instead, such as s for each second
  --buffer-size N   bytes that may wait in each process. Default 0
  --compress gzip   compress the files that were given up
  --compare         once more with a file for each process, to see what of the times is due to the machine

Examples:
  npm run shared-file -- --records 10000 --kills 20
  npm run shared-file -- --when s --compress gzip --buffer-size 8192`;

/** Runs it once in a directory of its own. */
async function runOnce(parent, run) {
  const directory = mkdtempSync(join(parent, 'run-'));
  const { runShared, SHARED_WRITER } = await import(pathToFileURL(join(parent, 'harness.mjs')).href);
  const program = await bundleSources(SHARED_WRITER, join(parent, 'writer.mjs'));
  return runShared({ directory, program, ...run });
}

async function main() {
  const options = readOptions(HELP, {
    processes: 8,
    records: 100_000,
    kills: 150,
    'max-bytes': 2 ** 20,
    'buffer-size': 0,
    compress: undefined,
    when: undefined,
    compare: false,
  });
  const { processes, records, kills, compress, when } = options;
  const bySize = {
    class: 'RotatingFileHandler',
    maxBytes: options['max-bytes'],
    backupCount: 100_000,
  };
  const byTime = { class: 'TimedRotatingFileHandler', when, utc: true };
  const handler = {
    bufferSize: options['buffer-size'],
    compress,
    ...(when === undefined ? bySize : byTime),
  };

  const parent = mkdtempSync(join(tmpdir(), 'loggia-shared-'));
  await bundleSources(`export * from ${JSON.stringify(HARNESS)}`, join(parent, 'harness.mjs'));
  const run = { processes, records, kills };
  const figures = await runOnce(parent, { ...run, handler: { ...handler, shared: true } });
  console.dir(figures, { depth: 2, maxArrayLength: 10 });
  if (options.compare) {
    const { calls } = await runOnce(parent, { ...run, kills: 0, handler });
    console.log('Logging calls with a file for each process, in ms:', calls);
  }

  const { missing, doubled, torn, unordered, largest, longestRecord } = figures;
  const isTooLong = when === undefined && largest > handler.maxBytes + longestRecord;
  const faults = missing.length + doubled.length + torn.length + unordered.length + (isTooLong ? 1 : 0);
  if (faults > 0) {
    console.log(`${faults} faults; the files are in ${parent}`);
    return 1;
  }
  rmSync(parent, { recursive: true, force: true });
  console.log('Every record is there whose call returned, once and whole, and no file is too long.');
  return 0;
}

if (isMain(import.meta)) process.exitCode = await main();
