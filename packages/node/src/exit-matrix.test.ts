import { mkdtempSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { installPlatform } from '@loggia/core';
import { describe, expect, it } from 'vitest';
import { PROGRAM } from './exit-matrix/program.testing.js';
import { RECEIVERS } from './exit-matrix/receivers.testing.js';
import { type ExitRow, ROWS } from './exit-matrix/rows.testing.js';
import { ENDINGS, type Ending, endings, exitTable, fateOf, SHUTDOWNS } from './exit-matrix/table.testing.js';
import { nodePlatform } from './platform.js';
import { useProgram } from './program.testing.js';
import type { Ended } from './spawn.testing.js';
import { until } from './until.testing.js';

const TIMEOUT_MS = 60_000;
const RECORDS = 1000;

installPlatform(nodePlatform);
const program = useProgram(PROGRAM);

/** All that a program does to end, and the ending that it comes to. */
const WAYS: readonly (readonly [string, Ending])[] = [
  ...endings.map((ending) => [ending, ending] as const),
  ...Object.entries(SHUTDOWNS),
];

const statusOf = ({ code, signal }: Ended): object => ({ code, signal });
const numbered = (count: number): string[] => Array.from({ length: count }, (_, i) => `record ${i}`);

/** Lets a row's program end, and answers with what has arrived of the records that it logged. */
async function endWith(row: ExitRow, ending: Ending, how: string) {
  const { records = RECORDS, receive, isConnected = false } = row;
  // A second attempt must not find what the first one left.
  const directory = mkdtempSync(join(program.directory, 'end-'));
  const receiver = await RECEIVERS[receive](directory);
  const start = (how: string, count: number): Promise<Ended> =>
    program.run({
      args: [String(ROWS.indexOf(row)), how, receiver.at, String(count), String(isConnected)],
    });
  try {
    const ended = await start(how, records);
    const fate = fateOf(row, ending);
    if (fate === 'at the next start') await start('natural end', 0);
    const isEnough = (texts: readonly string[]): boolean => fate === 'lost' || texts.length >= records;
    const texts = await until(() => receiver.texts(ended), isEnough).catch(() => receiver.texts(ended));
    return { ended, texts, fate, expected: numbered(records) };
  } finally {
    await receiver.stop?.();
  }
}

describe.concurrent(
  'what survives the end of a process',
  () => {
    it.each(endings)('without Loggia, the process ends as the table of endings says: %s', async (ending) => {
      expect(statusOf(await program.run({ args: ['', ending] }))).toEqual(ENDINGS[ending]);
    });

    for (const row of ROWS) {
      for (const [how, ending] of WAYS) {
        // Two seconds may be too few on a machine that is busy with other things.
        const retry = fateOf(row, ending) === 'in 2 s' ? 2 : 0;
        it(`${row.handler}, ${row.setUp}; ${how}: ${fateOf(row, ending)}`, { retry }, async () => {
          const { ended, texts, fate, expected } = await endWith(row, ending, how);
          expect(statusOf(ended)).toEqual(ENDINGS[ending]);
          if (fate !== 'lost') {
            expect(texts).toEqual(expected);
            return;
          }
          // Else the table would promise too little.
          expect(texts.length).toBeLessThan(expected.length);
          expect(texts).toEqual(expected.slice(0, texts.length));
          if (ending !== 'SIGKILL') expect(ended.stderr).toMatch(/\d+ records/);
        });
      }
    }
  },
  TIMEOUT_MS,
);

it('is what docs/exit.md says; `npm run exit-table` writes it there', () => {
  const text = readFileSync(new URL('../../../docs/exit.md', import.meta.url), 'utf8');
  expect(text).toContain(`<!-- table -->\n\n${exitTable()}\n<!-- end of table -->`);
});
