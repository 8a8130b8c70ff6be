// `npm run ingest-run -- --hostile 100000 --batches 20000`: hostile requests by the thousand, with the memory meanwhile,
// and what a batch of ten records costs. By hand: times depend on the machine, and it takes minutes.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { isMain, root } from './run.mjs';

const SESSIONS = 100;
const MIB = 2 ** 20;
/** What memory may grow by after the first tenth, which fills caches. */
const MAX_GROWTH = 16 * MIB;

/** Makes a module of the sources of Loggia, with what its tests share. */
async function bundle(outfile) {
  const source = (path) => join(root, 'packages', path);
  const contents = `
    export * from ${JSON.stringify(source('ingest/src/hostile.testing.ts'))};
    export * from ${JSON.stringify(source('ingest/src/index.ts'))};
    export * from ${JSON.stringify(source('node/src/dedupe-store.ts'))};`;
  const alias = {
    '@loggia/core/format': source('core/src/format.ts'),
    '@loggia/core': source('core/src/index.ts'),
  };
  const format = { bundle: true, platform: 'node', format: 'esm', target: 'node20', logLevel: 'error' };
  await build({ stdin: { contents, loader: 'ts', resolveDir: root }, outfile, alias, ...format });
  return import(pathToFileURL(outfile).href);
}

function memory() {
  // Twice: what a finalizer gives back is free after the second.
  for (let i = 0; i < 2; i++) globalThis.gc();
  const { heapUsed, external, rss } = process.memoryUsage();
  return { used: heapUsed + external, rss };
}

const inMiB = (bytes) => `${(bytes / MIB).toFixed(1)} MiB`;

/** Returns whether all went as it must. */
async function runHostile({ createIngest, hostileRequests }, requests, seed) {
  let taken = 0;
  const ingest = createIngest({ onRecord: () => taken++ });
  const next = hostileRequests(seed, 500);
  let wrong = 0;
  let first;
  let most = 0;
  for (let i = 1; i <= requests; i++) {
    const { request, isRefused } = next();
    const { status } = await ingest(request);
    if (isRefused ? status < 400 || status > 499 : status !== 200) {
      wrong++;
      console.log(`seed ${seed}, request ${i}: ${status}`);
    }
    if (i % Math.ceil(requests / 10) !== 0) continue;
    const { used, rss } = memory();
    first ??= { used, rss };
    most = Math.max(most, used - first.used);
    console.log(`${i} requests: ${inMiB(used)} in use, RSS ${inMiB(rss)}`);
  }
  console.log(`answers: ${JSON.stringify(ingest.stats.requests)}; records taken: ${taken}; wrong: ${wrong}`);
  console.log(`what is in use grew by ${inMiB(most)} at most after the first tenth`);
  return wrong === 0 && taken === 0 && most < MAX_GROWTH;
}

function batch(session, number) {
  const records = Array.from({ length: 10 }, (_, i) => ({
    seq: number * 10 + i,
    name: 'shop.cart',
    levelno: 20,
    levelname: 'INFO',
    message: `added tea number ${i} to the cart of the customer`,
    msg: 'added %s number %d to the cart of the customer',
    created: 1_700_000_000 + i,
    pathname: 'https://shop.example/app.js',
    lineno: 12,
    funcName: 'add',
    extra: { cart: 'c-12345', user: 7 },
  }));
  const resource = { service: 'shop', release: '1.2.3' };
  return JSON.stringify({ v: 1, session, emitted: number * 10 + 9, sentAt: 1.7e9, resource, records });
}

async function runBatches({ createIngest }, name, batches, dedupe) {
  let taken = 0;
  const ingest = createIngest({ onRecord: () => taken++, dedupe });
  let number = 0;
  async function send(count) {
    const bodies = Array.from({ length: count }, () => {
      const id = `${name}${number % SESSIONS}`;
      return batch(id, Math.floor(number++ / SESSIONS));
    });
    const before = process.cpuUsage();
    for (const body of bodies) {
      const { status } = await ingest(new Request('http://logs.example/', { method: 'POST', body }));
      if (status !== 200) throw new Error(`answered ${status}`);
    }
    const { user, system } = process.cpuUsage(before);
    return (user + system) / count;
  }
  await send(Math.ceil(batches / 5));
  const cost = await send(batches);
  if (taken !== number * 10) throw new Error(`${number * 10} records sent, ${taken} taken`);
  const perSecond = Math.round(1e6 / cost).toLocaleString('en');
  console.log(
    `${name}: ${cost.toFixed(1)} µs of CPU for a batch of ten records: ${perSecond} a second on one core`,
  );
}

async function main() {
  const { values } = parseArgs({
    options: {
      hostile: { type: 'string', default: '100000' },
      batches: { type: 'string', default: '20000' },
      seed: { type: 'string', default: '1' },
    },
  });
  const directory = mkdtempSync(join(tmpdir(), 'loggia-ingest-'));
  try {
    const loggia = await bundle(join(directory, 'loggia.mjs'));
    await runBatches(loggia, 'memory only', Number(values.batches));
    const store = loggia.fileDedupeStore(join(directory, 'marks'));
    await runBatches(loggia, 'with a file of marks', Number(values.batches), { store });
    store.close();
    if (!(await runHostile(loggia, Number(values.hostile), Number(values.seed)))) process.exitCode = 1;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

if (isMain(import.meta)) {
  // The collector is only to be had by a flag.
  if (globalThis.gc !== undefined) await main();
  else {
    const args = ['--expose-gc', ...process.argv.slice(1)];
    process.exitCode = spawnSync(process.execPath, args, { stdio: 'inherit' }).status ?? 1;
  }
}
