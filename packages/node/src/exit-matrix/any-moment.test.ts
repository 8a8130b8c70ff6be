import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { installPlatform } from '@loggia/core';
import { describe, expect, it } from 'vitest';
import { nodePlatform } from '../platform.js';
import { useProgram } from '../program.testing.js';
import { until } from '../until.testing.js';
import { PROGRAM } from './program.testing.js';
import { RECEIVERS } from './receivers.testing.js';
import { type ExitRow, ROWS } from './rows.testing.js';
import { fateOf } from './table.testing.js';

/** How often each row is tried; `npm run ends` does it more often. */
const RUNS = Number(process.env['LOGGIA_ENDS'] ?? 1);
const RECORDS = 1000;
/** The program needs about this long for all of its records. */
const LOGGING_MS = 300;
const SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;
const TIMEOUT_MS = 60_000;

installPlatform(nodePlatform);
const program = useProgram(PROGRAM);

/** Ends a row's program at any moment, and answers with what became of the records that it had logged by then. */
async function endAtAnyMoment(row: ExitRow) {
  const directory = mkdtempSync(join(program.directory, 'moment-'));
  const receiver = await RECEIVERS[row.receive](directory);
  const progress = join(directory, 'progress');
  const signal = SIGNALS[Math.floor(Math.random() * SIGNALS.length)]!;
  let logged = 0;
  const moment = async (): Promise<void> => {
    await until(() => existsSync(progress));
    await new Promise((resolve) => setTimeout(resolve, Math.random() * LOGGING_MS));
    logged = Number(readFileSync(progress, 'utf8').split('\n').at(-2) ?? 0);
  };
  const start = (how: string, count: number, kill = {}) =>
    program.run({ args: [String(ROWS.indexOf(row)), how, receiver.at, String(count)], ...kill });
  try {
    const ended = await start(progress, row.records ?? RECORDS, { kill: { when: moment(), signal } });
    const missing = (): string[] => {
      const arrived = new Set(receiver.texts(ended));
      return Array.from({ length: logged }, (_, i) => `record ${i}`).filter((text) => !arrived.has(text));
    };
    if (missing().length > 0 && row.onKill === 'at the next start') await start('natural end', 0);
    const left = await until(missing, ({ length }) => length === 0).catch(missing);
    const texts = receiver.texts(ended);
    return { status: ended.signal, signal, missing: left, doubled: texts.length - new Set(texts).size };
  } finally {
    await receiver.stop?.();
  }
}

describe.concurrent('what was logged before a signal that comes at any moment, while handlers are replaced', () => {
  for (const row of Array.from({ length: RUNS }, () => ROWS).flat()) {
    // Two seconds may be too few on a machine that is busy with other things; by hand it is told how often.
    const retry = fateOf(row, 'SIGTERM') === 'in 2 s' && RUNS === 1 ? 2 : 0;
    it(`is there, once: ${row.handler}, ${row.setUp}`, { timeout: TIMEOUT_MS, retry }, async () => {
      const { status, signal, missing, doubled } = await endAtAnyMoment(row);
      expect({ status, missing, doubled }).toEqual({ status: signal, missing: [], doubled: 0 });
    });
  }
});
