import { describe, expect, it } from 'vitest';
import { getLogger } from '../root.js';
import { DuplicateFilter } from './duplicate.js';
import { bench } from './holding.testing.js';

describe('a duplicate filter', () => {
  it('drops what the record before said, and says how often before the next one', () => {
    using it = bench(getLogger, new DuplicateFilter({ windowMs: 1000 }));
    for (const i of [1, 1, 1, 1, 2]) it.log.info('tick %d', i);
    expect(it.limited.lines).toEqual(['tick 1', 'last message repeated 3 times', 'tick 2']);
    expect(it.limited.records[1]).toMatchObject({ name: 'held.back', levelno: 20, extra: { repeated: 3 } });
    expect(it.free.lines).toHaveLength(5);
    expect(it.platform.pendingTimers).toBe(0);
    it.log.info('tick %d', 2);
    expect(it.limited.lines).toHaveLength(3);
  });

  it('lets it pass again after the window, and says how often it was at its end', () => {
    using it = bench(getLogger, new DuplicateFilter({ windowMs: 1000 }));
    it.log.info('x');
    it.platform.advance(999);
    it.log.info('x');
    it.platform.advance(1);
    expect(it.limited.lines).toEqual(['x', 'last message repeated 1 times']);
    it.log.info('x');
    it.log.info('x');
    it.platform.advance(60_000);
    expect(it.limited.lines.slice(2)).toEqual(['x', 'last message repeated 1 times']);
  });

  it('tells loggers, levels and texts apart', () => {
    using it = bench(getLogger, new DuplicateFilter());
    it.log.info('x');
    it.log.warning('x');
    it.log.getChild('other').warning('x');
    it.log.info('y');
    expect(it.limited.lines).toEqual(['x', 'x', 'x', 'y']);
  });

  it('lets pass what has no text', () => {
    using it = bench(getLogger, new DuplicateFilter());
    const errors: unknown[] = [];
    it.limited.handleError = (_record, error) => errors.push(error);
    it.free.handleError = () => undefined;
    it.log.info('%d', 'x');
    it.log.info('%d', 'x');
    expect(errors).toHaveLength(2);
  });

  it('is not stuck when the clock is set back', () => {
    using it = bench(getLogger, new DuplicateFilter({ windowMs: 1000 }));
    it.log.info('x');
    it.setBack();
    it.log.info('x');
    expect(it.limited.lines).toEqual(['x', 'x']);
  });

  it('refuses a window that is none', () => {
    expect(() => new DuplicateFilter({ windowMs: 0 })).toThrow('windowMs must be above 0');
  });
});
