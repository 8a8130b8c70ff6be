import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** What is to be tried. */
export interface SharedRun {
  /** Where the files go; it must be there. */
  readonly directory: string;
  /** A bundle of {@link SHARED_WRITER}. */
  readonly program: string;
  readonly processes: number;
  /** How many each of them logs. */
  readonly records: number;
  /** How many of them are killed, at random; others take their place. */
  readonly kills: number;
  /** Options of the handler, and `class`: the name of its class. If it is not shared, each process has its own file. */
  readonly handler: Readonly<Record<string, unknown>>;
}

/** What came of it. */
export interface SharedFigures {
  readonly seconds: number;
  readonly kills: number;
  readonly files: number;
  /** Of the files, in bytes; of those that were compressed, before that. */
  readonly largest: number;
  /** Records whose call returned. */
  readonly returned: number;
  /** Of them: not in the files. With a buffer, only those of processes that were not killed count. */
  readonly missing: string[];
  /** Records that are in the files more than once. */
  readonly doubled: string[];
  /** Lines that are none, and records of which only a part is there. */
  readonly torn: string[];
  /** Records that stand before earlier ones of their process. */
  readonly unordered: string[];
  /** What else is in the directory when all have ended. */
  readonly leftovers: string[];
  /** The longest record, in bytes. */
  readonly longestRecord: number;
  /** How long logging calls took, in ms: the median, 99 and 99.9 of 100, and the longest. */
  readonly calls: { readonly p50: number; readonly p99: number; readonly p999: number; readonly max: number };
  readonly stderr: string;
}

/** Logs so many records to a shared file, and keeps a file that says how many calls have returned. */
export const SHARED_WRITER = `
import { openSync, writeSync } from 'node:fs';
import { getLogger, INFO, installPlatform } from '@loggia/core';
import { nodePlatform, RotatingFileHandler, TimedRotatingFileHandler } from '@loggia/node';

const [id, file, ackFile, count, options] = process.argv.slice(2);
installPlatform(nodePlatform);
const { class: name, ...rest } = JSON.parse(options!);
const Handler = name === 'TimedRotatingFileHandler' ? TimedRotatingFileHandler : RotatingFileHandler;
const handler = new Handler(file!, rest);
const log = getLogger('shared');
log.setLevel(INFO);
log.addHandler(handler);
const ack = openSync(ackFile!, 'w');
// How many have returned, and how many took less than 2 ** (i / 2) microseconds.
const numbers = new Float64Array(64);
const bytes = new Uint8Array(numbers.buffer);
for (let i = 0; i < Number(count); i++) {
  const lines = i % 50 === 49 ? 3 : 1;
  const text: string[] = [];
  for (let line = 1; line <= lines; line++) text.push(id + ' ' + i + ' ' + line + '/' + lines + ' ' + 'x'.repeat(20 + (i * 7919) % 140) + ' .');
  const start = performance.now();
  log.info(text.join('\\n'));
  const took = performance.now() - start;
  numbers[0]++;
  numbers[1] = Math.max(numbers[1]!, took);
  numbers[2 + Math.min(60, Math.max(0, Math.ceil(2 * Math.log2(took * 1000))))]++;
  writeSync(ack, bytes, 0, bytes.length, 0);
  if (i % 100 === 99) await new Promise((resolve) => setImmediate(resolve));
}
`;

const RECORD_LINE = /^(w\d+) (\d+) (\d)\/(\d) x{20,159} \.$/;
/** How many numbers a writer keeps beside the first two. */
const SLOTS = 62;

interface Writer {
  readonly id: string;
  readonly ack: string;
  readonly killed: boolean;
}

/** Lets processes log into one file, kills some, and counts what is in the files in the end. */
export async function runShared(run: SharedRun): Promise<SharedFigures> {
  const { directory, processes, records } = run;
  const logs = join(directory, 'logs');
  const isShared = run.handler['shared'] === true;
  mkdirSync(logs, { recursive: true });
  const writers: Writer[] = [];
  const running = new Set<ChildProcess>();
  let kills = 0;
  let stderr = '';
  let started = 0;
  const begin = performance.now();
  const write = async (count: number): Promise<void> => {
    const id = `w${started++}`;
    const ack = join(directory, id);
    const file = join(logs, isShared ? 'app.log' : `${id}.log`);
    const args = [run.program, id, file, ack, String(count), JSON.stringify(run.handler)];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    running.add(child);
    const [code, signal] = await new Promise<[number | null, string | null]>((resolve, reject) =>
      child.on('error', reject).on('close', (...ended) => resolve(ended)),
    );
    running.delete(child);
    if (code !== 0 && signal !== 'SIGKILL') stderr += `${id} ended with ${code ?? signal}\n`;
    writers.push({ id, ack, killed: signal === 'SIGKILL' });
    const left = count - ackOf(ack)[0]!;
    if (signal === 'SIGKILL' && left > 0) await write(left);
  };
  const all = Promise.all(Array.from({ length: processes }, () => write(records)));
  let isOver = false;
  void all.finally(() => {
    isOver = true;
  });
  const victim = async (): Promise<void> => {
    while (!isOver && kills < run.kills) {
      await new Promise((resolve) => setTimeout(resolve, 20 + Math.random() * 250));
      const candidates = [...running];
      const child = candidates[Math.floor(Math.random() * candidates.length)];
      if (child?.kill('SIGKILL')) kills++;
    }
  };
  await Promise.all([all, victim()]);
  // If the last one was killed too, what it left is brought over by whoever comes next.
  for (let i = 0; i < 100 && isShared && leftIn(logs).some((name) => name.includes('spill')); i++)
    await write(0);
  const seconds = (performance.now() - begin) / 1000;
  const isBuffered = Number(run.handler['bufferSize'] ?? 0) > 0;
  return { ...count(logs, writers, isBuffered), calls: callsOf(writers), seconds, kills, stderr };
}

type Counted = Omit<SharedFigures, 'calls' | 'seconds' | 'kills' | 'stderr'>;

/** Reads all that was written, and compares it with what should be there. */
function count(logs: string, writers: readonly Writer[], isBuffered: boolean): Counted {
  const names = readdirSync(logs).filter((name) => name.startsWith('app.log') && !name.endsWith('.tmp'));
  const seen = new Map<string, number[]>(writers.map(({ id }) => [id, []]));
  const returned = new Map(writers.map(({ id, ack }) => [id, ackOf(ack)[0]!]));
  const counted = {
    files: names.length,
    largest: 0,
    longestRecord: 0,
    returned: [...returned.values()].reduce((sum, value) => sum + value, 0),
    missing: [] as string[],
    doubled: [] as string[],
    torn: [] as string[],
    unordered: [] as string[],
    leftovers: leftIn(logs),
  };
  for (const name of names.sort(byAge)) {
    const bytes = readFileSync(join(logs, name));
    const content = name.endsWith('.gz') ? gunzipSync(bytes) : bytes;
    counted.largest = Math.max(counted.largest, content.length);
    const lines = content.toString('utf8').split('\n');
    if (lines.pop() !== '') counted.torn.push(`${name} ends in the middle of a line`);
    for (let i = 0; i < lines.length; ) {
      const [first, id = '', seq, line, of] = RECORD_LINE.exec(lines[i]!) ?? [];
      const isFirst = first !== undefined && line === '1' && seen.has(id);
      let end = i + 1;
      while (isFirst && end < i + Number(of) && lines[end]?.startsWith(`${id} ${seq} ${end - i + 1}/${of} `))
        end++;
      const isWhole = isFirst && end === i + Number(of);
      if (isWhole) seen.get(id)!.push(Number(seq));
      // A process that is killed between two lines of a record leaves the first ones; its call has not returned.
      else if (!isFirst || Number(seq) < returned.get(id)!) counted.torn.push(`${name}: ${lines[i]}`);
      const record = lines.slice(i, end).join('\n');
      counted.longestRecord = Math.max(counted.longestRecord, record.length + 1);
      i = end;
    }
  }
  for (const { id, killed } of writers) {
    const seqs = seen.get(id)!;
    const found = new Set(seqs);
    if (found.size < seqs.length) counted.doubled.push(`${seqs.length - found.size} of ${id}`);
    for (const [i, seq] of seqs.entries()) {
      if (seq < seqs[i - 1]!) counted.unordered.push(`${id} ${seq}`);
      if (seq > returned.get(id)!) counted.torn.push(`${id} ${seq} was never logged`);
    }
    if (isBuffered && killed) continue;
    for (let seq = 0; seq < returned.get(id)!; seq++)
      if (!found.has(seq)) counted.missing.push(`${id} ${seq}`);
  }
  return counted;
}

/** What is there beside the logs. */
function leftIn(logs: string): string[] {
  const names = readdirSync(logs, { recursive: true, encoding: 'utf8' });
  return names.filter((name) => !name.startsWith('app.log') || name.endsWith('.tmp'));
}

function callsOf(writers: readonly Writer[]): SharedFigures['calls'] {
  const all = writers.map(({ ack }) => ackOf(ack));
  const took = new Float64Array(SLOTS).map((_, i) => all.reduce((sum, one) => sum + (one[i + 2] ?? 0), 0));
  const max = Math.max(...all.map((one) => one[1]!));
  return { p50: quantile(took, 0.5), p99: quantile(took, 0.99), p999: quantile(took, 0.999), max };
}

function ackOf(path: string): Float64Array {
  const numbers = new Float64Array(SLOTS + 2);
  try {
    new Uint8Array(numbers.buffer).set(readFileSync(path));
  } catch {
    // Killed before it had begun.
  }
  return numbers;
}

/** Below how many ms so many of the calls took, to a factor of 1.4. */
function quantile(took: Float64Array, part: number): number {
  const wanted = part * took.reduce((sum, value) => sum + value, 0);
  let sum = 0;
  const at = took.findIndex((value) => {
    sum += value;
    return sum >= wanted;
  });
  return 2 ** (at / 2) / 1000;
}

/** The oldest first: by number, or by the time in the name; the log itself is the newest. */
function byAge(a: string, b: string): number {
  const [markA, markB] = [a, b].map((name) => name.slice('app.log.'.length).replace('.gz', '')) as [
    string,
    string,
  ];
  if (markA === '' || markB === '') return markA === '' ? 1 : -1;
  return /^\d+$/.test(markA) ? Number(markB) - Number(markA) : markA.localeCompare(markB);
}
