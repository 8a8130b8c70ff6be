import { nodePlatform } from '@loggia/node';
import { fakePlatform } from '@loggia/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { getContext, installContext, withContext } from './context.js';
import { ContextFilter } from './context-filter.js';
import { getLogger, Handler, type LogRecord, MemoryHandler, replacePlatform } from './index.js';

class Kept extends Handler {
  readonly extras: Record<string, unknown>[] = [];
  override emit(record: LogRecord): void {
    this.extras.push(record.extra);
  }
}

/** A promise, and what settles it. */
function gate(): { open: () => void; passed: Promise<void> } {
  let open = (): void => {};
  const passed = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, passed };
}

const log = getLogger('context');
let kept: Kept;
let restore = (): void => {};
afterEach(() => restore());
beforeEach(() => {
  kept = new Kept();
  log.handlers = [kept];
  log.filters = [];
  log.propagate = false;
});

describe.each([
  ['a platform with asynchronous context', () => nodePlatform],
  ['a platform without', () => fakePlatform()],
])('withContext on %s', (_, makePlatform) => {
  beforeEach(() => {
    restore = replacePlatform(makePlatform());
  });

  it('returns what the function returns, and throws on what it throws', () => {
    expect(withContext({}, () => 3)).toBe(3);
    const error = new Error('own');
    expect(() =>
      withContext({}, () => {
        throw error;
      }),
    ).toThrow(error);
    expect(getContext()).toEqual({});
  });

  it('merges nested contexts; the inner one wins, and ends', () => {
    const seen: unknown[] = [];
    withContext({ a: 1, b: 1 }, () => {
      withContext({ b: 2, c: 2 }, () => seen.push(getContext()));
      seen.push(getContext());
    });
    expect([...seen, getContext()]).toEqual([{ a: 1, b: 2, c: 2 }, { a: 1, b: 1 }, {}]);
  });

  it('has fields that nobody can change, neither the giver nor the reader', () => {
    const fields = { a: 1 };
    withContext(fields, () => {
      fields.a = 2;
      expect(getContext()).toEqual({ a: 1 });
      expect(Object.isFrozen(getContext())).toBe(true);
    });
  });

  it('runs the function though a field cannot be read', () => {
    const hostile = {
      get a(): never {
        throw new Error('no');
      },
    };
    const { asyncContext } = makePlatform();
    const fake = Object.assign(fakePlatform(), asyncContext === undefined ? {} : { asyncContext });
    restore();
    restore = replacePlatform(fake);
    expect(withContext({ b: 1 }, () => withContext(hostile, getContext))).toEqual({ b: 1 });
    expect(fake.stderrText).toContain('Error: no');
  });

  it('never shows one call the fields of another that overlaps it', async () => {
    const [first, second] = [gate(), gate()];
    const seen: unknown[] = [];
    const call = (id: number, wait: Promise<void>): Promise<void> =>
      withContext({ id }, async () => {
        await wait;
        seen.push([id, getContext()['id']]);
      });
    const calls = [call(1, first.passed), call(2, second.passed)];
    expect(getContext()).toEqual({});
    second.open();
    await calls[1];
    first.open();
    await calls[0];
    const follows = makePlatform().asyncContext !== undefined;
    expect(seen).toEqual(
      follows
        ? [
            [2, 2],
            [1, 1],
          ]
        : [
            [2, undefined],
            [1, undefined],
          ],
    );
  });
});

describe('ContextFilter', () => {
  beforeEach(() => {
    restore = replacePlatform(nodePlatform);
  });

  it('adds the fields of the context, and leaves those of the call as they are', () => {
    log.addFilter(new ContextFilter());
    withContext({ user: 'ada', step: 1 }, () => log.error('x', { step: 2 }));
    log.error('outside');
    expect(kept.extras).toEqual([{ user: 'ada', step: 2 }, {}]);
  });

  it('on a handler that buffers keeps the context of the call, whoever makes it flush', () => {
    const memory = new MemoryHandler(10, { target: kept });
    memory.addFilter(new ContextFilter());
    log.handlers = [memory];
    withContext({ id: 1 }, () => log.warning('first'));
    withContext({ id: 2 }, () => log.error('second'));
    expect(kept.extras).toEqual([{ id: 1 }, { id: 2 }]);
  });

  it('takes a field named __proto__ for a field', () => {
    log.addFilter(new ContextFilter());
    withContext(JSON.parse('{"__proto__": {"x": 1}}'), () => log.error('x'));
    expect(Object.keys(kept.extras[0] ?? {})).toEqual(['__proto__']);
    expect(Object.getPrototypeOf(kept.extras[0])).toBe(Object.prototype);
  });

  it('follows timers and promises in Node', async () => {
    log.addFilter(new ContextFilter());
    await withContext({ id: 7 }, async () => {
      await new Promise((resolve) => setImmediate(resolve));
      log.error('later');
    });
    expect(kept.extras).toEqual([{ id: 7 }]);
  });
});

describe('installContext', () => {
  it('lies beneath every context until it is disposed of', () => {
    const fields = { region: 'eu', user: 'nobody' };
    const installed = installContext(fields);
    fields.region = 'changed';
    expect(getContext()).toEqual({ region: 'eu', user: 'nobody' });
    withContext({ user: 'ann' }, () => expect(getContext()).toEqual({ region: 'eu', user: 'ann' }));
    installed[Symbol.dispose]();
    expect(getContext()).toEqual({});
  });

  it('asks a function each time; one that throws costs nothing but its own fields', () => {
    let count = 0;
    using _counting = installContext(() => ({ count: ++count }));
    using _failing = installContext(() => {
      throw new Error('no fields');
    });
    expect([getContext()['count'], getContext()['count']]).toEqual([1, 2]);
  });
});
