// The table of README.md is true: it has all the rows, and their tests are there.
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');

it('each of the 46 rows names tests that there are', () => {
  const rows = [...read('README.md').matchAll(/^\| +(\d+) +\| [^|]+\| ([^|]+)\|/gm)];
  expect(rows.map(([, no]) => Number(no))).toEqual(Array.from({ length: 46 }, (_, i) => i + 1));
  for (const [, no, tests] of rows) {
    const named = [...tests!.matchAll(/\[\w+\]\(([^)]+)\): ([^;]+)/g)];
    expect(named, `row ${no}`).not.toEqual([]);
    for (const [, path, title] of named) expect(read(path!), `row ${no}`).toContain(title!.trim());
  }
});
