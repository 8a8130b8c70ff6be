import type { ChildProcess } from 'node:child_process';
import { getLogger, getStats, QueueHandler, QueueListener, replacePlatform } from '@loggia/core';
import { describeHandler, type FakePlatform, fakePlatform } from '@loggia/testing';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Collector } from './collector.testing.js';
import { fakeChannels, queueOf } from './fake-channel.testing.js';
import { ProcessQueue } from './process.js';

const PATIENCE = { timeout: 20_000 };
const log = getLogger('process-queue');
let collector: Collector;

function connect() {
  const { child, parent } = fakeChannels();
  const handler = new QueueHandler(queueOf(child));
  log.handlers = [handler];
  return { child, parent, handler, listener: new QueueListener(queueOf(parent), collector) };
}

beforeEach(() => {
  collector = new Collector();
  log.propagate = false;
  log.setLevel('DEBUG');
});

describe('ProcessQueue', () => {
  it("leaves the application's messages alone, and keeps them until it listens", async () => {
    const { child, parent, listener } = connect();
    listener.start();
    await Promise.resolve();
    const send = (message: unknown): unknown => child.send(message, undefined, undefined, () => {});
    send('early');
    log.info('ours');
    send({ 'loggia.queue': 'not ours, but with our name' });
    await vi.waitFor(() => expect(collector.texts).toEqual(['ours']), PATIENCE);
    const heard: unknown[] = [];
    parent.on('message', (message) => heard.push(message));
    await vi.waitFor(() => expect(heard).toEqual(['early']), PATIENCE);
    send('late');
    await vi.waitFor(() => expect(heard).toEqual(['early', 'late']), PATIENCE);
    expect(collector.texts).toEqual(['ours']);
    await listener.stop();
  });

  it('has one message on its way at a time', async () => {
    const { child } = connect();
    const sent = vi.spyOn(child, 'send');
    for (let i = 0; i < 50; i++) log.info('record %d', i);
    await new Promise((resolve) => setImmediate(resolve));
    expect(sent).toHaveBeenCalledTimes(1);
  });

  it('reports once that the other side is gone, and counts what it did not take', async () => {
    const fake = fakePlatform();
    using _ = { [Symbol.dispose]: replacePlatform(fake) };
    const before = getStats().dropped;
    const { child, handler } = connect();
    log.info('lost');
    log.info('lost');
    child.disconnect();
    log.info('after');
    expect(getStats().dropped - before).toBe(3);
    expect(fake.stderrText.match(/does not take records any more: 2/g)).toHaveLength(1);
    expect(fake.stderrText.match(/Logging error/g)).toHaveLength(1);
    await handler.close();
  });

  it('reports once what the channel has against sending', async () => {
    const fake = fakePlatform();
    using _ = { [Symbol.dispose]: replacePlatform(fake) };
    const { child, handler } = connect();
    child.connected = false;
    log.info('lost');
    await handler.flush();
    log.info('lost too');
    expect(fake.stderrText.match(/channel closed/g)).toHaveLength(1);
  });

  it.each<[string, (fake: FakePlatform) => void]>([
    ['nobody reads for five seconds', (fake) => fake.advance(5000)],
    ['this process comes to its end', (fake) => fake.exit('leaving')],
  ])('is flushed though the other side has not taken all, when the system has and %s', async (_, give) => {
    const fake = fakePlatform();
    using _platform = { [Symbol.dispose]: replacePlatform(fake) };
    const { handler } = connect();
    for (let i = 0; i < 3000; i++) log.info('record %d', i);
    let isFlushed = false;
    const flushed = Promise.resolve(handler.flush()).then(() => {
      isFlushed = true;
    });
    for (let i = 0; i < 10; i++) await new Promise((resolve) => setImmediate(resolve));
    expect(isFlushed).toBe(false);
    give(fake);
    await flushed;
    expect(fake.pendingTimers).toBe(0);
  });

  it('is flushed when the other side has taken all, at once where it has already', async () => {
    using _ = { [Symbol.dispose]: replacePlatform(fakePlatform()) };
    const { handler, listener } = connect();
    listener.start();
    for (let i = 0; i < 3000; i++) log.info('record %d', i);
    await handler.flush();
    expect(collector.records).toHaveLength(3000);
    await handler.flush();
    await listener.stop();
  });

  it('stops when a child that has ended has been read to its end', async () => {
    const { child, parent, listener } = connect();
    listener.start();
    await Promise.resolve();
    Object.assign(parent, { exitCode: 0 });
    log.info('last words');
    setTimeout(() => child.disconnect(), 20);
    await listener.stop();
    expect(collector.texts).toEqual(['last words']);
  });

  it('refuses a process that has no channel', () => {
    expect(() => new ProcessQueue({ pid: 1 } as unknown as ChildProcess)).toThrow(/has no channel.*fork/);
  });
});

describeHandler(it, 'QueueHandler over a ProcessQueue', () => {
  const { child, parent } = fakeChannels();
  const taken = new Collector();
  const listener = new QueueListener(queueOf(parent), taken);
  listener.start();
  return {
    handler: new QueueHandler(queueOf(child)),
    formats: false,
    async received() {
      await new Promise((resolve) => setImmediate(resolve));
      return taken.texts;
    },
    dispose: () => listener.stop(),
  };
});
