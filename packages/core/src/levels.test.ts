import { describe, expect, it } from 'vitest';
import { freshCore } from './fresh.testing.js';
import { type Op, TreeScript } from './tree-script.testing.js';
import { decode, type Encoded, loadVectors } from './vectors.testing.js';

interface ScriptCase {
  id: string;
  intFloat?: boolean;
  ops: Op[];
  expect: { results: unknown[] };
}

type Expected = { error: { type: string; message: string; loose?: boolean } };

/** What the contract settles differently from CPython; every other difference is a mistake. */
const DIFFERENCES: readonly {
  why: string;
  applies(op: Op, expected: unknown, before: readonly Op[]): boolean;
}[] = [
  {
    why: 'a logging call never throws: a level that is no integer is reported to the channel of handleError',
    applies: ([name], expected) => name === 'log' && isError(expected) && expected.error.type === 'TypeError',
  },
  {
    why: 'fields of a call never overwrite an attribute and never fail: they live in record.extra',
    applies: ([name], expected) => name === 'log' && isError(expected) && expected.error.type === 'KeyError',
  },
  {
    why: 'manager.disable takes effect at once, where CPython goes on with the answers that it has cached',
    applies: ([name], _expected, before) =>
      name === 'isEnabledFor' && before.some(([op]) => op === 'setManagerDisable'),
  },
  {
    why: 'isEnabledFor of what is no number is false, where CPython fails to compare it',
    applies: ([name, , level], expected) =>
      name === 'isEnabledFor' && typeof level === 'string' && isError(expected),
  },
  {
    why: 'asking for the name of an array is no error: a JavaScript map takes any key',
    applies: ([name, level], expected) =>
      name === 'getLevelName' && Array.isArray(level) && isError(expected),
  },
  {
    why: 'true and false are no integers in JavaScript',
    applies: ([name, level]) => ['checkLevel', 'getLevelName'].includes(name) && typeof level === 'boolean',
  },
];

function isError(expected: unknown): expected is Expected {
  return typeof expected === 'object' && expected !== null && 'error' in expected;
}

/** None is written null here. */
const inOurWords = <T>(value: T): T => JSON.parse(JSON.stringify(value).replaceAll(/\bNone\b/g, 'null'));

describe.each(['levels', 'hierarchy'])('%s, as CPython', (name) => {
  // A float that is whole, such as 10.0, is an integer in JavaScript.
  const cases = loadVectors<ScriptCase>(name).filter((vector) => !vector.intFloat);

  it.each(cases)('$id', async ({ ops, expect: { results } }) => {
    const script = await TreeScript.start();
    ops.forEach((op, index) => {
      const expected = results[index];
      const outcome = script.run(op);
      if (DIFFERENCES.some((row) => row.applies(op, expected, ops.slice(0, index)))) return;
      const step = `${index}: ${JSON.stringify(op)}`;
      if (!isError(expected)) expect(outcome, step).toEqual(decode(inOurWords(expected) as Encoded));
      else {
        const { type, message, loose } = expected.error;
        expect(outcome, step).toMatchObject({
          error: loose ? { type } : { type, message: inOurWords(message) },
        });
      }
    });
  });
});

describe('levels', () => {
  it('takes a whole float for the integer that it is', async () => {
    const { getLogger } = await freshCore();
    getLogger('a').setLevel(10.0);
    expect(getLogger('a').level).toBe(10);
  });

  it('a level assigned to manager.disable takes effect at once', async () => {
    const { getLogger, root } = await freshCore();
    expect(getLogger('a').isEnabledFor(30)).toBe(true);
    root.manager.disable = 30;
    expect(getLogger('a').isEnabledFor(30)).toBe(false);
    expect(getLogger('a').isEnabledFor(40)).toBe(true);
  });
});
