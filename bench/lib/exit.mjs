import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const ENDINGS = [
  'natural warm',
  'exit warm',
  'throw warm',
  'sigterm warm',
  'exit cold',
  'sigterm cold',
];
const HUNG_MS = 8000;

/** How many of 10,000 lines are not in the file after the process ended so; 'hung' added if it never did. */
export async function linesLost(peer, name, mode, ending) {
  const folder = mkdtempSync(join(tmpdir(), 'loggia-bench-'));
  const [how, when] = ending.split(' ');
  const script = new URL('exit-victim.mjs', import.meta.url).pathname;
  const child = spawn(process.execPath, [script, peer, name, mode, join(folder, 'app.log'), how, when], {
    stdio: 'ignore',
  });
  let hung = false;
  await new Promise((resolve) => {
    const timer = setTimeout(() => {
      hung = true;
      child.kill('SIGKILL');
    }, HUNG_MS);
    child.on('close', () => {
      clearTimeout(timer);
      resolve();
    });
  });
  const seen = new Set();
  for (const file of readdirSync(folder)) {
    for (const [, i] of readFileSync(join(folder, file), 'utf8').matchAll(/user (\d+) logged in.*\n/g))
      seen.add(i);
  }
  rmSync(folder, { recursive: true });
  return `${10_000 - seen.size}${hung ? ' hung' : ''}`;
}
