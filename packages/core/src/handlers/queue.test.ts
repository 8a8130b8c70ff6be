import { describeHandler, fakePlatform } from '@loggia/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Formatter, getLogger, Handler, type LogRecord, makeLogRecord, replacePlatform } from '../index.js';
import { QueueHandler } from './queue.js';

const log = getLogger('queue-handler');
let fake = fakePlatform();
let restore = (): void => {};
let items: LogRecord[];
let handler: QueueHandler;
const queue = { put: (record: LogRecord) => void items.push(record) };

beforeEach(() => {
  fake = fakePlatform();
  restore = replacePlatform(fake);
  items = [];
  handler = new QueueHandler(queue);
  log.handlers = [handler];
  log.propagate = false;
});
afterEach(() => restore());

describeHandler(it, 'QueueHandler', () => {
  const texts: unknown[] = [];
  let isBroken = false;
  const put = ({ msg }: LogRecord): void => {
    if (isBroken) throw new Error('no queue');
    texts.push(msg);
  };
  return {
    handler: new QueueHandler({ put }),
    received: () => texts as string[],
    breakDestination: () => {
      isBroken = true;
    },
    repair: () => {
      isBroken = false;
    },
  };
});

describe('QueueHandler', () => {
  it('queues a copy with the text made, the error in it, and nothing that cannot cross', () => {
    log.error('%d left of %s', 3, 'tea', { item: 't-1' }, new TypeError('no'));
    const [record] = items;
    expect(record).toMatchObject({
      name: 'queue-handler',
      levelname: 'ERROR',
      args: [],
      excInfo: null,
      excText: null,
      stackInfo: null,
      extra: { item: 't-1' },
    });
    expect(record?.msg).toMatch(/^3 left of tea\nTypeError: no\n/);
    expect(record?.getMessage()).toBe(record?.msg);
  });

  it('puts the stack into the text, as its formatter does', () => {
    handler.setFormatter(new Formatter('%(levelname)s %(message)s'));
    log.error('x %%', { stackInfo: true });
    expect(items[0]?.getMessage()).toBe(
      'ERROR x %%\nStack (most recent call first):\nat fakeCaller (/app/fake.ts:7:1)',
    );
    expect(items[0]?.stackInfo).toBeNull();
  });

  it('leaves the record as it is for the other handlers', () => {
    const error = new Error('no');
    const record = makeLogRecord({ msg: '%d', args: [1], levelno: 40, excInfo: error, extra: { a: 1 } });
    const before = { ...record };
    handler.handle(record);
    expect({ ...record }).toEqual(before);
    (items[0] as LogRecord).extra['a'] = 2;
    expect(record.extra).toEqual({ a: 1 });
  });

  it('makes the text once, for itself and the handlers after it', () => {
    let calls = 0;
    log.addHandler(new QueueHandler(queue));
    log.error(() => `call ${++calls}`);
    expect(items.map((record) => record.msg)).toEqual(['call 1', 'call 1']);
  });

  it('does not sanitize what the handlers behind the queue will', () => {
    log.error('\x1b[31mred');
    expect(items[0]?.msg).toBe('\x1b[31mred');
  });

  it('reports what the queue throws or rejects with, and a message that cannot be made', async () => {
    log.handlers = [
      new QueueHandler({
        put() {
          throw new Error('queue full');
        },
      }),
      new QueueHandler({ put: async () => Promise.reject(new Error('queue gone')) }),
    ];
    log.error('x');
    await fake.settle();
    log.handlers = [handler];
    log.error('%d', 'no number');
    for (const what of ['queue full', 'queue gone', 'TypeError']) expect(fake.stderrText).toContain(what);
    expect(items).toEqual([]);
  });

  it('gives a queue that serializes the record itself, unless it has a formatter', () => {
    const texts: string[] = [];
    const put = (record: LogRecord): unknown => texts.push(JSON.stringify(record));
    const serializing = new QueueHandler({ put, serializes: true });
    log.handlers = [serializing];
    log.error('broken', new RangeError('no'));
    serializing.setFormatter(new Formatter('<%(message)s>'));
    log.error('formatted');
    const [whole, formatted] = texts.map((text) => JSON.parse(text));
    expect(whole).toMatchObject({ message: 'broken', error: { type: 'RangeError', message: 'no' } });
    expect(formatted).toMatchObject({ message: '<formatted>' });
  });

  it('flushes a queue that can be flushed, also when it is closed', async () => {
    let flushed = 0;
    const flush = async (): Promise<void> => void flushed++;
    const flushing = new QueueHandler({ ...queue, flush });
    await flushing.flush();
    await flushing.close();
    expect(flushed).toBe(2);
    await handler.close();
  });

  it('can be given another kind of queue by a subclass', () => {
    const sent: string[] = [];
    class Sending extends QueueHandler<(text: string) => void> {
      override prepare(record: LogRecord): LogRecord {
        return record;
      }
      override enqueue(record: LogRecord): void {
        this.queue(JSON.stringify(record));
      }
    }
    log.handlers = [new Sending((text) => sent.push(text)), new Handler('CRITICAL')];
    log.error('%s', 'x');
    expect(JSON.parse(sent[0] ?? '')).toMatchObject({ message: 'x', msg: '%s' });
  });
});
