import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The example shop as a real process with a log file of its own. */
export interface ShopProcess extends AsyncDisposable {
  readonly address: string;
  /** What the server has written to its console so far. */
  console(): string;
  /** The records in the server's file so far: each with its further lines, without its time. */
  records(): Promise<string[]>;
}

export async function startShop(): Promise<ShopProcess> {
  const folder = await mkdtemp(join(tmpdir(), 'loggia-shop-'));
  const logFile = join(folder, 'shop.log');
  const main = fileURLToPath(new URL('../examples/shop/dist/main.js', import.meta.url));
  const child = spawn(process.execPath, [main, '--log-file', logFile], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.on('data', (chunk) => {
    output += chunk;
  });
  return {
    address: await firstMatch(child, () => /http:\/\/127\.0\.0\.1:\d+\//.exec(output)?.[0]),
    console: () => output,
    async records() {
      const text = await readFile(logFile, 'utf8');
      return text
        .split(/\n(?=\d{4}-\d\d-\d\d )/)
        .filter(Boolean)
        .map((record) => record.trimEnd().replace(/^\S+ \S+ /, ''));
    },
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function firstMatch(child: ChildProcess, find: () => string | undefined): Promise<string> {
  return new Promise((resolve, reject) => {
    const look = (): void => {
      const found = find();
      if (found !== undefined) resolve(found);
    };
    child.stdout?.on('data', look);
    child.once('exit', (code) => reject(new Error(`The shop ended with ${code} before it was open`)));
  });
}
