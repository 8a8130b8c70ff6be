import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { delimiter, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Longer than any recipe runs on a busy machine, and less than the test waits. */
const LIMIT_MS = 90_000;
const LOADER = new URL('./register-typescript.mjs', import.meta.url).href;
const TOOLS = fileURLToPath(new URL('../../node_modules/.bin', import.meta.url));

const environment = (): NodeJS.ProcessEnv => {
  const { FORCE_COLOR: _, NODE_OPTIONS: __, ...env } = process.env;
  const path = [dirname(process.execPath), TOOLS, env['PATH']].join(delimiter);
  // Node 22.18 takes types out by itself, too, but doesn't know `using`.
  const runsTypeScript = Number(process.versions.node.split('.')[0]) >= 24;
  return {
    ...env,
    PATH: path,
    NO_COLOR: '1',
    ...(runsTypeScript ? {} : { NODE_OPTIONS: `--import ${LOADER}` }),
  };
};

/** A command, as somebody would type it in that folder. What it prints goes to one file, as to one terminal. */
export class Command implements AsyncDisposable {
  readonly #child: ChildProcess;
  readonly #output: string;

  constructor(line: string, cwd: string, output: string) {
    this.#output = output;
    const file = openSync(output, 'w');
    this.#child = spawn('sh', ['-c', line], {
      cwd,
      env: environment(),
      stdio: ['ignore', file, file],
      timeout: LIMIT_MS,
      killSignal: 'SIGKILL',
    });
    closeSync(file);
  }

  get printed(): string {
    return readFileSync(this.#output, 'utf8');
  }

  async ended(): Promise<number | NodeJS.Signals | null> {
    const { exitCode, signalCode } = this.#child;
    if (exitCode === null && signalCode === null) await once(this.#child, 'exit');
    return this.#child.exitCode ?? this.#child.signalCode;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.kill('SIGTERM');
    await this.ended();
  }
}
