import { fakePlatform } from '@loggia/testing';
import { describe, expect, it } from 'vitest';
import { makeLogRecord } from '../record-factory.js';
import { replacePlatform } from '../state.js';
import { NullHandler } from './null.js';
import { StreamHandler } from './stream.js';

describe('StreamHandler', () => {
  it('writes to the stderr of the platform that is there when it writes', () => {
    const handler = new StreamHandler();
    const platform = fakePlatform();
    const restore = replacePlatform(platform);
    handler.handle(makeLogRecord({ msg: 'x' }));
    restore();
    expect(platform.stderrText).toBe('x\n');
  });

  it('ends each text with its terminator, and flushes a stream that can be', () => {
    const calls: string[] = [];
    const handler = new StreamHandler({
      write: (text) => calls.push(text),
      flush: () => calls.push('flush'),
    });
    handler.terminator = '\0';
    handler.handle(makeLogRecord({ msg: 'x' }));
    expect(calls).toEqual(['x\0', 'flush']);
  });

  it('reports what a stream fails with later', async () => {
    const errors: unknown[] = [];
    const handler = new StreamHandler({ write: async () => Promise.reject(new Error('later')) });
    handler.handleError = (_record, error) => errors.push(error);
    handler.handle(makeLogRecord({ msg: 'x' }));
    await expect.poll(() => errors).toEqual([new Error('later')]);
  });

  it('setStream flushes the stream before, and returns it unless it is the same', () => {
    const calls: string[] = [];
    const first = { write: () => 0, flush: () => calls.push('flush first') };
    const second = { write: () => 0 };
    const handler = new StreamHandler(first);
    expect(handler.setStream(second)).toBe(first);
    expect(handler.setStream(second)).toBeNull();
    expect(calls).toEqual(['flush first']);
  });

  it('prints as in Python, with the name or the number of its stream', () => {
    expect(String(new StreamHandler({ write: () => 0, fd: 2 } as never))).toBe('<StreamHandler 2 (NOTSET)>');
    expect(String(new StreamHandler({ write: () => 0 }))).toBe('<StreamHandler (NOTSET)>');
  });
});

describe('NullHandler', () => {
  it('takes everything and does nothing', () => {
    expect(new NullHandler().handle(makeLogRecord({ msg: 'x' }))).toBe(false);
  });
});
