// 2,000,000 lines in a loop that never lets the event loop turn: prints the peak of the resident set, and what came out.
import { createReadStream, readdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';

const [, , peerName, name, mode, path, calls] = process.argv;
const MAX_LOOP_MS = 30_000;

const { default: peer } = await import(`../peers/${peerName}.mjs`);
const writer = await peer.files[name][mode](path);
const started = performance.now();
let logged = 0;
for (; logged < Number(calls); logged++) {
  if (logged % 10_000 === 0 && performance.now() - started > MAX_LOOP_MS) break;
  writer.log(logged);
}
await writer.close();
const [, peakKiB] = /VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'));
let lines = 0;
for (const file of readdirSync(dirname(path))) {
  for await (const chunk of createReadStream(`${dirname(path)}/${file}`)) {
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) lines++;
  }
}
process.stdout.write(
  `${JSON.stringify({ peakMiB: Math.round(Number(peakKiB) / 1024), logged, lost: logged - lines })}\n`,
);
process.exit(0);
