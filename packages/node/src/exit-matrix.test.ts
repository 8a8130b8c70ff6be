import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleProgram, type Program } from './spawn.testing.js';

const RECORDS = 10_000;
const TIMEOUT_MS = 60_000;

// Ends in the way that its second argument says, after logging to the file of its first, if there is one.
const SOURCE = `
import { writeSync } from 'node:fs';
import { getLogger, INFO, installPlatform } from '@loggia/core';
import { FileHandler, nodePlatform } from '@loggia/node';

const [file, ending, bufferSize] = process.argv.slice(2);
installPlatform(nodePlatform);
const log = getLogger('matrix');
log.setLevel(INFO);
if (ending === 'polite SIGTERM') {
  // As the signal-exit package does it: it looks whether its listeners are alone.
  const polite = () => {
    if (process.listeners('SIGTERM').length !== 1) return;
    process.off('SIGTERM', polite);
    process.kill(process.pid, 'SIGTERM');
  };
  process.on('SIGTERM', polite);
}
if (file !== '') {
  log.addHandler(new FileHandler(file!, { bufferSize: Number(bufferSize), flushInterval: 3_600_000 }));
  for (let i = 0; i < ${RECORDS}; i++) log.info('record %d', i);
}

const stay = (): unknown => setInterval(() => {}, 1000);
if (ending === 'process.exit(0)') process.exit(0);
if (ending === 'uncaught throw') throw new Error('thrown');
if (ending === 'unhandled rejection') void Promise.reject(new Error('rejected'));
if (ending === 'graceful SIGTERM') {
  process.on('SIGTERM', () => {
    log.info('asked to stop');
    setTimeout(() => {
      log.info('stopped');
      process.exit(7);
    }, 50);
  });
}
if (ending === 'late log') process.on('exit', () => log.info('asked to stop'));
const timer = ending!.includes('SIG') ? stay() : undefined;
writeSync(1, 'ready\\n');
`;

const ENDINGS = [
  'natural end',
  'process.exit(0)',
  'uncaught throw',
  'unhandled rejection',
  'SIGTERM',
  'SIGINT',
  'SIGHUP',
] as const;
const MODES = { default: 0, buffered: 10_000_000 } as const;

const expected = Array.from({ length: RECORDS }, (_, i) => `record ${i}`);

describe('what survives the end of a process', () => {
  let program: Program;
  let files = 0;
  beforeAll(async () => {
    program = await bundleProgram(SOURCE);
  }, TIMEOUT_MS);
  afterAll(() => program?.dispose());

  /** Runs the program with and without logging. */
  async function endBothWays(ending: string, bufferSize: number) {
    const file = join(program.directory, `${files++}.log`);
    const signal = /SIG\w+/.exec(ending)?.[0] as NodeJS.Signals | undefined;
    const kill = signal && { when: 'ready', signal };
    const options = kill ? { kill } : {};
    const bare = await program.run({ args: ['', ending], ...options });
    const logged = await program.run({ args: [file, ending, String(bufferSize)], ...options });
    return { bare, logged, lines: readFileSync(file, 'utf8').split('\n').slice(0, -1) };
  }

  for (const [mode, bufferSize] of Object.entries(MODES)) {
    for (const ending of ENDINGS) {
      it(
        `${ending}, ${mode}: every record is in the file, and the process ends as without Loggia`,
        async () => {
          const { bare, logged, lines } = await endBothWays(ending, bufferSize);
          expect({ code: logged.code, signal: logged.signal }).toEqual({
            code: bare.code,
            signal: bare.signal,
          });
          expect(logged.stdout).toBe(bare.stdout);
          expect(lines).toEqual(expected);
        },
        TIMEOUT_MS,
      );
    }

    it(
      `an application's own SIGTERM listener decides what happens, ${mode}`,
      async () => {
        const { bare, logged, lines } = await endBothWays('graceful SIGTERM', bufferSize);
        expect(bare.code).toBe(7);
        expect({ code: logged.code, signal: logged.signal }).toEqual({ code: 7, signal: null });
        expect(lines).toEqual([...expected, 'asked to stop', 'stopped']);
      },
      TIMEOUT_MS,
    );

    it(
      `a listener that wants to be alone still ends the process, ${mode}`,
      async () => {
        const { logged, lines } = await endBothWays('polite SIGTERM', bufferSize);
        expect({ code: logged.code, signal: logged.signal }).toEqual({ code: null, signal: 'SIGTERM' });
        expect(lines).toEqual(expected);
      },
      TIMEOUT_MS,
    );

    it(
      `what an application logs while it exits is kept, ${mode}`,
      async () => {
        const { lines } = await endBothWays('late log', bufferSize);
        expect(lines).toEqual([...expected, 'asked to stop']);
      },
      TIMEOUT_MS,
    );
  }
});

describe('SIGKILL', () => {
  it(
    'loses nothing that was logged to a default handler',
    async () => {
      const program = await bundleProgram(`
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
`);
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
    },
    TIMEOUT_MS,
  );
});
