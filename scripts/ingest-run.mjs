// `npm run ingest-run`: hostile requests by the thousand, with the memory meanwhile,
// and what a batch of ten records costs. By hand: times depend on the machine, and it takes minutes.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundleSources } from './bundle-sources.mjs';
import { readOptions } from './options.mjs';
import { isMain } from './run.mjs';

const SESSIONS = 100;
const MIB = 2 ** 20;
/** What memory may grow by after the first tenth, which fills caches. */
const MAX_GROWTH = 16 * MIB;

/** The sources of Loggia, with what its tests share. */
const SOURCES = `
  export * from './packages/ingest/src/hostile.testing.ts';
  export * from './packages/ingest/src/index.ts';
  export * from './packages/node/src/dedupe-store.ts';`;
const HELP = `npm run ingest-run -- [--hostile N] [--batches N] [--seed N]

  --hostile N    hostile requests. Default 100000
  --batches N    batches of ten records, once without and once with a store. Default 20000
  --seed N       what the hostile requests are made from. Default 1

Example:
  npm run ingest-run -- --hostile 10000 --seed 7`;

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
  const { hostile, batches, seed } = readOptions(HELP, { hostile: 100_000, batches: 20_000, seed: 1 });
  const directory = mkdtempSync(join(tmpdir(), 'loggia-ingest-'));
  try {
    const module = await bundleSources(SOURCES, join(directory, 'loggia.mjs'));
    const loggia = await import(pathToFileURL(module).href);
    await runBatches(loggia, 'memory only', batches);
    const store = loggia.fileDedupeStore(join(directory, 'marks'));
    await runBatches(loggia, 'with a file of marks', batches, { store });
    store.close();
    if (!(await runHostile(loggia, hostile, seed))) process.exitCode = 1;
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
