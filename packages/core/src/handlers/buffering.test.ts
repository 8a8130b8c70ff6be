import { fakePlatform } from '@loggia/testing';
import { describe, expect, it } from 'vitest';
import { makeLogRecord } from '../record-factory.js';
import { getStats } from '../root.js';
import { replacePlatform } from '../state.js';
import { BufferingHandler } from './buffering.js';
import { MemoryHandler } from './memory.js';
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
