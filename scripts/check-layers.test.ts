import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { findProblems } from './check-layers.mjs';
import { importsOf } from './imports.mjs';
import { parsePolicy } from './layers-policy.mjs';

const POLICY = `
  NONE < state;             # the bottom
  state < record;
  record < handler, format/style;
  handler < index;
  NONE < @loggia/core;
  @loggia/core < @loggia/node, @loggia/browser, @loggia/ingest;
  @loggia/node, @loggia/browser < loggia;
`;

const manifest = (name: string, more: object = {}): string =>
  JSON.stringify({ name, exports: { '.': './dist/esm/index.js' }, ...more });

const SOUND: Readonly<Record<string, string>> = {
  'packages/core/package.json': manifest('@loggia/core'),
  'packages/core/src/state.ts': 'export const state = 1;\n',
  'packages/core/src/record.ts': "import { state } from './state.js';\nexport const record = state;\n",
  'packages/core/src/format/style.ts':
    "import type { record } from '../record.js';\nexport type Style = typeof record;\n",
  'packages/core/src/handler.ts':
    "import { record } from './record.js';\nimport { state } from './state.js';\nexport {};\n",
  'packages/core/src/index.ts': "export * from './handler.js';\n",
  'packages/node/package.json': manifest('@loggia/node', { dependencies: { '@loggia/core': '1' } }),
  'packages/node/src/index.ts': "import { record } from '@loggia/core';\nimport fs from 'node:fs';\n",
};

let folder: string | undefined;

/** What is found in a small sound tree with some files put in or replaced. */
function problemsWith(files: Readonly<Record<string, string>>): string[] {
  folder = mkdtempSync(join(tmpdir(), 'layers-'));
  for (const [file, text] of Object.entries({ ...SOUND, ...files })) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  return findProblems(folder, POLICY);
}

afterEach(() => {
  if (folder !== undefined) rmSync(folder, { recursive: true });
  folder = undefined;
});

describe('a tree', () => {
  it('that keeps the rules has no problems', () => {
    expect(problemsWith({})).toEqual([]);
  });

  it.each<[string, Record<string, string>, RegExp]>([
    [
      'an import of a higher layer',
      { 'packages/core/src/state.ts': "import { record } from './record.js';\n" },
      /core\/src\/state\.ts must not import record/,
    ],
    [
      'one of its types alone',
      { 'packages/core/src/record.ts': "import type { H } from './handler.js';\n" },
      /record\.ts must not import handler/,
    ],
    [
      'one inside a type',
      { 'packages/core/src/record.ts': "export type H = import('./handler.js').H;\n" },
      /record\.ts must not import handler/,
    ],
    [
      'an import of a neighbour',
      { 'packages/core/src/handler.ts': "import {\n  style,\n} from './format/style.js';\n" },
      /handler\.ts must not import format\/style/,
    ],
    [
      'a package in core',
      { 'packages/core/src/state.ts': "import lodash from 'lodash';\n" },
      /state\.ts imports lodash, which is no dependency/,
    ],
    ['a host in core', { 'packages/core/src/state.ts': "import 'node:fs';\n" }, /state\.ts imports node:fs/],
    [
      'a file without a place',
      { 'packages/core/src/new.ts': 'export {};\n' },
      /new\.ts has no place in layers\.txt/,
    ],
    [
      'a sister package',
      { 'packages/node/src/index.ts': "import { x } from '@loggia/browser';\n" },
      /node\/src\/index\.ts must not import the package @loggia\/browser/,
    ],
    [
      'the front door',
      { 'packages/node/src/index.ts': "import { x } from 'loggia';\n" },
      /must not import the package loggia/,
    ],
    [
      'a circle',
      {
        'packages/node/src/a.ts': "import './b.js';\n",
        'packages/node/src/b.ts': "import type { A } from './a.js';\n",
      },
      /node\/src has a circle: a -> b -> a/,
    ],
    [
      'an import of a barrel',
      { 'packages/node/src/a.ts': "import { x } from './index.js';\n" },
      /node\/src\/a\.ts imports index/,
    ],
    [
      'a barrel besides the entries',
      { 'packages/node/src/all.ts': "export { x } from './x.js';\n" },
      /node\/src\/all\.ts re-exports \.\/x\.js/,
    ],
    [
      'a file that is too long',
      { 'packages/node/src/long.ts': '//\n'.repeat(301) },
      /packages\/node\/src\/long\.ts has 301 lines/,
    ],
  ])('with %s has one problem, named', (_, files, problem) => {
    expect(problemsWith(files).filter((one) => problem.test(one))).toHaveLength(1);
  });

  it('may have examples in comments, tests and test helpers that import anything', () => {
    const example =
      "/**\n * import { x } from 'loggia';\n * x('loggia'); import('loggia')\n */\nexport const a = 'from';\n";
    expect(
      problemsWith({
        'packages/node/src/a.ts': example,
        'packages/core/src/state.test.ts': "import { x } from './index.js';\n",
        'packages/core/src/help.testing.ts': "import { x } from 'vitest';\n",
      }),
    ).toEqual([]);
  });

  it('must have what the policy places', () => {
    const problems = findProblems(join(import.meta.dirname, '..'), `${POLICY}; NONE < nowhere;`);
    expect(problems).toContain('layers.txt places nowhere, which is not there');
  });
});

describe('a policy', () => {
  it('lets a module import what its lower modules may', () => {
    const policy = parsePolicy('NONE < a; a < b, c; b < d; a !< d;');
    expect([...(policy.get('d') ?? [])]).toEqual(['b']);
    expect([...(policy.get('c') ?? [])]).toEqual(['a']);
  });

  it.each([
    ['builds on what has no place', 'a < b;', /"a" is used before it is placed/],
    ['turns back', 'NONE < a; a < b; b < a;', /"a" is both above and below "b"/],
    ['cannot be read', 'NONE a;', /cannot read "NONE a"/],
  ])('that %s is refused', (_, text, message) => {
    expect(() => parsePolicy(text)).toThrow(message);
  });

  it('of this repository can be read', () => {
    const policy = parsePolicy(readFileSync(new URL('../layers.txt', import.meta.url), 'utf8'));
    expect(policy.get('handler')?.has('record')).toBe(true);
    expect(policy.get('record')?.has('handler')).toBe(false);
  });
});

describe('importsOf', () => {
  it('finds every way of importing', () => {
    const text = `import a from 'a';
import * as b from 'b';
import type { C } from 'c';
import 'd';
export * from 'e';
export { f,
  g } from 'f';
export const notOne = 'x';
const h = await import('h');
`;
    expect(importsOf(text).map(({ from }) => from)).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'h']);
  });
});
