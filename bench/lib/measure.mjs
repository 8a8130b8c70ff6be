// Runs in a process of its own, one for each peer, case and round, and prints what it measured as JSON.
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { sink } from './work.mjs';

const WARM_UP_MS = 300;
const SAMPLES = 7;
const SAMPLE_MS = 60;
/** Calls come in bursts of half a millisecond with a turn of the event loop between, as in a server. */
const BURST_MS = 0.5;
/** Unless a peer is so slow that it would take longer than this. */
const MAX_FILE_MS = 6000;

const turn = () => new Promise((resume) => setImmediate(resume));

export async function measureMicro(peer, name) {
  const work = (await peer.micro(name))[name];
  if (work === undefined) return null;
  const run = (calls) => {
    const started = process.hrtime.bigint();
    for (let i = 0; i < calls; i++) work(i);
    return Number(process.hrtime.bigint() - started);
  };
  let calls = 10;
  const end = performance.now() + WARM_UP_MS;
  let ns = 1;
  while (performance.now() < end) {
    ns = run(calls) / calls;
    calls = Math.max(10, Math.round((BURST_MS * 1e6) / Math.max(ns, 0.1)));
    await turn();
  }
  const samples = [];
  const before = sink.bytes;
  let total = 0;
  for (let i = 0; i < SAMPLES; i++) {
    let spent = 0;
    let done = 0;
    while (spent < SAMPLE_MS * 1e6) {
      spent += run(calls);
      done += calls;
      await turn();
    }
    samples.push(spent / done);
    total += done;
  }
  samples.sort((a, b) => a - b);
  return { nsPerCall: samples[SAMPLES >> 1], bytesPerLine: Math.round((sink.bytes - before) / total) };
}

export async function measureFile(open, path, lines) {
  const folder = dirname(path);
  for (const file of readdirSync(folder)) rmSync(`${folder}/${file}`);
  // Warm, with a file of its own.
  const warm = await open(`${path}.warm`);
  for (let i = 0; i < 2000; i++) warm.log(i);
  await warm.close();
  for (const file of readdirSync(folder)) rmSync(`${folder}/${file}`);

  const cpu = process.cpuUsage();
  const started = performance.now();
  const writer = await open(path);
  let logged = 0;
  for (; logged < lines; logged++) {
    if (logged % 1000 === 0 && performance.now() - started > MAX_FILE_MS) break;
    writer.log(logged);
  }
  await writer.close();
  const ms = performance.now() - started;
  const { user, system } = process.cpuUsage(cpu);
  return {
    linesPerSecond: Math.round((logged / ms) * 1000),
    cpuUsPerLine: (user + system) / logged,
    ...inspect(folder, logged),
  };
}

/** What is in the files: whole lines, none missing within what was kept. */
function inspect(folder, logged) {
  const files = readdirSync(folder);
  let largest = 0;
  let torn = 0;
  const seen = new Set();
  let first = logged;
  for (const file of files) {
    const text = readFileSync(`${folder}/${file}`, 'utf8');
    largest = Math.max(largest, text.length);
    if (text !== '' && !text.endsWith('\n')) torn++;
    for (const [, number] of text.matchAll(/user (\d+) logged in/g)) {
      seen.add(Number(number));
      first = Math.min(first, Number(number));
    }
  }
  const missing = files.length === 1 ? logged - seen.size : logged - first - seen.size;
  return { files: files.length, largest, torn, missing };
}

if (process.argv[1] === import.meta.filename) {
  const [, , peerName, name, mode, path, lines] = process.argv;
  const { default: peer } = await import(`../peers/${peerName}.mjs`);
  const open = peer.files[name]?.[mode];
  const result = open ? await measureFile(open, path, Number(lines)) : await measureMicro(peer, name);
  process.stdout.write(`${JSON.stringify(result)}\n`);
  process.exit(0);
}
