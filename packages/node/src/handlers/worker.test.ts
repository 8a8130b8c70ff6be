import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { getLogger, getStats, replacePlatform } from '@loggia/core';
import { describeHandler, fakePlatform } from '@loggia/testing';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { nodePlatform } from '../platform.js';
import { useProgram } from '../program.testing.js';
import { runLogWorker } from '../queues/log-worker.js';
import { WorkerHandler, type WorkerHandlerOptions, type WorkerSource } from './worker.js';

// Writes to a file, one line a record; slowly, if it is told to.
const SOURCE = `
import { workerData } from 'node:worker_threads';
import { getLogger, installPlatform, JSONFormatter } from '@loggia/core';
import { FileHandler, nodePlatform, runLogWorker } from '@loggia/node';

const { file, json, naps } = workerData;
const sleeper = new Int32Array(new SharedArrayBuffer(4));
installPlatform(nodePlatform);
runLogWorker(() => {
  const handler = new FileHandler(file, { bufferSize: 1_000_000 });
  if (json) handler.setFormatter(new JSONFormatter());
  getLogger().addHandler(handler);
  if (naps) getLogger('worker-handler').addFilter(() => Atomics.wait(sleeper, 0, 0, naps) === 'timed-out');
});
`;

const log = getLogger('worker-handler');
const program = useProgram(SOURCE);
let files = 0;
let file = '';

beforeEach(() => {
  file = join(program.directory, `${files++}.log`);
  log.handlers = [];
  log.propagate = false;
  log.setLevel('DEBUG');
});

const startWorker = (data: object = {}): Worker =>
  new Worker(pathToFileURL(join(program.directory, 'program.mjs')), { workerData: { file, ...data } });

function create(data: object = {}, options: WorkerHandlerOptions = {}): WorkerHandler {
  const handler = new WorkerHandler(() => startWorker(data), options);
  log.addHandler(handler);
  return handler;
}
const lines = (): string[] => readFileSync(file, 'utf8').split('\n').slice(0, -1);

describe('WorkerHandler', () => {
  it('has records formatted and written in the worker, with their errors and fields', async () => {
    const handler = create({ json: true });
    log.error('%d left', 3, { item: 't-1' }, new RangeError('no'));
    await handler.flush();
    const [line = ''] = lines();
    expect(JSON.parse(line)).toMatchObject({
      logger: 'worker-handler',
      message: '3 left',
      item: 't-1',
    });
    expect(line).toContain('RangeError');
    expect(handler.pending).toBe(0);
    await handler.close();
  });

  it('shuts the logging of the worker down when it is closed, and ends the worker', async () => {
    const worker = startWorker();
    const ended = new Promise((resolve) => worker.on('exit', resolve));
    const handler = new WorkerHandler(worker);
    log.addHandler(handler);
    log.info('last words');
    await handler.close();
    expect(lines()).toEqual(['last words']);
    expect(await ended).toBe(0);
    const before = getStats().dropped;
    log.info('too late');
    expect(getStats().dropped - before).toBe(1);
  });

  it.each([{ capacity: 20 }, { maxBytes: 10_000 }])(
    'is bounded by %j; what does not fit is counted, and said in the log',
    async (options) => {
      const handler = create({ naps: 1 }, { ...options, maxWait: 0 });
      const before = getStats().dropped;
      for (let i = 0; i < 100; i++) log.info('record %d', i);
      const dropped = getStats().dropped - before;
      expect(dropped).toBeGreaterThan(50);
      expect(handler.pending).toBeLessThanOrEqual(40);
      await handler.close();
      expect(lines()).toEqual([
        ...Array.from({ length: 100 - dropped }, (_, i) => `record ${i}`),
        `${dropped} records dropped: the queue was full`,
      ]);
    },
  );

  it('waits for a worker that is behind', async () => {
    const handler = create({ naps: 1 }, { capacity: 10, maxWait: 20_000 });
    for (let i = 0; i < 100; i++) log.info('record %d', i);
    await handler.close();
    expect(lines()).toEqual(Array.from({ length: 100 }, (_, i) => `record ${i}`));
  });

  it('waits once for a worker that is stuck, not at each record', async () => {
    const handler = create({ naps: 1_000_000 }, { capacity: 10, maxWait: 200, exitTimeout: 10 });
    const start = Date.now();
    for (let i = 0; i < 100; i++) log.info('record %d', i);
    expect(Date.now() - start).toBeLessThan(2000);
    const fake = fakePlatform();
    using _ = { [Symbol.dispose]: replacePlatform({ ...nodePlatform, stderr: fake.stderr }) };
    const before = getStats().dropped;
    handler.flush = () => {};
    await handler.close();
    expect(fake.stderrText).toMatch(/\d+ records were not written by the log worker in 10 ms/);
    expect(getStats().dropped - before).toBeGreaterThan(8);
  });

  it('leaves the records of a worker that was started elsewhere, and has ended, to stderr', async () => {
    const fake = fakePlatform();
    using _ = { [Symbol.dispose]: replacePlatform(fake) };
    const worker = startWorker();
    const handler = new WorkerHandler(worker);
    log.addHandler(handler);
    log.info('written');
    await handler.flush();
    await worker.terminate();
    await vi.waitFor(() => expect(fake.stderrText).toContain('the log worker has ended'), {
      timeout: 20_000,
    });
    log.info('here');
    expect(lines()).toEqual(['written']);
    expect(fake.stderrText).toMatch(/^INFO:worker-handler:here$/m);
    await handler.flush();
    await handler.close();
  });

  it.each<[string, WorkerSource, WorkerHandlerOptions, RegExp]>([
    ['a path', './log-worker.js' as never, {}, /a module, not ".\/log-worker.js": pass new URL/],
    ['a time that is none', new URL('file:///x.js'), { maxWait: -1 }, /maxWait is a number of milliseconds/],
    ['a capacity that is none', new URL('file:///x.js'), { capacity: 0 }, /capacity is a number from 1/],
  ])('refuses %s', (_, source, options, error) => {
    expect(() => new WorkerHandler(source, options)).toThrow(error);
  });
});

describe('runLogWorker', () => {
  it('is for worker threads', async () => {
    await expect(runLogWorker(() => {})).rejects.toThrow(/in a worker thread/);
  });
});

describeHandler(it, 'WorkerHandler', () => {
  file = join(program.directory, `${files++}.log`);
  const own = file;
  return {
    handler: new WorkerHandler(() => startWorker()),
    formats: false,
    received: () => readFileSync(own, 'utf8').split('\n').slice(0, -1),
  };
});
