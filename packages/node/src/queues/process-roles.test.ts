import { describe, expect, it } from 'vitest';
import { bundleProgram } from '../spawn.testing.js';

const HEAD = `
import cluster from 'node:cluster';
import { fork } from 'node:child_process';
import { writeSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { getLogger, getStats, Handler, installPlatform, QueueHandler, QueueListener, shutdown } from '@loggia/core';
import { nodePlatform, ProcessQueue } from '@loggia/node';

installPlatform(nodePlatform);
const say = (text: string) => writeSync(1, text + '\\n');
class Sayer extends Handler {
  override emit(record: { getMessage(): string }) {
    say(record.getMessage());
  }
}
const log = getLogger('roles');
`;

async function run(source: string): Promise<{ lines: string[]; stderr: string; code: number | null }> {
  const program = await bundleProgram(HEAD + source);
  try {
    const { stdout, stderr, code } = await program.run();
    return { lines: stdout.split('\n').slice(0, -1), stderr, code };
  } finally {
    program.dispose();
  }
}

describe('ProcessQueue, between real processes', () => {
  it('a child reads what its parent logs, keeps the messages of the program for it, and ends with the parent', async () => {
    const { lines, stderr } = await run(`
if (process.send === undefined) {
  const child = fork(fileURLToPath(import.meta.url));
  child.on('message', (message) => {
    if (message !== 'done') return;
    child.disconnect();
  });
  log.addHandler(new QueueHandler(new ProcessQueue(child)));
  child.send('hello');
  for (let i = 0; i < 2000; i++) log.warning('record %d', i);
} else {
  const listener = new QueueListener(new ProcessQueue(process), new Sayer());
  listener.start();
  setTimeout(() => process.on('message', (message) => {
    if (message !== 'hello') return;
    say('heard ' + message);
    setTimeout(() => process.send!('done'), 500);
  }), 300);
}
`);
    expect(stderr).toBe('');
    expect(lines.filter((line) => line.startsWith('heard'))).toEqual(['heard hello']);
    expect(lines.filter((line) => line.startsWith('record'))).toEqual(
      Array.from({ length: 2000 }, (_, i) => `record ${i}`),
    );
  });

  it('a child that only writes ends by itself, and lives as long as its program listens', async () => {
    const { lines, stderr } = await run(`
if (process.send === undefined) {
  const [writes, listens] = ['writes', 'listens'].map((role) => {
    const child = fork(fileURLToPath(import.meta.url), [role]);
    const listener = new QueueListener(new ProcessQueue(child), new Sayer());
    listener.start();
    child.on('exit', async () => {
      await listener.stop();
      say(role + ' ended');
    });
    return child;
  });
  writes!.on('exit', () => setTimeout(() => listens!.send('end'), 200));
} else {
  log.addHandler(new QueueHandler(new ProcessQueue(process)));
  log.warning('record');
  if (process.argv[2] === 'listens') process.on('message', (message) => {
    if (message !== 'end') return;
    log.warning('asked to end');
    process.exit();
  });
}
`);
    expect(stderr).toBe('');
    expect([...lines].sort()).toEqual(['asked to end', 'listens ended', 'record', 'record', 'writes ended']);
    expect(lines.indexOf('writes ended')).toBeLessThan(lines.indexOf('asked to end'));
  });

  it('the workers of a cluster log through their primary', async () => {
    const { lines, stderr } = await run(`
if (cluster.isPrimary) {
  const handler = new Sayer();
  for (let n = 0; n < 2; n++) {
    const worker = cluster.fork();
    const listener = new QueueListener(new ProcessQueue(worker), handler);
    listener.start();
    worker.on('exit', () => listener.stop());
  }
} else {
  log.addHandler(new QueueHandler(new ProcessQueue(process)));
  for (let i = 0; i < 1000; i++) log.warning('%d: record %d', cluster.worker!.id, i);
  process.exit();
}
`);
    expect(stderr).toBe('');
    for (const id of [1, 2]) {
      expect(lines.filter((line) => line.startsWith(`${id}:`))).toEqual(
        Array.from({ length: 1000 }, (_, i) => `${id}: record ${i}`),
      );
    }
  });

  it('what was flushed before the parent disconnects is with the child, and does not count as dropped', async () => {
    const { lines, stderr } = await run(`
if (process.send === undefined) {
  const child = fork(fileURLToPath(import.meta.url));
  const handler = new QueueHandler(new ProcessQueue(child));
  log.addHandler(handler);
  for (let i = 0; i < 2000; i++) log.warning('record %d', i);
  await handler.flush();
  child.disconnect();
  child.on('exit', () => say('dropped ' + getStats().dropped));
} else {
  new QueueListener(new ProcessQueue(process), new Sayer()).start();
}
`);
    expect(stderr).toBe('');
    expect(lines).toEqual([...Array.from({ length: 2000 }, (_, i) => `record ${i}`), 'dropped 0']);
  });

  it('a child whose parent has let go of it says so once, and goes on', async () => {
    const { stderr } = await run(`
if (process.send === undefined) {
  const child = fork(fileURLToPath(import.meta.url));
  child.disconnect();
} else {
  log.addHandler(new QueueHandler(new ProcessQueue(process)));
  const timer = setInterval(() => {
    if (process.connected) return;
    clearInterval(timer);
    for (let i = 0; i < 3; i++) log.warning('record');
    setTimeout(() => shutdown(), 10);
  }, 5);
}
`);
    expect(stderr.match(/does not take records any more/g)).toHaveLength(1);
    expect(stderr.match(/Logging error/g)).toHaveLength(1);
  });
});
