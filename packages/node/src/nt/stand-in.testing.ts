import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

/** What a PowerShell was called with. */
export interface Call {
  readonly args: readonly string[];
  readonly batch: {
    readonly source: string;
    readonly log: string;
    readonly dll: string | null;
    readonly events: readonly { id: number; category: number; type: number; text: string }[];
  };
}

// Notes how it was called; what it then does, a file beside it says.
const PROGRAM = `#!${process.execPath}
const { existsSync, readFileSync, renameSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const read = (name) => existsSync(join(__dirname, name)) ? readFileSync(join(__dirname, name), 'utf8') : '';
const behave = read('behave');
const nap = (ms) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
if (behave === 'slow to read') nap(2000);
const batch = JSON.parse(readFileSync(0, 'utf8'));
if (behave === 'no rights') {
  console.error('Access is denied.');
  process.exit(3);
}
if (behave === 'slow') nap(300);
const name = join(__dirname, 'calls', process.hrtime.bigint() + '.json');
writeFileSync(name + '.part', JSON.stringify({ args: process.argv.slice(2), batch }));
renameSync(name + '.part', name);
batch.events.forEach(({ text }, place) => text === 'refused' && console.log(place + ' Bad event.'));
`;

/** A program of the name of PowerShell, on the PATH. */
export class StandIn {
  readonly directory: string = mkdtempSync(join(tmpdir(), 'loggia-nt-'));
  readonly command = 'powershell.exe';
  readonly #path = process.env['PATH'];

  constructor() {
    mkdirSync(join(this.directory, 'calls'));
    const program = join(this.directory, this.command);
    writeFileSync(program, PROGRAM);
    chmodSync(program, 0o755);
    process.env['PATH'] = `${this.directory}${delimiter}${this.#path}`;
  }

  get calls(): Call[] {
    const calls = join(this.directory, 'calls');
    if (!existsSync(calls)) return [];
    const names = readdirSync(calls).filter((name) => name.endsWith('.json'));
    return names.sort().map((name) => JSON.parse(readFileSync(join(calls, name), 'utf8')) as Call);
  }

  get texts(): string[] {
    return this.calls.flatMap(({ batch }) => batch.events.map(({ text }) => text));
  }

  behave(how: '' | 'no rights' | 'slow' | 'slow to read'): void {
    writeFileSync(join(this.directory, 'behave'), how);
  }

  dispose(): void {
    process.env['PATH'] = this.#path;
    rmSync(this.directory, { recursive: true, force: true });
  }
}
