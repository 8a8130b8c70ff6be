import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** How a child process ended, and what it said. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Sends a signal as soon as the child's stdout holds a text, or when a promise is kept. */
  readonly kill?: { readonly when: string | Promise<void>; readonly signal: NodeJS.Signals };
}

/** A TypeScript program, bundled with the sources of Loggia. */
export interface Program {
  run(options?: RunOptions): Promise<Ended>;
  /** Removes what the program and its tests wrote. */
  dispose(): void;
  /** A directory of its own. */
  readonly directory: string;
  /** The bundle. */
  readonly file: string;
}

const packages = fileURLToPath(new URL('../../', import.meta.url));
const alias = Object.fromEntries(
  [
    ['core', 'index'],
    ['node', 'index'],
    ['testing', 'index'],
    ['ingest', 'index'],
    ['core', 'format'],
    ['core', 'config'],
    ['node', 'config'],
  ].map(([name = '', entry]) => [
    entry === 'index' ? `@loggia/${name}` : `@loggia/${name}/${entry}`,
    join(packages, name, `src/${entry}.ts`),
  ]),
);

/** Bundles the text of a program, so that a bare `node` can run it. */
export async function bundleProgram(source: string): Promise<Program> {
  const directory = mkdtempSync(join(tmpdir(), 'loggia-'));
  const file = join(directory, 'program.mjs');
  await build({
    stdin: { contents: source, loader: 'ts', resolveDir: directory },
    outfile: file,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    alias,
    logLevel: 'error',
  });
  return {
    directory,
    file,
    run: (options) => run(file, options),
    dispose: () => rmSync(directory, { recursive: true, force: true }),
  };
}

function run(file: string, { args = [], env = {}, kill }: RunOptions = {}): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [file, ...args], {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    let killed = false;
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      if (!killed && typeof kill?.when === 'string' && stdout.includes(kill.when))
        killed = child.kill(kill.signal);
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    if (kill?.when instanceof Promise) kill.when.then(() => child.kill(kill.signal), reject);
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
}
