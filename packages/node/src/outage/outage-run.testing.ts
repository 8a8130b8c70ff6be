import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const ROADS = ['socket json', 'socket pickle', 'syslog tcp', 'http spool', 'http memory'] as const;

/** What is to be tried: a receiver that is away for a while in the middle of many records. */
export interface OutageRun {
  /** A directory of its own, that is there. */
  readonly directory: string;
  /** Bundles of the programs. */
  readonly sender: string;
  readonly receiver: string;
  readonly road: (typeof ROADS)[number];
  readonly records: number;
  /** How long the receiver is away, in milliseconds. */
  readonly downMs: number;
  /** How it goes. */
  readonly how: 'SIGTERM' | 'SIGKILL';
}

/** What came of it. */
export interface OutageFigures {
  readonly logged: number;
  readonly received: number;
  /** Neither received nor counted as dropped. */
  readonly lost: number;
  readonly doubled: number;
  /** What the handler counted, for want of room. */
  readonly dropped: number;
  /** How many records waited at most. */
  readonly peakPending: number;
  /** Of the sender, at its start and at most. */
  readonly startMiB: number;
  readonly peakMiB: number;
}

/** The part of the records that is logged before the outage, and after it. */
const PART = 0.2;
const LIMIT_MS = 120_000;

export async function runOutage(run: OutageRun): Promise<OutageFigures> {
  const { directory, road, records, downMs, how } = run;
  const file = join(directory, 'received');
  const children: ChildProcess[] = [];
  const start = (program: string, ...args: (string | number)[]): ChildProcess => {
    const child = spawn(process.execPath, [program, road, ...args.map(String)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    child.stdout?.setEncoding('utf8');
    children.push(child);
    return child;
  };
  const said = async ({ stdout }: ChildProcess): Promise<string> => (await once(stdout!, 'data'))[0];
  const read = (): string[] => (existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(0, -1) : []);
  try {
    const first = start(run.receiver, 0, file);
    const port = Number(await said(first));
    const spool = join(directory, 'spool');
    const sender = start(run.sender, port, spool, records, downMs / (1 - 2 * PART));
    const ended = said(sender);
    await until(() => read().length >= records * PART);
    await end(first, how);
    await pause(downMs);
    const second = start(run.receiver, port, file);
    await said(second);
    const account = JSON.parse(await ended) as Omit<OutageFigures, 'received' | 'lost' | 'doubled'>;
    await once(sender, 'exit');
    // What it has not read yet, it reads before it ends; a syslog daemon does not.
    if (road === 'syslog tcp') await untilQuiet(() => read().length);
    await end(second, 'SIGTERM');
    const texts = read();
    const received = new Set(texts).size;
    const lost = account.logged - account.dropped - received;
    return { ...account, received, lost, doubled: texts.length - received };
  } finally {
    for (const child of children) child.kill('SIGKILL');
  }
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  const exited = once(child, 'exit');
  child.kill(signal);
  await exited;
}

async function until(condition: () => boolean): Promise<void> {
  const deadline = Date.now() + LIMIT_MS;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error('it never came to that');
    await pause(20);
  }
}

/** Until a number stays as it is for a second. */
async function untilQuiet(read: () => number): Promise<void> {
  for (let before = -1; before !== read(); ) {
    before = read();
    await pause(1000);
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
