import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleProgram, type Program } from './spawn.testing.js';

const SOURCE = `
import { getLogger, installPlatform, MemoryHandler } from '@loggia/core';
import { FileHandler, nodePlatform } from '@loggia/node';

const [file, ending] = process.argv.slice(2);
installPlatform(nodePlatform);
const target = new FileHandler(file!, { bufferSize: 1_000_000, flushInterval: 3_600_000 });
getLogger().addHandler(target);
getLogger().warning('first');
getLogger().removeHandler(target);
getLogger().addHandler(new MemoryHandler(100, { target }));
getLogger().warning('held back');
if (ending === 'process.exit') process.exit(0);
if (ending === 'throw') throw new Error('thrown');
if (ending === 'SIGTERM') {
  setInterval(() => {}, 1000);
  process.kill(process.pid, 'SIGTERM');
}
`;

describe('what a MemoryHandler holds in front of a buffered file', () => {
  let program: Program;
  beforeAll(async () => {
    program = await bundleProgram(SOURCE);
  }, 60_000);
  afterAll(() => program.dispose());

  it.each(['natural', 'process.exit', 'throw', 'SIGTERM'])(
    'is in the file after the end: %s',
    async (ending) => {
      const file = join(program.directory, `${ending}.log`);
      await program.run({ args: [file, ending] });
      expect(readFileSync(file, 'utf8')).toBe('first\nheld back\n');
    },
  );
});
