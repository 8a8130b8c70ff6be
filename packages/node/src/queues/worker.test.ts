import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { getLogger, getStats, QueueHandler, QueueListener, replacePlatform } from '@loggia/core';
import { describeHandler, fakePlatform } from '@loggia/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Collector } from './collector.testing.js';
import { WorkerQueue } from './worker.js';

const PATIENCE = { timeout: 20_000 };
const log = getLogger('worker-queue');
const ports: MessagePort[] = [];
let collector: Collector;

function channel(): { port1: MessagePort; port2: MessagePort } {
  const made = new MessageChannel();
  ports.push(made.port1, made.port2);
  return made;
}

function connect() {
  const { port1, port2 } = channel();
  const queue = new WorkerQueue(port1);
  const listener = new QueueListener(new WorkerQueue(port2), collector);
  log.handlers = [new QueueHandler(queue)];
  return { port1, port2, queue, listener };
}

beforeEach(() => {
  collector = new Collector();
  log.propagate = false;
  log.setLevel('DEBUG');
});
afterEach(() => {
  for (const port of ports.splice(0)) port.close();
});

describe('WorkerQueue', () => {
  it('has handled all that was put before, when the listener has stopped', async () => {
    const { listener } = connect();
    listener.start();
    log.info('first');
    await vi.waitFor(() => expect(collector.texts).toEqual(['first']), PATIENCE);
    for (let i = 0; i < 5000; i++) log.info('more');
    await listener.stop();
    expect(collector.records).toHaveLength(5001);
    log.info('between');
    listener.start();
    await vi.waitFor(() => expect(collector.texts.at(-1)).toBe('between'), PATIENCE);
    await listener.stop();
  });

  it('ends the listening when the other side closes', async () => {
    const { queue, port2 } = connect();
    const texts: string[] = [];
    const reading = (async () => {
      for await (const record of new WorkerQueue(port2)) texts.push(record.getMessage());
    })();
    log.info('one');
    log.info('two');
    queue.close();
    await reading;
    expect(texts).toEqual(['one', 'two']);
  });

  it("leaves the application's messages alone", async () => {
    const { port1, port2, listener } = connect();
    const heard: unknown[] = [];
    port2.on('message', (message) => heard.push(message));
    listener.start();
    port1.postMessage('before');
    log.info('ours');
    port1.postMessage({ after: true });
    await vi.waitFor(() => expect(heard).toHaveLength(3), PATIENCE);
    await vi.waitFor(() => expect(collector.texts).toEqual(['ours']), PATIENCE);
    expect(heard).toEqual(['before', { 'loggia.queue': expect.anything() }, { after: true }]);
    await listener.stop();
  });

  it('reports once that the other side is gone, and counts what it did not take', async () => {
    const fake = fakePlatform();
    using _ = { [Symbol.dispose]: replacePlatform(fake) };
    const before = getStats().dropped;
    const { port2 } = connect();
    const [hello] = await new Promise<[{ 'loggia.queue': { port: MessagePort } }]>((resolve) => {
      port2.once('message', (message) => resolve([message]));
      log.info('lost');
      log.info('lost');
    });
    hello['loggia.queue'].port.close();
    await vi.waitFor(() => expect(getStats().dropped - before).toBe(2), PATIENCE);
    log.info('after');
    expect(getStats().dropped - before).toBe(3);
    expect(fake.stderrText.match(/is gone: 2 records/g)).toHaveLength(1);
    expect(fake.stderrText.match(/is gone/g)).toHaveLength(1);
  });
});

describeHandler(it, 'QueueHandler over a WorkerQueue', () => {
  const { port1, port2 } = channel();
  const taken = new Collector();
  const listener = new QueueListener(new WorkerQueue(port2), taken);
  listener.start();
  return {
    handler: new QueueHandler(new WorkerQueue(port1)),
    formats: false,
    async received() {
      // The ports find each other through the event loop.
      await new Promise((resolve) => setImmediate(resolve));
      await listener.stop();
      listener.start();
      return taken.texts;
    },
    dispose: () => listener.stop(),
  };
});
