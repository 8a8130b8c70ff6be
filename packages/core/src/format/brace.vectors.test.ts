import { describe, expect, it } from 'vitest';
import {
  decode,
  type Encoded,
  holdsMapping,
  inJavaScript,
  loadVectors,
  type Outcome,
  outcomeOf,
  type VectorCase,
} from '../vectors.testing.js';
import { strFormat } from './brace.js';

interface StrFormatCase extends VectorCase {
  format: string;
  args: Encoded[];
  kwargs: { dict: [Encoded, Encoded][] };
  expect: Outcome;
}

type Rule = (vector: StrFormatCase) => boolean | undefined;

/** What differs on purpose, and why. True, False and None are read as in JavaScript. */
const EXCLUDED: readonly [reason: string, applies: Rule][] = [
  ['a number does not tell 1.0 from 1', (vector) => vector.intFloat],
  ['objects and tuples are shown as in JavaScript', showsObject],
  [
    'a tuple is an array, and called a list',
    ({ expect }) => 'error' in expect && /\btuple\./.test(expect.error.message),
  ],
];

// A path into an object shows what it leads to, not the object, so the arguments do not tell.
function showsObject({ args, kwargs, expect }: StrFormatCase): boolean {
  const given = [...args, ...kwargs.dict.flat()];
  return 'result' in expect && holdsMapping(given) && /\w['"]?: |\{\}|\(/.test(expect.result);
}

describe('strFormat gives what CPython gives', () => {
  const all = loadVectors<StrFormatCase>('strformat');
  const cases = all.filter((vector) => !EXCLUDED.some(([, applies]) => applies(vector)));

  it.each(cases)('$id', (vector) => {
    const { format, args, kwargs, expect: expected } = vector;
    const outcome = outcomeOf(() => strFormat(format, args.map(decode), decode(kwargs) as object));
    if ('error' in expected && expected.error.loose) {
      expect(outcome).toMatchObject({ error: { type: expected.error.type } });
    } else expect(outcome).toEqual(inJavaScript(expected));
  });

  it('leaves few of the cases out', () => {
    expect(cases.length / all.length).toBeGreaterThan(0.9);
  });
});
