import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { useProgram } from '../program.testing.js';
import { bundleProgram } from '../spawn.testing.js';
import { runShared, SHARED_WRITER } from './shared-run.testing.js';

const TIMEOUT_MS = 120_000;

const program = useProgram(SHARED_WRITER);

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

// Logs one record, and then does nothing for ever, without giving the event loop a chance.
const STUCK = `
import { installPlatform, LogRecord } from '@loggia/core';
import { nodePlatform, RotatingFileHandler } from '@loggia/node';

installPlatform(nodePlatform);
const handler = new RotatingFileHandler(process.argv[2]!, { shared: true });
handler.handle(new LogRecord('stuck', 20, '', 0, 'stuck', [], null));
process.stdout.write('ready', () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0));
`;

it(
  'a process that is stuck in its turn keeps nobody waiting, and what others logged is in the log when it is gone',
  async () => {
    const stuck = await bundleProgram(STUCK);
    const logs = join(stuck.directory, 'logs');
    const file = join(logs, 'app.log');
    const child = spawn(process.execPath, [stuck.file, file], { stdio: ['ignore', 'pipe', 'inherit'] });
    try {
      await new Promise((resolve) => child.stdout.once('data', resolve));
      const write = async (id: string, count: number): Promise<unknown> => {
        const options = JSON.stringify({ class: 'RotatingFileHandler', shared: true });
        return program.run({ args: [id, file, join(stuck.directory, id), String(count), options] });
      };
      expect(await write('w0', 1000)).toMatchObject({ code: 0, stderr: '' });
      expect(readFileSync(file, 'utf8')).toBe('stuck\n');
      const ended = new Promise((resolve) => child.once('close', resolve));
      child.kill('SIGKILL');
      await ended;
      expect(await write('w1', 0)).toMatchObject({ code: 0, stderr: '' });
      expect(readFileSync(file, 'utf8').match(/^(stuck|w0 \d+ 1)/gm)).toHaveLength(1001);
      expect(readdirSync(join(logs, '.app.log.shared'))).toEqual(['turn']);
    } finally {
      child.kill('SIGKILL');
      stuck.dispose();
    }
  },
  TIMEOUT_MS,
);
