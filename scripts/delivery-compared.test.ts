import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { makePage } from '../bench/faults/lib/report.mjs';

const read = (path: string): string => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');

it('docs/delivery-compared.md is what `npm run bench:faults` makes of its results', () => {
  const results = JSON.parse(read('bench/faults/results/latest.json'));
  expect(read('docs/delivery-compared.md')).toBe(makePage(results));
});
