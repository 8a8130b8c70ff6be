import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { useProgram } from '../program.testing.js';

const RECORDS = 10_000;
const TIMEOUT_MS = 60_000;

// Logs through a worker that writes to a buffered file, and ends in the way that its argument says.
const SOURCE = `
import { existsSync, writeFileSync } from 'node:fs';
import { isMainThread, Worker } from 'node:worker_threads';
import { Formatter, getLogger, getStats, installPlatform } from '@loggia/core';
import { FileHandler, nodePlatform, runLogWorker, WorkerHandler } from '@loggia/node';

installPlatform(nodePlatform);
const [file, ending] = process.argv.slice(2);
const log = getLogger('matrix');
log.setLevel('INFO');
if (!isMainThread) {
  runLogWorker(() => {
    log.addHandler(new FileHandler(file!, { bufferSize: 10_000_000, flushInterval: 3_600_000 }));
    if (ending === 'crash' || ending === 'poison') log.addFilter((record) => {
      if (record.getMessage() !== 'record 5000') return true;
      if (ending === 'poison') process.exit(9);
      if (existsSync(file + '.crashed')) return true;
      writeFileSync(file + '.crashed', '');
      setImmediate(() => { throw new Error('worker broke') });
      return true;
    });
    if (ending === 'stuck') Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
    if (ending === 'bad setup') throw new Error('no such disk');
  });
} else {
  const start = () => new Worker(new URL(import.meta.url), { argv: process.argv.slice(2) });
  log.addHandler(new WorkerHandler(start, { maxWait: 30_000, exitTimeout: ending === 'stuck' ? 300 : 30_000 }));
  let peak = 0;
  const count = ending === 'flood' ? 100_000 : ${RECORDS};
  for (let i = 0; i < count; i++) {
    log.info('record %d', i);
    if (i % 1000 === 0) peak = Math.max(peak, process.memoryUsage().rss);
  }
  if (ending === 'late log') process.on('exit', () => log.info('last words'));
  if (ending === 'process.exit' || ending === 'late log') process.exit(0);
  if (ending === 'uncaught throw') throw new Error('thrown');
  if (ending === 'unhandled rejection') void Promise.reject(new Error('rejected'));
  if (ending!.startsWith('SIG')) {
    setInterval(() => {}, 1000);
    console.log('ready');
  }
  if (ending === 'flood') console.log(Math.round(peak / 2 ** 20), getStats().dropped);
  if (ending === 'crash') setTimeout(() => log.info('after the crash'), 1000);
}
`;

const expected = Array.from({ length: RECORDS }, (_, i) => `record ${i}`);

describe('what a WorkerHandler was given', () => {
  const program = useProgram(SOURCE);

  async function end(ending: string) {
    const file = join(program.directory, `${ending}.log`);
    const signal = /SIG\w+/.exec(ending)?.[0] as NodeJS.Signals | undefined;
    const options = signal ? { kill: { when: 'ready', signal } } : {};
    const ended = await program.run({ args: [file, ending], ...options });
    return { ...ended, file };
  }
  const linesOf = (file: string): string[] => readFileSync(file, 'utf8').split('\n').slice(0, -1);

  it.each([
    ['natural end', 0],
    ['process.exit', 0],
    ['uncaught throw', 1],
    ['unhandled rejection', 1],
    ['SIGTERM', 'SIGTERM'],
    ['SIGINT', 'SIGINT'],
  ])(
    'is all in the file after the end, and the process ends as without it: %s',
    async (ending, how) => {
      const { code, signal, file, stderr } = await end(ending);
      expect(linesOf(file)).toEqual(expected);
      expect(signal ?? code).toBe(how);
      expect(stderr).not.toContain('Logging error');
    },
    TIMEOUT_MS,
  );

  it(
    'is all in the file, with what is logged while the process exits',
    async () => expect(linesOf((await end('late log')).file)).toEqual([...expected, 'last words']),
    TIMEOUT_MS,
  );

  it(
    'is all in the file when it comes faster than the worker writes, in bounded memory',
    async () => {
      const { stdout, file } = await end('flood');
      const [peakMiB, dropped] = stdout.split(' ').map(Number);
      expect(linesOf(file)).toHaveLength(100_000);
      expect(dropped).toBe(0);
      // Node itself takes about 60 of them, a second thread 30.
      expect(peakMiB).toBeLessThan(300);
    },
    TIMEOUT_MS,
  );

  it(
    'survives a worker that crashes: another one writes what is left',
    async () => {
      const { stderr, file, code } = await end('crash');
      expect(code).toBe(0);
      expect(stderr).toMatch(/the log worker has ended, another takes its place: Error: worker broke/);
      expect(linesOf(file)).toEqual([...expected, 'after the crash']);
    },
    TIMEOUT_MS,
  );

  it(
    'goes to stderr from the record on that no worker survives',
    async () => {
      const { stderr, file } = await end('poison');
      expect(linesOf(file)).toEqual(expected.slice(0, 5000));
      const lines = stderr.split('\n').filter((line) => line.startsWith('INFO:matrix:'));
      expect(lines).toEqual(expected.slice(5000).map((text) => `INFO:matrix:${text}`));
      expect(stderr.match(/the log worker has ended, (another|its records)/g)).toHaveLength(2);
    },
    TIMEOUT_MS,
  );

  it(
    'is counted as lost if the worker is stuck, and the process ends nevertheless',
    async () => {
      const { stderr, code } = await end('stuck');
      expect(code).toBe(0);
      expect(stderr).toContain(`${RECORDS} records were not written by the log worker in 300 ms`);
    },
    TIMEOUT_MS,
  );

  it(
    'goes to stderr if the worker cannot begin',
    async () => {
      const { stderr, code } = await end('bad setup');
      expect(code).toBe(0);
      const lines = stderr.split('\n').filter((line) => line.startsWith('INFO:matrix:'));
      expect(lines).toEqual(expected.map((text) => `INFO:matrix:${text}`));
    },
    TIMEOUT_MS,
  );
});
