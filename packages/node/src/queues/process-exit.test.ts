import { describe, expect, it } from 'vitest';
import { useProgram } from '../program.testing.js';

const RECORDS = 5000;

// A child logs and comes to its end; the parent writes what arrives, one line a record.
const SOURCE = `
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { getLogger, getStats, installPlatform, QueueHandler, QueueListener, StreamHandler } from '@loggia/core';
import { nodePlatform, ProcessQueue } from '@loggia/node';

installPlatform(nodePlatform);
const [ending, serialization, busyMs] = process.argv.slice(2);
const sleep = (ms: number) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
if (process.send === undefined) {
  const child = fork(fileURLToPath(import.meta.url), process.argv.slice(2), {
    serialization: serialization as 'json', stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  const listener = new QueueListener(new ProcessQueue(child), new StreamHandler(process.stdout));
  listener.start();
  child.stderr!.pipe(process.stderr);
  child.on('message', (message) => {
    if (message === 'kill') child.kill('SIGKILL');
  });
  child.on('exit', () => listener.stop());
  sleep(Number(busyMs));
} else {
  const log = getLogger('child');
  log.addHandler(new QueueHandler(new ProcessQueue(process)));
  for (let i = 0; i < ${RECORDS}; i++) log.warning('record %d', i);
  if (ending === 'late log') process.on('exit', () => log.warning('last words'));
  if (ending === 'process.exit' || ending === 'late log') process.exit(3);
  if (ending === 'throw') throw new Error('thrown');
  if (ending === 'SIGTERM') {
    setInterval(() => {}, 1000);
    process.kill(process.pid, 'SIGTERM');
  }
  if (ending === 'SIGKILL') {
    let i = 0;
    process.send!('kill');
    const more = setInterval(() => {
      for (let n = 0; n < 100; n++) log.warning('more %d', i++);
    }, 1);
    process.on('disconnect', () => clearInterval(more));
  }
}
`;

const expected = Array.from({ length: RECORDS }, (_, i) => `record ${i}`);

describe('what a child has put into its queue', () => {
  const program = useProgram(SOURCE);

  async function end(ending: string, serialization = 'json', busyMs = 0) {
    const { stdout, stderr } = await program.run({ args: [ending, serialization, String(busyMs)] });
    return { lines: stdout.split('\n').slice(0, -1), stderr };
  }

  it.each(['natural', 'process.exit', 'throw', 'SIGTERM'])(
    'is all written by the parent, after the end: %s',
    async (ending) => {
      const { lines, stderr } = await end(ending);
      expect(lines).toEqual(expected);
      expect(stderr).not.toContain('Logging error');
    },
    60_000,
  );

  it('is all written by a parent that was busy meanwhile', async () => {
    expect((await end('process.exit', 'json', 1000)).lines).toEqual(expected);
  }, 60_000);

  it('is all written, with what is logged while the child exits', async () => {
    expect((await end('late log')).lines).toEqual([...expected, 'last words']);
  }, 60_000);

  it('is all written where the channel is not JSON, if the child ends by itself', async () => {
    expect((await end('natural', 'advanced', 500)).lines).toEqual(expected);
  }, 60_000);

  it('is written or counted at process.exit where the channel is not JSON', async () => {
    const { lines, stderr } = await end('process.exit', 'advanced', 500);
    expect(lines).toEqual(expected.slice(0, lines.length));
    const lost = Number(/(\d+) records did not reach/.exec(stderr)?.[1] ?? 0);
    expect(lines.length + lost).toBe(RECORDS);
  }, 60_000);

  it('is whole and in order up to where SIGKILL cut it', async () => {
    const { lines } = await end('SIGKILL');
    const all = [...expected, ...lines.map((_, i) => `more ${i}`)];
    expect(lines).toEqual(all.slice(0, lines.length));
  }, 60_000);
});
