import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as browser from '@loggia/browser';
import * as core from '@loggia/core';
import * as node from '@loggia/node';
import { expect, it } from 'vitest';

const PACKAGES = fileURLToPath(new URL('../packages/', import.meta.url));
const IN_BROWSERS = new URL('../e2e/faults/suites.test.ts', import.meta.url);
const RUN = /describeHandler\(\s*it,\s*['`](\w+)/g;
const RUN_IN_BROWSERS = /'(\w+) keeps every promise of a handler'/g;

/** Classes that have no destination, and so nothing that the suite could look at. */
const WITHOUT_DESTINATION: readonly string[] = [
  'Handler', // others are made of it, as of the next three
  'BufferingHandler',
  'BaseRotatingHandler',
  'RemoteHandler',
  'NullHandler',
];

/** The names under which the suite for handlers is run by tests. */
function tested(): Set<string> {
  const tests = readdirSync(PACKAGES, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.test.ts') && !file.includes('node_modules'),
  );
  const runs = tests.flatMap((file) => [...readFileSync(join(PACKAGES, file), 'utf8').matchAll(RUN)]);
  runs.push(...readFileSync(IN_BROWSERS, 'utf8').matchAll(RUN_IN_BROWSERS));
  return new Set(runs.map(([, name = '']) => name));
}

it('every handler that a package exports passes the suite for handlers', () => {
  const handlers = Object.entries({ ...core, ...node, ...browser })
    .filter(
      ([, value]) =>
        value === core.Handler || (value as typeof core.Handler).prototype instanceof core.Handler,
    )
    .map(([name]) => name);
  expect(handlers).toEqual(expect.arrayContaining(['StreamHandler', 'FileHandler', ...WITHOUT_DESTINATION]));
  const runs = tested();
  expect(handlers.filter((name) => !runs.has(name)).sort()).toEqual([...WITHOUT_DESTINATION].sort());
});
