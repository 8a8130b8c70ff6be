// `npm run shared-file -- --processes 8 --records 100000 --kills 150`: processes log into one file and are killed at
// random; then what is in the files is compared with what was logged. By hand, since it takes a minute.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { isMain, root } from './run.mjs';

const HARNESS = join(root, 'packages/node/src/files/shared-run.testing.ts');

/** Makes a module of its own of TypeScript and the sources of Loggia. */
async function bundle(contents, outfile) {
  const alias = Object.fromEntries(
    ['core', 'node'].map((name) => [`@loggia/${name}`, join(root, 'packages', name, 'src/index.ts')]),
  );
  const format = { bundle: true, platform: 'node', format: 'esm', target: 'node20', logLevel: 'error' };
  await build({ stdin: { contents, loader: 'ts', resolveDir: root }, outfile, alias, ...format });
  return outfile;
}

/** Runs it once in a directory of its own. */
async function runOnce(parent, run) {
  const directory = mkdtempSync(join(parent, 'run-'));
  const { runShared, SHARED_WRITER } = await import(pathToFileURL(join(parent, 'harness.mjs')).href);
  const program = await bundle(SHARED_WRITER, join(parent, 'writer.mjs'));
  return runShared({ directory, program, ...run });
}

async function main() {
  const { values } = parseArgs({
    options: {
      processes: { type: 'string', default: '8' },
      records: { type: 'string', default: '100000' },
      kills: { type: 'string', default: '150' },
      'max-bytes': { type: 'string', default: String(2 ** 20) },
      'buffer-size': { type: 'string', default: '0' },
      compress: { type: 'string' },
      // A rollover by time instead of size, such as `s`.
      when: { type: 'string' },
      // The same once more with a file for each process, to see what of the times is due to the machine.
      compare: { type: 'boolean', default: false },
    },
  });
  const [processes, records, kills] = [values.processes, values.records, values.kills].map(Number);
  const bySize = {
    class: 'RotatingFileHandler',
    maxBytes: Number(values['max-bytes']),
    backupCount: 100_000,
  };
  const byTime = { class: 'TimedRotatingFileHandler', when: values.when, utc: true };
  const handler = {
    bufferSize: Number(values['buffer-size']),
    compress: values.compress,
    ...(values.when === undefined ? bySize : byTime),
  };

  const parent = mkdtempSync(join(tmpdir(), 'loggia-shared-'));
  await bundle(`export * from ${JSON.stringify(HARNESS)}`, join(parent, 'harness.mjs'));
  const run = { processes, records, kills };
  const figures = await runOnce(parent, { ...run, handler: { ...handler, shared: true } });
  console.dir(figures, { depth: 2, maxArrayLength: 10 });
  if (values.compare) {
    const { calls } = await runOnce(parent, { ...run, kills: 0, handler });
    console.log('Logging calls with a file for each process, in ms:', calls);
  }

  const { missing, doubled, torn, unordered, largest, longestRecord } = figures;
  const isTooLong = values.when === undefined && largest > handler.maxBytes + longestRecord;
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
