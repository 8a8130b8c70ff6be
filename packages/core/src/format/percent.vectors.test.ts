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
import { percentFormat } from './percent.js';

interface PrintfCase extends VectorCase {
  format: string;
  args: Encoded;
  expect: Outcome;
}

type Rule = (vector: PrintfCase) => boolean | undefined;

/** What differs on purpose, and why. Errors never do; nor do True, False and None, read as in JavaScript. */
const EXCLUDED: readonly [reason: string, applies: Rule][] = [
  ['a number does not tell 1.0 from 1', (vector) => vector.intFloat],
  ['objects and tuples are shown as in JavaScript', showsObject],
  ['null, cut, is no longer None', ({ format, pystr }) => pystr && /%[^%]*\.[12]s/.test(format)],
];

// A value within the arguments, or all of them where a conversion names no key.
function showsObject({ format, args }: PrintfCase): boolean {
  const inner = Object.values(args as object) as Encoded[];
  return (
    holdsMapping(inner) ||
    (/%[^(]*[sra]/.test(format.replace(/%\(.*?\)/g, '(')) && 'dict' in (args as object))
  );
}

function isBound(vector: PrintfCase): boolean {
  return 'error' in vector.expect || !EXCLUDED.some(([, applies]) => applies(vector));
}

describe('percentFormat gives what CPython gives', () => {
  const all = loadVectors<PrintfCase>('printf');
  const cases = all.filter(isBound);

  it.each(cases)('$id', (vector) => {
    const outcome = outcomeOf(() => percentFormat(vector.format, decode(vector.args) as object));
    expect(outcome).toEqual(inJavaScript(vector.expect));
  });

  it('leaves few of the cases out', () => {
    expect(cases.length / all.length).toBeGreaterThan(0.9);
  });
});
