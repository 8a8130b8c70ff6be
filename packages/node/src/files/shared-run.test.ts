import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleProgram, type Program } from '../spawn.testing.js';
import { runShared, SHARED_WRITER } from './shared-run.testing.js';

const TIMEOUT_MS = 120_000;

let program: Program;
beforeAll(async () => {
  program = await bundleProgram(SHARED_WRITER);
}, TIMEOUT_MS);
afterAll(() => program?.dispose());

const bySize = (maxBytes: number) => ({ class: 'RotatingFileHandler', maxBytes, backupCount: 10_000 });
const byTime = { class: 'TimedRotatingFileHandler', when: 's', utc: true };

// `scripts/shared-file-run.mjs` does the same with more of everything.
describe('eight processes that log into one file while some of them are killed', () => {
  it.each([
    ['which is given up by size', bySize(2 ** 16)],
    ['which is given up by size, with a buffer', { ...bySize(2 ** 18), bufferSize: 10_000 }],
    ['which is given up by time', byTime],
  ])(
    '%s, have every record in the files whose call returned, once and whole',
    async (_name, handler) => {
      const directory = mkdtempSync(join(program.directory, 'run-'));
      const run = { directory, program: program.file, processes: 8, records: 5000, kills: 15 };
      const figures = await runShared({ ...run, handler: { shared: true, ...handler } });
      expect(figures).toMatchObject({ missing: [], doubled: [], torn: [], unordered: [], stderr: '' });
      expect(figures.kills).toBeGreaterThan(0);
      expect(figures.files).toBeGreaterThan(1);
      const limit = 'maxBytes' in handler ? handler.maxBytes : Number.POSITIVE_INFINITY;
      expect(figures.largest).toBeLessThanOrEqual(limit + figures.longestRecord);
      expect(figures.leftovers.filter((name) => name.includes('spill'))).toEqual([]);
    },
    TIMEOUT_MS,
  );
});
