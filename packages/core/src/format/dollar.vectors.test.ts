import { describe, expect, it } from 'vitest';
import {
  decode,
  type Encoded,
  inJavaScript,
  loadVectors,
  type Outcome,
  outcomeOf,
  type VectorCase,
} from '../vectors.testing.js';
import { templateSubstitute } from './dollar.js';

interface TemplateCase extends VectorCase {
  template: string;
  mapping: Encoded;
  expect: Outcome;
}

/** What differs on purpose, and why. True, False and None are read as in JavaScript. */
const EXCLUDED: readonly [reason: string, applies: (vector: TemplateCase) => boolean | undefined][] = [
  ['a number does not tell 1.0 from 1', (vector) => vector.intFloat],
];

describe('templateSubstitute gives what CPython gives', () => {
  const cases = loadVectors<TemplateCase>('template').filter(
    (vector) => !EXCLUDED.some(([, applies]) => applies(vector)),
  );

  it.each(cases)('$id', (vector) => {
    const outcome = outcomeOf(() => templateSubstitute(vector.template, decode(vector.mapping) as object));
    expect(outcome).toEqual(inJavaScript(vector.expect));
  });
});
