import { copyFileSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleProgram, type Program } from '../spawn.testing.js';
import { type OutageRun, runOutage } from './outage-run.testing.js';
import { RECEIVER, SENDER } from './programs.testing.js';

// `npm run outage` does the same with 50,000 records and 30 seconds.
const RECORDS = 5000;
const DOWN_MS = 3000;
const TIMEOUT_MS = 150_000;
const MAX_GROWTH_MIB = 96;

let program: Program;
let sender: string;
let receiver: string;
beforeAll(async () => {
  program = await bundleProgram(SENDER);
  const other = await bundleProgram(RECEIVER);
  sender = join(program.directory, 'program.mjs');
  receiver = join(program.directory, 'receiver.mjs');
  copyFileSync(join(other.directory, 'program.mjs'), receiver);
  other.dispose();
}, TIMEOUT_MS);
afterAll(() => program?.dispose());

// What a receiver has not read for two seconds when it is killed is lost without an answer, and on a machine that is busy
// with other things a receiver may not be let to read for so long.
const PATIENT = { timeout: TIMEOUT_MS, retry: 2 };

async function outage(road: OutageRun['road'], how: OutageRun['how']) {
  const directory = join(program.directory, `${road}-${how}`.replace(' ', '-'));
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory);
  const figures = await runOutage({
    directory,
    sender,
    receiver,
    road,
    records: RECORDS,
    downMs: DOWN_MS,
    how,
  });
  expect(figures).toMatchObject({ logged: RECORDS, dropped: 0, lost: 0 });
  // The outage was one.
  expect(figures.peakPending).toBeGreaterThan(RECORDS / 50);
  expect(figures.peakMiB - figures.startMiB).toBeLessThan(MAX_GROWTH_MIB);
  return figures;
}

describe.concurrent('a receiver that is away in the middle of many records', () => {
  it.each(['socket json', 'socket pickle', 'http spool', 'http memory'] as const)(
    'and was stopped gets each of them once: %s',
    PATIENT,
    async (road) => {
      expect((await outage(road, 'SIGTERM')).doubled).toBe(0);
    },
  );

  it(
    'and was killed gets each of them once, but perhaps a batch twice, if it answers for what it gets: http spool',
    PATIENT,
    async () => {
      // What it wrote before it was killed, and had not answered for.
      expect((await outage('http spool', 'SIGKILL')).doubled).toBeLessThanOrEqual(100);
    },
  );

  it.each(['socket json', 'syslog tcp'] as const)(
    'and was killed gets all of them, and perhaps those of two seconds twice, if it never answers: %s',
    PATIENT,
    async (road) => {
      expect((await outage(road, 'SIGKILL')).doubled).toBeLessThan(RECORDS / 2);
    },
  );
});
