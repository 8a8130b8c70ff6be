import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const source = (path: string): string => fileURLToPath(new URL(`packages/${path}`, import.meta.url));

// Unit tests run on the sources, so that nothing has to be built first; e2e tests run on what is built.
const alias = [
  { find: '@loggia/core/format', replacement: source('core/src/format.ts') },
  { find: /^@loggia\/(core|node|browser)\/(config|start)$/, replacement: source('$1/src/$2.ts') },
  { find: /^@loggia\/(\w+)$/, replacement: source('$1/src/index.ts') },
  { find: /^loggia$/, replacement: source('loggia/src/node.ts') },
  { find: /^loggia\/(node|browser)$/, replacement: source('loggia/src/$1-all.ts') },
  { find: /^loggia\/config$/, replacement: source('loggia/src/node-config.ts') },
  { find: /^loggia\/ingest$/, replacement: source('loggia/src/ingest.ts') },
];

/** A machine that is busy with other things is slow; what is awaited comes all the same. */
const expect = { poll: { timeout: 20_000 } };

export default defineConfig({
  test: {
    projects: [
      {
        resolve: { alias },
        test: {
          name: 'unit',
          expect,
          include: ['packages/*/src/**/*.test.ts', 'scripts/**/*.test.ts'],
          // No test waits for luck; a machine that is busy with other things is slow all the same.
          testTimeout: 30_000,
          hookTimeout: 30_000,
        },
      },
      {
        resolve: { alias },
        test: {
          name: 'interop',
          expect,
          include: ['e2e/interop/*.interop.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'soak',
          include: ['e2e/**/*.soak.ts'],
          // It takes as long as it is told.
          testTimeout: 0,
        },
      },
      {
        test: {
          name: 'e2e',
          expect,
          include: ['e2e/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          // Pages mostly wait; more browsers at a time would keep each other from it.
          maxWorkers: 2,
        },
      },
    ],
  },
});
