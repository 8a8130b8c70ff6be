import { nodePlatform } from '@loggia/node';
import { fakePlatform } from '@loggia/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { getLogger, Handler, type LogRecord, replacePlatform } from './index.js';
import { logIfErrors } from './log-if-errors.js';

class Target extends Handler {
  readonly lines: string[] = [];
  override emit(record: LogRecord): void {
    const thrown = record.excInfo instanceof Error ? `: ${record.excInfo.message}` : '';
    this.lines.push(record.getMessage() + thrown);
  }
}

const log = getLogger('if-errors');
const child = getLogger('if-errors.child');
let target: Target;
let restore = (): void => {};
afterEach(() => restore());
beforeEach(() => {
  target = new Target();
  log.handlers = [];
  log.setLevel('DEBUG');
  log.propagate = false;
  restore = replacePlatform(nodePlatform);
});

const platforms = [
  ['a platform with asynchronous context', () => nodePlatform],
  ['a platform without', () => fakePlatform()],
] as const;

describe.each(platforms)('logIfErrors on %s', (_, makePlatform) => {
  beforeEach(() => {
    restore();
    restore = replacePlatform(makePlatform());
  });

  it('throws the records of a call away that goes well', async () => {
    const wrap = logIfErrors(log, { targetHandler: target });
    const next = wrap((a: number) => {
      child.warning('kept back');
      return a + 1;
    });
    expect(next(2)).toBe(3);
    const later = wrap(async () => {
      child.info('one');
      await null;
      child.info('two');
      return 'done';
    });
    await expect(later()).resolves.toBe('done');
    expect([target.lines, log.handlers]).toEqual([[], []]);
  });

  it('writes them, and the error, when the function throws', () => {
    const error = new RangeError('too much');
    const fail = logIfErrors(log, { targetHandler: target })(() => {
      child.debug('before');
      throw error;
    });
    expect(fail).toThrow(error);
    expect([target.lines, log.handlers]).toEqual([['before', 'call failed: too much'], []]);
  });

  it('writes them when the promise rejects, before the caller hears of it', async () => {
    const error = new RangeError('too much');
    const fail = logIfErrors(log, { targetHandler: target })(async () => {
      child.debug('before');
      await null;
      child.debug('between');
      throw error;
    });
    await expect(fail()).rejects.toBe(error);
    expect([target.lines, log.handlers]).toEqual([['before', 'between', 'call failed: too much'], []]);
  });

  it('writes them when something is logged at flushLevel, and goes on to keep back', () => {
    logIfErrors(log, { targetHandler: target, flushLevel: 'WARNING' })(() => {
      log.info('before');
      log.warning('bad');
      log.info('after');
    })();
    expect(target.lines).toEqual(['before', 'bad']);
  });

  it('keeps the newest of a call, as many as capacity says', () => {
    const error = new Error('end');
    const fail = logIfErrors(log, { targetHandler: target, capacity: 3 })(() => {
      for (let i = 0; i < 5; i++) log.debug('step %d', i);
      throw error;
    });
    expect(fail).toThrow(error);
    expect(target.lines).toEqual(['step 2', 'step 3', 'step 4', 'call failed: end']);
  });

  it('takes a call within a call for a part of it: each record is written once', () => {
    const wrap = logIfErrors(log, { targetHandler: target });
    const inner = wrap(() => {
      log.debug('inner');
      throw new Error('caught');
    });
    const outer = wrap((fails: boolean) => {
      log.debug('outer');
      try {
        inner();
      } catch {}
      log.debug('goes on');
      if (fails) throw new Error('late');
    });
    outer(false);
    expect(target.lines.splice(0)).toEqual(['outer', 'inner', 'call failed: caught']);
    expect(() => outer(true)).toThrow('late');
    expect(target.lines.slice(3)).toEqual(['goes on', 'call failed: late']);
    expect(log.handlers).toEqual([]);
  });

  it('gives the records of an inner call with other options to the outer one too', () => {
    const outerTarget = new Target();
    const inner = logIfErrors(log, { targetHandler: target })((msg: string, flag?: string) => {
      log.debug(msg);
      if (flag === 'bad') log.error('worse');
    });
    const outer = logIfErrors(log, { targetHandler: outerTarget, flushLevel: 'CRITICAL' })(() => {
      inner('well');
      inner('badly', 'bad');
      throw new Error('late');
    });
    expect(outer).toThrow('late');
    expect(target.lines).toEqual(['badly', 'worse']);
    expect(outerTarget.lines).toEqual(['well', 'badly', 'worse', 'call failed: late']);
  });
});

describe('logIfErrors', () => {
  it('keeps calls that overlap apart', async () => {
    let release = (): void => {};
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const call = logIfErrors(log, { targetHandler: target })(async (id: number, fails: boolean) => {
      log.debug('%d begins', id);
      await gate;
      log.debug('%d ends', id);
      if (fails) throw new Error(`${id}`);
    });
    const calls = [call(1, false), call(2, true), call(3, false)];
    log.debug('of no call');
    release();
    await Promise.allSettled(calls);
    expect(target.lines).toEqual(['2 begins', '2 ends', 'call failed: 2']);
    expect(log.handlers).toEqual([]);
  });

  it('does not keep what a call left behind logs after its end', async () => {
    let release = (): void => {};
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const wrap = logIfErrors(log, { targetHandler: target });
    let straggler: Promise<void> | undefined;
    wrap(() => {
      straggler = gate.then(() => log.error('late'));
    })();
    const other = wrap(async () => {
      release();
      await straggler;
    });
    await other();
    expect(target.lines).toEqual([]);
  });

  it('keeps the records of a call that an ended one left behind', async () => {
    const wrap = logIfErrors(log, { targetHandler: target });
    const fail = wrap(() => {
      throw new Error('x');
    });
    let straggler: Promise<void> | undefined;
    wrap(() => {
      straggler = Promise.resolve().then(fail);
    })();
    await expect(straggler).rejects.toThrow('x');
    expect(target.lines).toEqual(['call failed: x']);
  });

  it('without an asynchronous context keeps all that is logged while a call is pending', async () => {
    restore();
    restore = replacePlatform(fakePlatform());
    const fail = logIfErrors(log, { targetHandler: target })(async () => {
      await null;
      throw new Error('x');
    });
    const failed = expect(fail()).rejects.toThrow('x');
    log.debug('of no call');
    await failed;
    expect(target.lines).toEqual(['of no call', 'call failed: x']);
  });

  it('keeps this, the name and the length, and decorates methods', () => {
    const decorate = logIfErrors(log, { targetHandler: target });
    class Till {
      sum = 40;
      add(amount: number): number {
        return this.sum + amount;
      }
    }
    const method = Till.prototype.add;
    Till.prototype.add = decorate(method, { kind: 'method', name: 'add' });
    expect(new Till().add(2)).toBe(42);
    expect([Till.prototype.add.name, Till.prototype.add.length]).toEqual(['add', 1]);
  });

  it('writes when the function throws though the level of the logger keeps errors out', () => {
    const fail = logIfErrors(log, { targetHandler: target, flushLevel: 'CRITICAL' })(() => {
      log.info('before');
      log.setLevel('CRITICAL');
      throw new Error('x');
    });
    expect(fail).toThrow('x');
    expect(target.lines).toEqual(['before']);
  });

  it('does not start a lazy thenable', () => {
    let started = false;
    const lazy = {
      // biome-ignore lint/suspicious/noThenProperty: a query builder, as some libraries have them
      then() {
        started = true;
      },
    };
    expect(logIfErrors(log, { targetHandler: target })(() => lazy)()).toBe(lazy);
    expect(started).toBe(false);
  });

  it('writes to stderr if no target is given', () => {
    const fake = fakePlatform();
    restore();
    restore = replacePlatform(fake);
    const fail = logIfErrors(log)(() => {
      log.info('before');
      throw new Error('x');
    });
    expect(fail).toThrow('x');
    expect(fake.stderrText).toMatch(/^before\ncall failed\nError: x\n/);
  });

  it('refuses an unknown level at once', () => {
    expect(() => logIfErrors(log, { flushLevel: 'NOPE' })).toThrow("Unknown level: 'NOPE'");
  });
});
