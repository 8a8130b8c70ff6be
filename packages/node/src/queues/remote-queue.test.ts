import { MessageChannel } from 'node:worker_threads';
import {
  getLogger,
  getStats,
  type LogQueue,
  QueueHandler,
  QueueListener,
  replacePlatform,
} from '@loggia/core';
import { hostileValues } from '@loggia/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { nodePlatform } from '../platform.js';
import { Collector } from './collector.testing.js';
import { fakeChannels, queueOf } from './fake-channel.testing.js';
import type { RemoteQueueOptions } from './limits.js';
import { WorkerQueue } from './worker.js';

const PATIENCE = { timeout: 20_000 };
const log = getLogger('remote-queue');
const cleanups: (() => unknown)[] = [];

type Ends = readonly [here: LogQueue, there: LogQueue];

function betweenThreads(options: RemoteQueueOptions): Ends {
  const { port1, port2 } = new MessageChannel();
  cleanups.push(() => port1.close());
  return [new WorkerQueue(port1, options), new WorkerQueue(port2)];
}

function betweenProcesses(options: RemoteQueueOptions): Ends {
  const { child, parent } = fakeChannels();
  return [queueOf(child, options), queueOf(parent)];
}

describe.each<[string, (options: RemoteQueueOptions) => Ends]>([
  ['WorkerQueue', betweenThreads],
  ['ProcessQueue', betweenProcesses],
])('%s', (_, endsOf) => {
  let collector: Collector;

  function connect(options: RemoteQueueOptions = {}): QueueListener {
    const [here, there] = endsOf(options);
    log.handlers = [new QueueHandler(here)];
    const listener = new QueueListener(there, collector);
    cleanups.push(() => listener.stop());
    return listener;
  }

  beforeEach(() => {
    collector = new Collector();
    log.propagate = false;
    log.setLevel('DEBUG');
  });
  afterEach(async () => {
    for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
  });

  it('takes records across with their errors, fields and time, in order', async () => {
    connect().start();
    log.error('%d left', 3, { item: 't-1', tags: ['a'] }, new RangeError('no', { cause: new Error('why') }));
    for (let i = 0; i < 2000; i++) log.debug('record %d', i);
    await vi.waitFor(() => expect(collector.records).toHaveLength(2001), PATIENCE);
    const [first] = collector.records;
    expect(first).toMatchObject({ name: 'remote-queue', levelname: 'ERROR', msg: '%d left' });
    expect(first?.getMessage()).toBe('3 left');
    expect(first?.extra).toEqual({ item: 't-1', tags: ['a'] });
    expect(first?.excInfo).toMatchObject({ name: 'RangeError', message: 'no', cause: { message: 'why' } });
    expect(collector.texts.slice(1)).toEqual(Array.from({ length: 2000 }, (_, i) => `record ${i}`));
  });

  it('takes whatever values there are', async () => {
    connect().start();
    const values = hostileValues();
    for (const value of values) log.info('hostile', { value });
    log.info('last');
    await vi.waitFor(() => expect(collector.texts.at(-1)).toBe('last'), PATIENCE);
    expect(collector.records).toHaveLength(values.length + 1);
  });

  it.each([{ capacity: 10 }, { maxBytes: 5000 }])(
    'is bounded by %j; what does not fit is counted, and said as soon as half is free',
    async (options) => {
      using _ = { [Symbol.dispose]: replacePlatform({ ...nodePlatform, stderr: { write() {} } }) };
      const before = getStats().dropped;
      const listener = connect(options);
      for (let i = 0; i < 100; i++) log.info('record %d', i);
      const dropped = getStats().dropped - before;
      expect(dropped).toBeGreaterThan(50);
      listener.start();
      const said = `${dropped} records dropped: the queue was full`;
      await vi.waitFor(() => expect(collector.texts.at(-1)).toBe(said), PATIENCE);
      expect(collector.records.at(-1)).toMatchObject({
        name: 'loggia.queue',
        extra: { dropped: { INFO: dropped } },
      });
      expect(collector.texts.slice(0, -1)).toEqual(
        Array.from({ length: 100 - dropped }, (_, i) => `record ${i}`),
      );
    },
  );

  it.each([{ capacity: 0 }, { maxBytes: 2 ** 40 }, { capacity: Number.NaN }])('refuses %j', (options) => {
    expect(() => endsOf(options)).toThrow(/is a number from 1 to/);
  });
});
