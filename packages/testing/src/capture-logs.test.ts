import { getLogger, root } from '@loggia/core';
import { describe, expect, it } from 'vitest';
import { captureLogs } from './capture-logs.js';

describe('captureLogs', () => {
  it('catches what is logged to a logger and below, at any level, and nothing after it was disposed of', () => {
    const log = getLogger('captured.below');
    {
      using logs = captureLogs('captured');
      log.debug('one %s', 'two');
      getLogger('elsewhere').debug('not here');
      expect(logs.lines).toEqual(['DEBUG:captured.below:one two']);
      expect(logs.records.map((record) => record.levelno)).toEqual([10]);
    }
    expect(getLogger('captured')).toMatchObject({ level: 0, propagate: true, handlers: [] });
    expect(log.isEnabledFor(10)).toBe(false);
  });

  it('leaves out what is below the level', () => {
    using logs = captureLogs(root, 'ERROR');
    root.warning('no');
    root.error('yes');
    expect(logs.lines).toEqual(['ERROR:root:yes']);
  });
});
