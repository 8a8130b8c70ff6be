import { describe, expect, it } from 'vitest';
import { MemoryHandler } from '../handlers/memory.js';
import { getLogger, getStats } from '../root.js';
import { bench, Lines } from './holding.testing.js';
import { RateLimitFilter } from './rate-limit.js';

describe('a rate limit', () => {
  it('lets a burst pass, then so many a second, and says how many it suppressed', () => {
    const filter = new RateLimitFilter({ rate: 2, burst: 3 });
    using it = bench(getLogger, filter);
    for (let i = 0; i < 10; i++) it.log.info('tick %d', i);
    expect(it.limited.lines).toEqual(['tick 0', 'tick 1', 'tick 2']);
    it.platform.advance(499);
    it.log.info('tick %d', 10);
    it.platform.advance(1);
    it.log.info('tick %d', 11);
    expect(it.limited.lines.slice(3)).toEqual(['suppressed 8 more like "tick %d"', 'tick 11']);
    expect(it.free.lines).toHaveLength(12);
    it.platform.advance(60_000);
    for (let i = 0; i < 10; i++) it.log.info('tick %d', i);
    expect(it.limited.lines.slice(5)).toEqual(['tick 0', 'tick 1', 'tick 2']);
  });

  it('sends a real record the way of those it speaks of, and counts it', () => {
    using it = bench(getLogger, new RateLimitFilter({ rate: 1, burst: 1 }));
    it.log.info('x');
    it.log.warning('x');
    it.log.info('x');
    const { emitted } = getStats();
    it.platform.advance(1000);
    expect(it.limited.records[1]).toMatchObject({
      name: 'held.back',
      levelname: 'WARNING',
      extra: { suppressed: 2 },
    });
    expect(it.free.lines).toEqual(['x', 'x', 'x']);
    expect(getStats().emitted).toBe(emitted + 1);
    expect(it.platform.pendingTimers).toBe(0);
  });

  it('says so once where nothing passes afterwards, and leaves no timer behind', () => {
    using it = bench(getLogger, new RateLimitFilter({ rate: 1, burst: 1 }));
    for (let i = 0; i < 4; i++) it.log.info('x');
    expect(it.platform.pendingTimers).toBe(1);
    it.platform.advance(10_000);
    expect(it.limited.lines).toEqual(['x', 'suppressed 3 more like "x"']);
    expect(it.platform.pendingTimers).toBe(0);
  });

  it('finds its way as a filter of the logger, and of a handler behind another', () => {
    const filter = new RateLimitFilter({ rate: 1, burst: 1 });
    using it = bench(getLogger, filter);
    const behind = new Lines();
    behind.addFilter(filter);
    it.log.handlers = [new MemoryHandler(1, { target: behind }), it.free];
    for (let i = 0; i < 3; i++) it.log.info('x');
    it.platform.advance(1000);
    expect(behind.lines).toEqual(['x', 'suppressed 2 more like "x"']);
    expect(it.free.lines).toEqual(['x', 'x', 'x']);

    it.log.handlers = [it.free];
    it.log.addFilter(filter);
    it.log.info('y');
    it.log.info('y');
    it.platform.advance(1000);
    expect(it.free.lines.slice(3)).toEqual(['y', 'suppressed 1 more like "y"']);
  });

  it('holds for each logger and message by itself', () => {
    using it = bench(getLogger, new RateLimitFilter({ rate: 1, burst: 1 }));
    for (const msg of ['a %s', 'b %s', 'a %s', 'b %s']) it.log.info(msg, 1);
    it.log.getChild('other').info('a %s', 1);
    it.log.info(() => 'lazy 1');
    it.log.info(() => 'lazy 2');
    expect(it.limited.lines).toEqual(['a 1', 'b 1', 'a 1', 'lazy 1']);
    it.platform.advance(1000);
    expect(it.limited.lines.slice(4).sort()).toEqual([
      'suppressed 1 more',
      'suppressed 1 more like "a %s"',
      'suppressed 1 more like "b %s"',
    ]);
  });

  it('always lets what is bad enough pass', () => {
    using it = bench(getLogger, new RateLimitFilter({ rate: 1, burst: 1, keepLevel: 'ERROR' }));
    for (let i = 0; i < 3; i++) it.log.error('bad');
    for (let i = 0; i < 3; i++) it.log.warning('bad');
    expect(it.limited.lines).toHaveLength(4);
  });

  it('watches a bounded number of messages, and says what it suppressed of one that it forgets', () => {
    using it = bench(getLogger, new RateLimitFilter({ rate: 0.001, burst: 1 }));
    it.log.info('first');
    it.log.info('first');
    for (let i = 0; i < 999; i++) it.log.info(`other ${i}`);
    it.log.info('other 0');
    it.log.info('other 0');
    expect(it.limited.lines).not.toContain('suppressed 1 more like "first"');
    it.log.info('one more');
    expect(it.limited.lines.slice(-2)).toEqual(['suppressed 1 more like "first"', 'one more']);
    // Of those left only `other 0` has something to say; it was heard of after `other 1`, so that one goes first.
    it.log.info('and one more');
    expect(it.limited.lines.at(-1)).toBe('and one more');
    expect(it.limited.lines.at(-2)).toBe('one more');
    expect(it.platform.pendingTimers).toBe(1);
  });

  it('is not opened by a clock that is set back', () => {
    using it = bench(getLogger, new RateLimitFilter({ rate: 1, burst: 1 }));
    it.log.info('x');
    it.setBack();
    it.log.info('x');
    expect(it.limited.lines).toEqual(['x']);
    it.platform.advance(1000);
    it.log.info('x');
    expect(it.limited.lines).toEqual(['x', 'suppressed 1 more like "x"', 'x']);
  });

  it('refuses what makes no sense', () => {
    expect(() => new RateLimitFilter({ rate: 0 })).toThrow('rate must be above 0');
    expect(() => new RateLimitFilter({ rate: 1, burst: 0 })).toThrow('burst must be at least 1');
    expect(() => new RateLimitFilter({ rate: 1, keepLevel: 'LOUD' })).toThrow('LOUD');
    expect([new RateLimitFilter({ rate: 5 }).burst, new RateLimitFilter({ rate: 0.5 }).burst]).toEqual([
      5, 1,
    ]);
  });
});
