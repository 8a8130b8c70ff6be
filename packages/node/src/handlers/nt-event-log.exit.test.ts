import { describe, expect, it } from 'vitest';
import { StandIn } from '../nt/stand-in.testing.js';
import { useProgram } from '../program.testing.js';
import { until } from '../until.testing.js';

const SOURCE = `
import { getLogger, installPlatform } from '@loggia/core';
import { NTEventLogHandler, nodePlatform } from '@loggia/node';

installPlatform(nodePlatform);
class OnWindows extends NTEventLogHandler {
  protected override get host() {
    return { system: 'win32', command: 'powershell.exe' };
  }
}
const log = getLogger('nt');
log.addHandler(new OnWindows('Shop'));
const [ending, pad] = process.argv.slice(2);
// What is on its way when the process exits is more than a pipe holds.
log.warning('first' + 'x'.repeat(Number(pad)));
if (pad !== '0') for (let i = 0; i < 12; i++) log.warning('x'.repeat(30_000));
setTimeout(() => {
  log.warning('second');
  if (ending === 'process.exit') process.exit(0);
  if (ending === 'throw') throw new Error('thrown');
  if (ending === 'SIGTERM') process.kill(process.pid, 'SIGTERM');
}, ending === 'process.exit' ? 100 : 0);
`;

describe('what an NTEventLogHandler holds', () => {
  const program = useProgram(SOURCE);

  it.each([
    ['natural', '0', ''],
    ['process.exit', '0', ''],
    ['throw', '0', ''],
    ['SIGTERM', '0', ''],
    ['process.exit', '1000', 'slow to read'],
  ] as const)(
    'is written after the end: %s, first with %s more characters, PowerShell %s',
    async (ending, pad, how) => {
      const powershell = new StandIn();
      try {
        powershell.behave(how);
        await program.run({ args: [ending, pad], env: { PATH: process.env['PATH'] ?? '' } });
        const count = pad === '0' ? 2 : 14;
        await until(
          () => powershell.texts,
          ({ length }) => length >= count,
        );
        const texts = powershell.texts.map((text) => text.replace(/x+/, ''));
        expect(texts).toHaveLength(count);
        // What PowerShell has been handed before, and what is written at the exit, overtake each other.
        expect(texts).toEqual(expect.arrayContaining(['first', 'second']));
      } finally {
        powershell.dispose();
      }
    },
    60_000,
  );
});
