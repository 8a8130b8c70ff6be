import { getLogger, root } from '@loggia/core';
import { describe, expect, it } from 'vitest';
import { assertLogs, assertNoLogs } from './assert-logs.js';

const log = getLogger('asserted.below');
const shop = getLogger('asserted');

describe('assertLogs', () => {
  it('gives back what was logged at the level or above', () => {
    const { lines, records } = assertLogs('asserted', 'WARNING', () => {
      log.info('no');
      log.warning('yes %d', 1);
      log.error('and yes');
    });
    expect(lines).toEqual(['WARNING:asserted.below:yes 1', 'ERROR:asserted.below:and yes']);
    expect(records.map((record) => record.levelno)).toEqual([30, 40]);
  });

  it('takes the root and INFO where nothing else is said', () => {
    expect(assertLogs(() => log.info('x')).lines).toEqual(['INFO:asserted.below:x']);
    expect(assertLogs(shop, () => log.info('x')).lines).toHaveLength(1);
    expect(() => assertLogs(() => root.debug('x'))).toThrow(
      'no logs of level INFO or higher on root; this was logged:\n  DEBUG:root:x',
    );
  });

  it('fails where nothing was logged, and says so', () => {
    expect(() => assertLogs('asserted', () => root.error('elsewhere'))).toThrow(
      'no logs of level INFO or higher on asserted; nothing was logged at all',
    );
  });

  it('waits for asynchronous code', async () => {
    const later = async (msg: string): Promise<void> => {
      await undefined;
      log.info(msg);
    };
    expect((await assertLogs('asserted', async () => later('x'))).lines).toEqual(['INFO:asserted.below:x']);
    await expect(assertLogs('asserted', 'ERROR', async () => later('x'))).rejects.toThrow('ERROR or higher');
    expect(shop.handlers).toEqual([]);
  });

  it('passes on what the code throws, and lets go of the logger', async () => {
    const error = new Error('mine');
    const fail = (): never => {
      throw error;
    };
    expect(() => assertLogs('asserted', fail)).toThrow(error);
    await expect(assertLogs('asserted', () => Promise.reject(error))).rejects.toBe(error);
    expect(shop).toMatchObject({ handlers: [], propagate: true, level: 0 });
  });

  it('checks at the end of the block where there is no body', () => {
    expect(() => {
      using _logs = assertLogs('asserted');
    }).toThrow('no logs');
    using logs = assertLogs('asserted', 'ERROR');
    log.error('x');
    expect(logs.lines).toEqual(['ERROR:asserted.below:x']);
  });

  it('refuses what is no level before it runs anything', () => {
    expect(() => assertLogs('asserted', 'LOUD', () => expect.unreachable())).toThrow('LOUD');
  });
});

describe('assertNoLogs', () => {
  it('fails where something was logged, and lists it', () => {
    expect(() =>
      assertNoLogs('asserted', () => {
        log.debug('fine');
        log.info('one');
        log.error('two');
      }),
    ).toThrow(
      'unexpected logs of level INFO or higher on asserted:\n  INFO:asserted.below:one\n  ERROR:asserted.below:two',
    );
  });

  it('passes where nothing was, at that level', async () => {
    expect(assertNoLogs('asserted', 'ERROR', () => log.info('x')).lines).toEqual([]);
    await assertNoLogs(shop, async () => root.error('elsewhere'));
    await expect(assertNoLogs(async () => log.info('x'))).rejects.toThrow('unexpected logs');
    expect(() => {
      using _logs = assertNoLogs('asserted');
      log.info('x');
    }).toThrow('unexpected logs');
  });
});
