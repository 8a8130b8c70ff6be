import { fakePlatform } from '@loggia/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DEBUG, ERROR, getStats, INFO, type LogRecord, makeLogRecord, replacePlatform } from './index.js';
import { LogQueue, type LogQueueOptions } from './log-queue.js';

const make = (msg: string, levelno: number = INFO): LogRecord =>
  makeLogRecord({ msg, levelno, levelname: { 10: 'DEBUG', 20: 'INFO', 40: 'ERROR' }[levelno] });

/** What comes out until the queue is empty; a summary as the counts in it. */
async function drain(queue: LogQueue): Promise<unknown[]> {
  const seen: unknown[] = [];
  queue.put(null);
  for await (const record of queue) seen.push(record.extra['dropped'] ?? record.getMessage());
  return seen;
}

function filled(options: LogQueueOptions, ...records: [msg: string, level?: number][]): LogQueue {
  const queue = new LogQueue(options);
  for (const [msg, level] of records) queue.put(make(msg, level));
  return queue;
}

let platform = fakePlatform();
let restore = (): void => {};
beforeEach(() => {
  platform = fakePlatform();
  restore = replacePlatform(platform);
});
afterEach(() => restore());

describe('LogQueue', () => {
  it('says at the end that nobody has read it, with what is lost by that', () => {
    const queue = filled({}, ['a'], ['b']);
    platform.exit('leaving');
    expect(platform.stderrText).toBe('');
    platform.exit('exit');
    expect(platform.stderrText).toContain(
      '2 records are left in a queue that nobody has ever read: call start()',
    );
    expect(queue.size).toBe(2);
  });

  it('says nothing of what is left if somebody reads it', async () => {
    const queue = filled({}, ['a']);
    expect(await drain(queue)).toEqual(['a']);
    queue.put(make('b'));
    platform.exit('exit');
    expect(platform.stderrText).toBe('');
  });

  it('gives records out in their order, to a reader that waits as to one that comes later', async () => {
    const queue = new LogQueue();
    const reader = queue[Symbol.asyncIterator]();
    const [a, b] = [reader.next(), reader.next()];
    for (const msg of ['a', 'b', 'c', 'd']) queue.put(make(msg));
    expect([(await a).value?.msg, (await b).value?.msg, queue.size]).toEqual(['a', 'b', 2]);
    expect(await drain(queue)).toEqual(['c', 'd']);
  });

  it('ends an iteration at null, when it is empty, and can be iterated over again', async () => {
    const queue = filled({}, ['a']);
    expect(await drain(queue)).toEqual(['a']);
    queue.put(make('b'));
    for await (const record of queue) {
      expect(record.msg).toBe('b');
      break;
    }
    const reader = queue[Symbol.asyncIterator]();
    const next = reader.next();
    queue.put(make('late'));
    expect((await next).value?.msg).toBe('late');
    const waiting = reader.next();
    queue.put(null);
    expect(await waiting).toEqual({ done: true, value: undefined });
    queue.put(make('c'));
    expect(await drain(queue)).toEqual(['c']);
  });

  it('holds 10,000 records', async () => {
    const queue = new LogQueue();
    for (let i = 0; i < 10_002; i++) queue.put(make(`${i}`));
    expect(queue.size).toBe(10_000);
    expect((await drain(queue))[0]).toBe('2');
  });

  it('drops the oldest, or the newest, and says what was lost when half of it is free', async () => {
    const records: [string, number?][] = [['1', DEBUG], ['2'], ['3'], ['4'], ['5'], ['6', ERROR]];
    expect(await drain(filled({ capacity: 4 }, ...records))).toEqual([
      '3',
      '4',
      { DEBUG: 1, INFO: 1 },
      '5',
      '6',
    ]);
    expect(await drain(filled({ capacity: 4, overflow: 'drop-newest' }, ...records))).toEqual([
      '1',
      '2',
      { INFO: 1, ERROR: 1 },
      '3',
      '4',
    ]);
    expect(await drain(filled({ capacity: 1 }, ['1'], ['2']))).toEqual(['2', { INFO: 1 }]);
  });

  it('drops below a level: the oldest such one for a record above, else the record itself', async () => {
    const overflow = { dropBelow: 'ERROR' };
    const queue = filled({ capacity: 2, overflow }, ['e1', ERROR], ['i1'], ['i2'], ['e2', ERROR]);
    expect(await drain(queue)).toEqual(['e1', { INFO: 2 }, 'e2']);
    const full = filled({ capacity: 2, overflow }, ['e1', ERROR], ['e2', ERROR], ['e3', ERROR]);
    expect(await drain(full)).toEqual(['e2', { ERROR: 1 }, 'e3']);
  });

  it('counts what it drops, and says so once, in a warning', async () => {
    const before = getStats();
    const queue = filled({ capacity: 1 }, ['1'], ['2', DEBUG], ['3']);
    const reader = queue[Symbol.asyncIterator]();
    await reader.next();
    const { value } = await reader.next();
    expect(value).toMatchObject({
      name: 'loggia.queue',
      levelname: 'WARNING',
      extra: { dropped: { INFO: 1, DEBUG: 1 } },
    });
    expect(value?.getMessage()).toBe('2 records dropped: the queue was full');
    expect(getStats()).toMatchObject({ dropped: before.dropped + 2, emitted: before.emitted + 1 });
    expect(await drain(queue)).toEqual([]);
  });

  it('refuses options that make no sense', () => {
    for (const capacity of [0, -1, Number.NaN]) {
      expect(() => new LogQueue({ capacity })).toThrow('capacity must be at least 1');
    }
    expect(() => new LogQueue({ overflow: 'block' as never })).toThrow('overflow must be');
    expect(() => new LogQueue({ overflow: { dropBelow: 'NOPE' } })).toThrow("Unknown level: 'NOPE'");
  });
});
