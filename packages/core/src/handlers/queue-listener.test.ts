import { fakePlatform } from '@loggia/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { getLogger, Handler, type LogRecord, makeLogRecord, replacePlatform } from '../index.js';
import { LogQueue } from '../log-queue.js';
import { QueueHandler } from './queue.js';
import { QueueListener } from './queue-listener.js';

class Noting extends Handler {
  readonly lines: string[] = [];
  override emit(record: LogRecord): void {
    this.lines.push(record.getMessage());
  }
}

/** A queue of somebody else's: an async generator that knows nothing but records. */
class ForeignQueue {
  readonly items: LogRecord[] = [];
  closed = false;
  #wake = (): void => {};

  put(record: LogRecord): void {
    if (record.getMessage() === undefined) return;
    this.items.push(record);
    this.#wake();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<LogRecord> {
    try {
      for (;;) {
        const record = this.items.shift();
        if (record) yield record;
        else await new Promise<void>((resolve) => (this.#wake = resolve));
      }
    } finally {
      this.closed = true;
    }
  }
}

const make = (msg: string, levelno = 20): LogRecord => makeLogRecord({ msg, levelno });
let fake = fakePlatform();
let restore = (): void => {};
beforeEach(() => {
  fake = fakePlatform();
  restore = replacePlatform(fake);
});
afterEach(() => restore());

describe.each([
  ['LogQueue', () => new LogQueue()],
  ['a queue of the user', () => new ForeignQueue()],
])('QueueListener on %s', (_, makeQueue) => {
  it('gives what loggers put in to every handler, and stop() waits until all is handled', async () => {
    const queue = makeQueue();
    const handlers = [new Noting(), new Noting()];
    const log = getLogger('queue-listener');
    log.propagate = false;
    log.handlers = [new QueueHandler(queue)];
    const listener = new QueueListener(queue, ...handlers);
    listener.start();
    for (let i = 0; i < 50; i++) log.error('%d', i);
    expect(handlers[0]?.lines).toEqual([]);
    await listener.stop();
    const all = Array.from({ length: 50 }, (_, i) => `${i}`);
    expect(handlers.map(({ lines }) => lines)).toEqual([all, all]);
  });

  it('starts again after stop(); what came meanwhile waited, and the queue is open', async () => {
    const queue = makeQueue();
    const handler = new Noting();
    const listener = new QueueListener(queue, handler);
    for (let round = 0; round < 3; round++) {
      listener.start();
      listener.start();
      await fake.settle();
      queue.put(make(`${round} in`));
      await Promise.all([listener.stop(), listener.stop()]);
      queue.put(make(`${round} between`));
      await fake.settle();
      expect(handler.lines.at(-1)).toBe(`${round} in`);
    }
    listener.start();
    await listener.stop();
    await listener.stop();
    const each = [0, 1, 2].flatMap((round) => [`${round} in`, `${round} between`]);
    expect(handler.lines).toEqual(each);
    expect('closed' in queue && queue.closed).toBe(false);
  });

  it.each([0, 1, 2])('may be started again while it stops, with %d records to handle yet', async (count) => {
    const queue = makeQueue();
    const handler = new Noting();
    const listener = new QueueListener(queue, handler);
    for (let i = 0; i < count; i++) queue.put(make(`${i}`));
    listener.start();
    const stopped = listener.stop();
    listener.start();
    await stopped;
    queue.put(make('x'));
    await fake.settle();
    expect(handler.lines).toEqual([...Array.from({ length: count }, (_, i) => `${i}`), 'x']);
    await listener.stop();
  });
});

describe('QueueListener', () => {
  it('asks the levels of the handlers only with respectHandlerLevel', async () => {
    for (const respectHandlerLevel of [false, true]) {
      const queue = new LogQueue();
      const [low, high] = [new Noting(), new Noting('ERROR')];
      const listener = new QueueListener(queue, low, high, { respectHandlerLevel });
      expect(listener.handlers).toEqual([low, high]);
      listener.start();
      queue.put(make('info'));
      queue.put(make('error', 40));
      await listener.stop();
      expect(low.lines).toEqual(['info', 'error']);
      expect(high.lines).toEqual(respectHandlerLevel ? ['error'] : ['info', 'error']);
    }
  });

  it('reports what goes wrong in one handler, and gives the record to the others', async () => {
    class Failing extends Handler {
      override emit(): void {
        throw new Error('disk full');
      }
    }
    class Broken extends Handler {
      override handle(): never {
        throw new Error('broken');
      }
    }
    const queue = new LogQueue();
    const handler = new Noting();
    const listener = new QueueListener(queue, new Failing(), new Broken(), handler);
    listener.start();
    queue.put(make('a'));
    queue.put(make('b'));
    await listener.stop();
    expect(handler.lines).toEqual(['a', 'b']);
    expect(fake.stderrText.match(/disk full|broken/g)).toHaveLength(4);
  });

  it('can dequeue and prepare in its own way; null ends it, and it can be started again', async () => {
    const texts = ['{"message": "a"}', 'no JSON', '{"message": "b"}'];
    const handler = new Noting();
    class Receiver extends QueueListener<string[]> {
      override dequeue(): LogRecord | null {
        return (this.queue.shift() as unknown as LogRecord | undefined) ?? null;
      }
      override prepare(text: unknown): LogRecord {
        return makeLogRecord(JSON.parse(String(text)));
      }
    }
    const listener = new Receiver(texts, handler);
    listener.start();
    await fake.settle();
    expect(handler.lines).toEqual(['a', 'b']);
    expect(fake.stderrText).toContain('SyntaxError');
    texts.push('{"message": "c"}');
    listener.start();
    await fake.settle();
    await listener.stop();
    expect(handler.lines).toEqual(['a', 'b', 'c']);
  });

  it('iterates once for as long as the queue does, and again after its end', async () => {
    const items = [make('a'), make('b')];
    let iterations = 0;
    const queue = {
      put: (record: LogRecord) => void items.push(record),
      async *[Symbol.asyncIterator]() {
        iterations++;
        while (items.length > 0) yield items.shift() as LogRecord;
      },
    };
    const handler = new Noting();
    const listener = new QueueListener(queue, handler);
    listener.start();
    await fake.settle();
    expect([handler.lines, iterations]).toEqual([['a', 'b'], 1]);
    items.push(make('c'));
    listener.start();
    await listener.stop();
    expect([handler.lines, iterations]).toEqual([['a', 'b', 'c'], 2]);
  });

  it('reports a queue that fails, ends, and can be started again', async () => {
    const handler = new Noting();
    const queue = new LogQueue();
    let broken = true;
    class Shaky extends QueueListener {
      override dequeue(): LogRecord | null | Promise<LogRecord | null> {
        if (broken) throw new Error('no connection');
        return super.dequeue();
      }
    }
    const listener = new Shaky(queue, handler);
    listener.start();
    await fake.settle();
    expect(fake.stderrText).toContain('no connection');
    broken = false;
    queue.put(make('x'));
    listener.start();
    await listener.stop();
    expect(handler.lines).toEqual(['x']);
  });

  it('goes on listening if the end cannot be marked', async () => {
    const queue = new ForeignQueue();
    const handler = new Noting();
    const listener = new QueueListener(queue, handler);
    listener.start();
    const { put } = queue;
    queue.put = () => {
      throw new Error('full');
    };
    await expect(listener.stop()).rejects.toThrow('full');
    queue.put = put;
    queue.put(make('x'));
    await listener.stop();
    expect(handler.lines).toEqual(['x']);
  });

  it('takes no field of a record for the mark of its end', async () => {
    const queue = new ForeignQueue();
    const handler = new Noting();
    {
      await using listener = new QueueListener(queue, handler);
      listener.start();
      for (const value of [true, null, undefined, '']) {
        queue.put(makeLogRecord({ msg: 'x', extra: { 'loggia.stop': value } }));
      }
    }
    expect(handler.lines).toEqual(['x', 'x', 'x', 'x']);
  });
});

describe('QueueListener at the end of the program', () => {
  const listening = () => {
    const queue = new LogQueue();
    const handler = new Noting();
    const listener = new QueueListener(queue, handler);
    listener.start();
    return { queue, handler, listener };
  };

  it('handles what is left at once, even if it was started in this very turn', () => {
    const { queue, handler } = listening();
    for (const msg of ['a', 'b']) queue.put(make(msg));
    fake.exit('exit');
    expect(handler.lines).toEqual(['a', 'b']);
  });

  it('handles each record once, however far it has come, and goes on if the program does', async () => {
    for (let turns = 0; turns < 8; turns++) {
      const { queue, handler, listener } = listening();
      await fake.settle();
      for (const msg of ['a', 'b', 'c']) queue.put(make(msg));
      for (let turn = 0; turn < turns; turn++) await undefined;
      fake.exit('exit');
      expect(handler.lines).toEqual(['a', 'b', 'c']);
      queue.put(make('d'));
      await listener.stop();
      expect(handler.lines).toEqual(['a', 'b', 'c', 'd']);
      fake.exit('exit');
    }
  });
});
