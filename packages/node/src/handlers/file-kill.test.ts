import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { bundleProgram } from '../spawn.testing.js';

// Logs for ever, and says how far it has come.
const SOURCE = `
import { writeSync } from 'node:fs';
import { getLogger, INFO, installPlatform } from '@loggia/core';
import { FileHandler, nodePlatform } from '@loggia/node';

installPlatform(nodePlatform);
const log = getLogger('matrix');
log.setLevel(INFO);
log.addHandler(new FileHandler(process.argv[2]!));
for (let i = 0; ; i++) {
  log.info('record %d', i);
  if (i % 100 === 0) writeSync(1, i + '\\n');
}
`;

it('a process that is killed at any moment has written each record whose call returned, whole', async () => {
  const program = await bundleProgram(SOURCE);
  try {
    const file = join(program.directory, 'killed.log');
    const ended = await program.run({ args: [file], kill: { when: '\n1000\n', signal: 'SIGKILL' } });
    expect(ended.signal).toBe('SIGKILL');
    const said = Number(ended.stdout.trimEnd().split('\n').at(-1));
    const text = readFileSync(file, 'utf8');
    const lines = text.split('\n').slice(0, -1);
    expect(text.endsWith('\n')).toBe(true);
    expect(lines.length).toBeGreaterThan(said);
    expect(lines).toEqual(lines.map((_, i) => `record ${i}`));
  } finally {
    program.dispose();
  }
}, 60_000);
