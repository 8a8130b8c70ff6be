import { fakePlatform } from '@loggia/testing';
import { describe, expect, it } from 'vitest';
import { flushHandlers } from '../flush-handlers.js';
import { Handler } from '../handler.js';
import type { Platform } from '../platform.js';
import type { LogRecord } from '../record.js';
import { makeLogRecord } from '../record-factory.js';
import { getStats } from '../root.js';
import { shutdown } from '../shutdown.js';
import { replacePlatform } from '../state.js';
import { BufferingHandler } from './buffering.js';
import { ConsoleHandler } from './console.js';
import { MemoryHandler } from './memory.js';
import { NullHandler } from './null.js';
import { StreamHandler } from './stream.js';

function start(options: { flushOnClose?: boolean } = {}) {
  const platform = fakePlatform();
  const restore = replacePlatform(platform);
  const got: string[] = [];
  const target = new StreamHandler({ write: (text) => got.push(text) });
  const handler = new MemoryHandler(10, { target, ...options });
  handler.handle(makeLogRecord({ msg: 'held' }));
  restore();
  return { platform, handler, got };
}

describe('what a buffer holds', () => {
  it('is flushed when the program ends, and not when it only may end', () => {
    const { platform, got } = start();
    platform.exit('leaving');
    expect(got).toEqual([]);
    platform.exit('exit');
    expect(got).toEqual(['held\n']);
  });

  it('stays unsent at the end where flushOnClose is off', () => {
    const { platform, got } = start({ flushOnClose: false });
    platform.exit('exit');
    expect(got).toEqual([]);
  });

  it('is of no concern to the end of the program after close', () => {
    const { platform, handler, got } = start({ flushOnClose: false });
    handler.close();
    handler.setTarget(new StreamHandler({ write: (text) => got.push(text) }));
    handler.flushOnClose = true;
    platform.exit('exit');
    expect(got).toEqual([]);
  });
});

class OwnBuffer extends Handler {
  readonly sent: string[] = [];
  #held: string[] = [];

  override emit(record: LogRecord): void {
    this.#held.push(record.getMessage());
  }

  override flush(): void {
    this.sent.push(...this.#held.splice(0), '|');
  }
}

describe("what a user's own handler holds back", () => {
  it('is flushed when the program ends, and not after close', () => {
    const platform = fakePlatform();
    const restore = replacePlatform(platform);
    const [first, closed] = [new OwnBuffer(), new OwnBuffer()];
    for (const handler of [first, closed]) handler.handle(makeLogRecord({ msg: 'held' }));
    closed.close();
    platform.exit('leaving');
    expect(first.sent).toEqual([]);
    platform.exit('exit');
    expect(first.sent).toEqual(['held', '|']);
    expect(closed.sent).toEqual([]);
    first.close();
    platform.exit('exit');
    restore();
    expect(first.sent).toEqual(['held', '|']);
  });

  it('is nothing where the class writes at once: then nobody listens for the end', async () => {
    await shutdown();
    const platform = fakePlatform();
    let listeners = 0;
    const onExit: Platform['onExit'] = () => {
      listeners++;
      return () => listeners--;
    };
    const restore = replacePlatform({ ...platform, onExit });
    const handlers = [new StreamHandler(), new NullHandler(), new ConsoleHandler()];
    expect(listeners).toBe(0);
    const buffers = [new OwnBuffer(), new OwnBuffer()];
    expect(listeners).toBe(1);
    for (const handler of [...handlers, ...buffers]) handler.close();
    expect(listeners).toBe(0);
    restore();
  });

  it('is flushed by flushHandlers(), whose promise waits for those that need time, and never rejects', async () => {
    const order: string[] = [];
    class Slow extends Handler {
      override async flush(): Promise<void> {
        await undefined;
        order.push('slow');
        throw new Error('too slow');
      }
    }
    const fake = fakePlatform();
    const restore = replacePlatform(fake);
    const handlers = [new Slow(), new OwnBuffer()];
    await flushHandlers();
    for (const handler of handlers) handler.close();
    restore();
    expect(order).toEqual(['slow']);
    expect((handlers[1] as OwnBuffer).sent).toEqual(['|']);
    expect(fake.stderrText).toContain('too slow');
  });
});

describe('an asynchronous flush that fails', () => {
  class Failing extends BufferingHandler {
    override async flush(): Promise<void> {
      await super.flush();
      throw new Error('flush failed');
    }
  }

  it('is reported, and is no unhandled rejection', async () => {
    const fake = fakePlatform();
    const restore = replacePlatform(fake);
    const errors = getStats().errors;
    const handler = new Failing(1);
    handler.handle(makeLogRecord({ msg: 'x' }));
    await fake.settle();
    restore();
    expect(getStats().errors).toBe(errors + 1);
    expect(fake.stderrText).toContain('flush failed');
  });

  it('makes close reject, and the handler is closed all the same', async () => {
    const handler = new Failing(5);
    handler.name = 'failing';
    await expect(handler.close()).rejects.toThrow('flush failed');
  });
});
