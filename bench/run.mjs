// `npm run bench`: Loggia and its peers on the same work, in processes of their own, alternating round by round.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { readOptions } from '../scripts/options.mjs';
import { bundles } from './lib/bundles.mjs';
import { ENDINGS, linesLost } from './lib/exit.mjs';
import { summarize, writeReport } from './lib/report.mjs';
import { runChild } from './lib/run-child.mjs';
import { median } from './lib/samples.mjs';
import { installed, startup } from './lib/startup.mjs';

const HELP = `npm run bench -- [--case NAME]... [--peer NAME]... [--rounds N] [--no-docs]

Measures Loggia against other loggers, one process for each peer, case and round, and prints ratios within a round.

  --case NAME   only this case; may be repeated. One of:
                disabled deep adapter json text bound percall error fresh
                file-json file-text buffered-json buffered-text rotation-durable rotation-buffered
                write-profile memory exit startup startup-profile install bundle
  --peer NAME   only this peer and the references (raw, loggia); may be repeated
  --rounds N    rounds of each case. Default 5
  --no-docs     leave results/latest.json and docs/performance.md as they are

Examples:
  npm run bench -- --case json --peer pino
  npm run bench -- --case file-text --case file-json --rounds 9
`;

const MICRO = ['disabled', 'deep', 'adapter', 'json', 'text', 'bound', 'percall', 'error', 'fresh'];
const FILES = [
  'file-json',
  'file-text',
  'buffered-json',
  'buffered-text',
  'rotation-durable',
  'rotation-buffered',
];
const OTHERS = ['write-profile', 'memory', 'exit', 'startup', 'startup-profile', 'install', 'bundle'];
const PEERS = ['raw', 'loggia', 'pino', 'winston', 'log4js', 'logtape', 'bunyan', 'tslog', 'loglevel'];
const LINES = 200_000;
const MEMORY_CALLS = 2_000_000;

const root = new URL('../', import.meta.url).pathname;

function readArguments() {
  const options = readOptions(HELP, { case: [], peer: [], rounds: 5, 'no-docs': false });
  const known = [...MICRO, ...FILES, ...OTHERS];
  const wrong =
    options.case.find((name) => !known.includes(name)) ?? options.peer.find((name) => !PEERS.includes(name));
  if (wrong !== undefined)
    throw new Error(`'${wrong}' is neither a case nor a peer. See npm run bench -- --help`);
  return options;
}

async function main() {
  const options = readArguments();
  if (!existsSync(new URL('node_modules', import.meta.url))) {
    throw new Error('the peers are not installed: npm install --prefix bench');
  }
  const cases = options.case.length > 0 ? options.case : [...MICRO, ...FILES, ...OTHERS];
  const peers =
    options.peer.length > 0
      ? PEERS.filter((peer) => ['raw', 'loggia', ...options.peer].includes(peer))
      : PEERS;
  const modules = Object.fromEntries(
    await Promise.all(peers.map(async (peer) => [peer, (await import(`./peers/${peer}.mjs`)).default])),
  );
  const results = {
    date: new Date().toISOString().slice(0, 10),
    node: process.version,
    cpus: `${cpus().length} × ${cpus()[0].model}`,
    cases: {},
  };
  const scratch = mkdtempSync(join(tmpdir(), 'loggia-bench-'));
  try {
    for (const name of cases) {
      const started = performance.now();
      results.cases[name] = await measure(name, { peers, modules, rounds: options.rounds, scratch });
      console.log(
        `\n${summarize(name, results.cases[name])}\n(${((performance.now() - started) / 1000).toFixed(0)} s)`,
      );
    }
  } finally {
    rmSync(scratch, { recursive: true });
  }
  if (!options['no-docs']) save(results);
}

function measure(name, setting) {
  if (name === 'memory') return memory(setting);
  if (name === 'exit') return exits(setting);
  if (name === 'startup') return startups(setting);
  if (name === 'startup-profile') return startupProfile(setting);
  if (name === 'write-profile') return runChild('write-profile.mjs', [join(setting.scratch, 'app.log')]);
  if (name === 'install')
    return Object.fromEntries(
      setting.peers.filter((peer) => peer !== 'raw').map((peer) => [peer, installed(peer, root)]),
    );
  if (name === 'bundle') return bundles();
  return MICRO.includes(name)
    ? rounds(name, setting, microTasks(setting.peers))
    : rounds(name, setting, fileTasks(name, setting));
}

const microTasks = (peers) => peers.map((peer) => ({ label: peer, args: (name) => [peer, name] }));

function fileTasks(name, { peers, modules, scratch }) {
  return peers.flatMap((peer) =>
    Object.keys(modules[peer].files[name] ?? {}).map((mode) => ({
      label: `${peer}:${mode}`,
      args: () => [peer, name, mode, join(scratch, 'app.log'), LINES],
    })),
  );
}

/** Every task once a round, so that what else the machine does hits all of them alike. */
async function rounds(name, setting, tasks) {
  const samples = new Map(tasks.map(({ label }) => [label, []]));
  for (let round = 0; round < setting.rounds; round++) {
    for (const { label, args } of tasks) {
      const result = await runChild('measure.mjs', args(name));
      if (result !== null) samples.get(label).push(result);
    }
    process.stderr.write(`\r${name}: round ${round + 1} of ${setting.rounds} `);
  }
  return Object.fromEntries([...samples].filter(([, list]) => list.length > 0));
}

async function memory({ peers, modules, scratch }) {
  const results = {};
  for (const peer of peers) {
    for (const name of ['file-json', 'buffered-json']) {
      for (const mode of Object.keys(modules[peer].files[name] ?? {})) {
        process.stderr.write(`\rmemory: ${peer}:${mode}          `);
        rmSync(scratch, { recursive: true });
        mkdirSync(scratch);
        results[`${peer}:${mode}`] = await runChild(
          'memory.mjs',
          [peer, name, mode, join(scratch, 'app.log'), MEMORY_CALLS],
          { timeoutMs: 120_000, nodeArgs: [] },
        );
      }
    }
  }
  return results;
}

async function exits({ peers, modules }) {
  const results = {};
  for (const peer of peers) {
    for (const name of ['file-json', 'buffered-json']) {
      for (const mode of Object.keys(modules[peer].files[name] ?? {})) {
        process.stderr.write(`\rexit: ${peer}:${mode}          `);
        const row = {};
        for (const ending of ENDINGS) row[ending] = await linesLost(peer, name, mode, ending);
        results[`${peer}:${mode}`] = row;
      }
    }
  }
  return results;
}

function startups({ peers, rounds }) {
  const names = ['empty', ...peers.filter((peer) => peer !== 'raw')];
  const samples = Object.fromEntries(names.map((name) => [name, []]));
  // A process starts in a tenth of a second, give or take as much as is to be measured.
  for (let round = 0; round < rounds * 10; round++)
    for (const name of names) samples[name].push(startup(name));
  return samples;
}

/** The median of each part, over processes of their own. */
async function startupProfile({ rounds }) {
  const all = [];
  for (let round = 0; round < rounds * 4; round++) all.push(await runChild('startup-profile.mjs', []));
  return Object.fromEntries(Object.keys(all[0]).map((part) => [part, median(all.map((one) => one[part]))]));
}

/** Cases that were not run keep their figures of before. */
function save(results) {
  const file = new URL('results/latest.json', import.meta.url);
  mkdirSync(new URL('results/', import.meta.url), { recursive: true });
  const before = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).cases : {};
  results.cases = { ...before, ...results.cases };
  writeFileSync(file, `${JSON.stringify(results, null, 1)}\n`);
  writeReport(results, root);
  console.log('\nwrote bench/results/latest.json, docs/performance.md and docs/performance.svg');
}

await main().catch((error) => {
  console.error(`bench: ${error.message}`);
  process.exitCode = 1;
});
