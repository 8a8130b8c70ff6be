import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { byNumber } from '../files/log-bench.testing.js';
import { useProgram } from '../program.testing.js';

const RECORDS = 10_000;
const TIMEOUT_MS = 60_000;

// Logs to a rotating file as its arguments say, and ends in the way that the second one says.
const SOURCE = `
import { readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { getLogger, INFO, installPlatform } from '@loggia/core';
import { nodePlatform, RotatingFileHandler } from '@loggia/node';

const [file, ending, options] = process.argv.slice(2);
installPlatform(nodePlatform);
const log = getLogger('rotating');
log.setLevel(INFO);
log.addHandler(new RotatingFileHandler(file!, { backupCount: 1000, flushInterval: 3_600_000, ...JSON.parse(options!) }));
if (ending !== 'no records') for (let i = 0; i < ${RECORDS}; i++) log.info('record %d', i);
if (ending === 'SIGKILL') {
  const look = (): void => {
    if (readdirSync(dirname(file!)).some((name) => name.endsWith('.tmp'))) process.kill(process.pid, 'SIGKILL');
    setImmediate(look);
  };
  look();
}
`;

const expected = Array.from({ length: RECORDS }, (_, i) => `record ${i}`);

describe('a rotating file that is compressed', () => {
  const program = useProgram(SOURCE);

  const folder = (name: string): string => join(program.directory, name);
  const run = (name: string, ending: string, options: object) =>
    program.run({
      args: [join(folder(name), 'app.log'), ending, JSON.stringify(options)],
    });
  const textOf = (path: string): string =>
    (path.endsWith('.gz') ? gunzipSync(readFileSync(path)) : readFileSync(path)).toString('utf8');
  const lines = (name: string, files = readdirSync(folder(name))): string[] =>
    byNumber(files).flatMap((file) =>
      textOf(join(folder(name), file))
        .split('\n')
        .slice(0, -1),
    );

  it(
    'is whole after a SIGKILL in the middle of a compression, and the next run finishes that',
    async () => {
      const options = { maxBytes: 20_000, compress: 'gzip' };
      const { signal } = await run('killed', 'SIGKILL', options);
      expect(signal).toBe('SIGKILL');
      const left = readdirSync(folder('killed'));
      expect(left.some((file) => file.endsWith('.tmp'))).toBe(true);
      const plain = left.filter((file) => !file.includes('.gz'));
      expect(plain.length).toBeGreaterThan(2);

      await run('killed', 'no records', options);
      const files = readdirSync(folder('killed'));
      expect(files.filter((file) => file !== 'app.log' && !/^app\.log\.\d+\.gz$/.test(file))).toEqual([]);
      expect(lines('killed')).toEqual(expected);
    },
    TIMEOUT_MS,
  );

  it(
    'is so before the process ends by itself',
    async () => {
      await run('natural', 'natural end', { maxBytes: 20_000, compress: 'gzip' });
      const files = readdirSync(folder('natural'));
      expect(files.filter((file) => file !== 'app.log' && !/^app\.log\.\d+\.gz$/.test(file))).toEqual([]);
      expect(lines('natural')).toEqual(expected);
    },
    TIMEOUT_MS,
  );
});
