import { getLogger, Handler, type LogRecord, QueueHandler, replacePlatform } from '@loggia/core';
import { fakePlatform, hostileValues } from '@loggia/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PortQueue } from './port-queue.js';
import { receiveRecords } from './receive-records.js';

class Kept extends Handler {
  readonly records: LogRecord[] = [];
  override emit(record: LogRecord): void {
    this.records.push(record);
  }
}

const log = getLogger('ports');
let channel: MessageChannel;
let received: LogRecord[];
let platform: ReturnType<typeof fakePlatform>;
let restore: () => void;

beforeEach(() => {
  platform = fakePlatform();
  restore = replacePlatform(platform);
  channel = new MessageChannel();
  received = [];
  log.propagate = false;
});
afterEach(() => {
  channel.port1.close();
  channel.port2.close();
  log.handlers = [];
  restore();
});

const listen = (): Disposable => receiveRecords(channel.port2, (record) => received.push(record));
function connect(capacity?: number): void {
  log.handlers = [new QueueHandler(new PortQueue(channel.port1, { capacity }))];
}

describe('a queue over a port', () => {
  it('hands records over in order, with errors and fields, whatever is in them', async () => {
    listen();
    connect();
    log.error('broken', new RangeError('no'), { item: 't-1' });
    for (const value of hostileValues()) log.warning('hostile', { value });
    await expect.poll(() => received.length).toBe(1 + hostileValues().length);
    expect(received[0]).toMatchObject({ name: 'ports', message: 'broken', extra: { item: 't-1' } });
    expect(received[0]?.excInfo).toMatchObject({ name: 'RangeError', message: 'no' });
  });

  it('has no more on the way than it may, counts what it drops, and says so later', async () => {
    connect(200);
    for (let i = 0; i < 1000; i++) log.warning('%d', i);
    expect(received).toEqual([]);
    listen();
    await expect.poll(() => received.at(-1)?.name).toBe('loggia.queue');
    expect(received).toHaveLength(201);
    expect(received.at(-1)).toMatchObject({
      message: '800 records dropped: the queue was full',
      extra: { dropped: { WARNING: 800 } },
    });
    log.warning('goes on');
    await expect.poll(() => received.at(-1)?.getMessage()).toBe('goes on');
  });

  it('leaves the messages of the application alone, reports what is no record, and stops when disposed of', async () => {
    const mine: unknown[] = [];
    channel.port2.addEventListener('message', ({ data }) => mine.push(data));
    const listening = listen();
    for (const message of [
      null,
      'text',
      { 'loggia.record': 7 },
      { 'loggia.record': '{' },
      { 'loggia.record': '{}' },
    ])
      channel.port1.postMessage(message);
    await expect.poll(() => mine.length).toBe(5);
    expect(received).toEqual([]);
    expect(platform.stderrText.match(/Logging error/g)).toHaveLength(2);
    listening[Symbol.dispose]();
    connect();
    log.warning('unheard');
    await expect.poll(() => mine.length).toBe(6);
    expect(received).toEqual([]);
  });

  it('gives records to the loggers that they name, unless it is told otherwise', async () => {
    const kept = new Kept();
    getLogger('elsewhere').addHandler(kept);
    receiveRecords(channel.port2);
    const queue = new PortQueue(channel.port1);
    queue.put(log.makeRecord('elsewhere', 10, '(unknown file)', 0, 'a', [], null));
    await expect.poll(() => kept.records.length).toBe(1);
    getLogger('elsewhere').removeHandler(kept);
  });

  it('refuses a capacity for which no reply would come in time', () => {
    expect(() => connect(199)).toThrow('capacity must be at least 200');
  });
});
