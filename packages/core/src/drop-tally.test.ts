import { fakePlatform } from '@loggia/testing';
import { expect, it } from 'vitest';
import { DropTally, getStats, makeLogRecord, replacePlatform } from './index.js';

it('a tally says how many records of which level were dropped, and begins anew', () => {
  using _ = { [Symbol.dispose]: replacePlatform(fakePlatform()) };
  const before = getStats().dropped;
  const tally = new DropTally();
  expect(tally.isEmpty).toBe(true);
  for (const levelname of ['INFO', 'ERROR', 'INFO']) tally.add(makeLogRecord({ levelname }));
  expect(tally.isEmpty).toBe(false);
  const record = tally.take();
  expect(record.getMessage()).toBe('3 records dropped: the queue was full');
  expect(record).toMatchObject({
    name: 'loggia.queue',
    levelname: 'WARNING',
    extra: { dropped: { INFO: 2, ERROR: 1 } },
  });
  expect(tally.isEmpty).toBe(true);
  expect(getStats().dropped - before).toBe(3);
});
