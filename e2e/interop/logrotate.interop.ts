import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleProgram, type Program } from '../../packages/node/src/spawn.testing.js';
import { until } from '../../packages/node/src/until.testing.js';

const ROTATIONS = 20;
/** Where the handler waits for a second that somebody else creates the file. */
const SLOW_ROTATIONS = 3;

const LINE = /^line (\d+), and as much text as a line of a log may have$/;

/** Logs numbered lines, hardly with a pause, until it is told to stop, and says how many. */
const WRITER = `
  import { existsSync } from 'node:fs';
  import { getLogger, installPlatform } from '@loggia/core';
  import { FileHandler, nodePlatform, WatchedFileHandler } from '@loggia/node';
  installPlatform(nodePlatform);
  const [path, stop, Handler] = [process.argv[2], process.argv[3], { FileHandler, WatchedFileHandler }[process.argv[4]]];
  const log = getLogger('shop');
  log.addHandler(new Handler(path, JSON.parse(process.argv[5])));
  let count = 0;
  const more = () => {
    for (let i = 0; i < 200; i++) log.error('line %d, and as much text as a line of a log may have', count++);
    if (existsSync(stop)) console.log(count);
    else setTimeout(more, 1);
  };
  more();
`;

let program: Program;
beforeAll(async () => {
  program = await bundleProgram(WRITER);
});
afterAll(() => program.dispose());

interface Left {
  readonly written: number;
  /** The numbers of the lines in each file, the oldest first. */
  readonly files: readonly (readonly number[])[];
}

/** Rotates the file of a program that goes on logging, and reads all that there is in the end. */
async function rotate(handler: string, options: object, ...directives: string[]): Promise<Left> {
  const directory = join(
    program.directory,
    `${handler} ${directives.join(' ')} ${JSON.stringify(options).length}`,
  );
  const [path, stop, configuration] = ['app.log', 'stop', 'conf'].map((name) => join(directory, name)) as [
    string,
    string,
    string,
  ];
  mkdirSync(directory);
  writeFileSync(configuration, `"${path}" {\n${['rotate 1000', ...directives].join('\n')}\n}\n`, {
    mode: 0o600,
  });
  const ended = program.run({ args: [path, stop, handler, JSON.stringify(options)] });
  const grown = (): Promise<boolean> =>
    until(() => (statSync(path, { throwIfNoEntry: false })?.size ?? 0) > 10_000);
  const rotations = directives.includes('nocreate') ? SLOW_ROTATIONS : ROTATIONS;
  for (let i = 0; i < rotations; i++) {
    await grown();
    execFileSync('logrotate', ['--force', '--state', join(directory, 'state'), configuration]);
  }
  await grown();
  writeFileSync(stop, '');
  const { stdout, stderr } = await ended;
  expect(stderr).toBe('');
  const names = readdirSync(directory).filter((name) => name.startsWith('app.log'));
  expect(names).toHaveLength(rotations + 1);
  const age = (name: string): number => Number(/\d+/.exec(name)?.[0] ?? 0);
  const files = names.sort((a, b) => age(b) - age(a)).map((name) => numbersIn(join(directory, name)));
  return { written: Number(stdout), files };
}

function numbersIn(path: string): number[] {
  const bytes = readFileSync(path);
  const text = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString();
  const lines = text.split('\n').slice(0, -1);
  // A hole would be zeros, and a torn line would be no line of ours.
  expect(lines.filter((line) => !LINE.test(line))).toEqual([]);
  return lines.map((line) => Number(LINE.exec(line)?.[1]));
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

describe('WatchedFileHandler under logrotate', () => {
  it.each([[{}], [{ mode: 'w' }], [{ bufferSize: 4096 }]])(
    'with `create` loses no line, with %o',
    async (options) => {
      const { written, files } = await rotate('WatchedFileHandler', options, 'create');
      expect(files.flat()).toEqual(upTo(written));
      expect(files.at(-1)).not.toEqual([]);
    },
  );

  it('with `compress` and `delaycompress` loses no line', async () => {
    const { written, files } = await rotate('WatchedFileHandler', {}, 'create', 'compress', 'delaycompress');
    expect(files.flat()).toEqual(upTo(written));
  });

  it('with `compress` at once loses no more than the line that was on its way to the file', async () => {
    const { written, files } = await rotate('WatchedFileHandler', {}, 'create', 'compress');
    const numbers = files.flat();
    expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));
    expect(written - numbers.length).toBeLessThanOrEqual(ROTATIONS);
  });

  it('that does not create the file anew creates it itself', async () => {
    const { written, files } = await rotate('WatchedFileHandler', {}, 'nocreate');
    expect(files.flat()).toEqual(upTo(written));
  });
});

describe.each([
  ['FileHandler', {}],
  ['WatchedFileHandler', {}],
  ['WatchedFileHandler', { mode: 'w' }],
])('%s with %o under logrotate with `copytruncate`', (handler, options) => {
  it('leaves no hole, and loses lines only between the copy and the cut', async () => {
    const { written, files } = await rotate(handler, options, 'copytruncate');
    const numbers = files.flat();
    expect(numbers.at(-1)).toBe(written - 1);
    // Within a file no line is missing.
    for (const [first = 0, ...rest] of files) expect(rest).toEqual(rest.map((_, i) => first + 1 + i));
    for (const [i, file] of files.entries()) {
      const next = files[i + 1]?.[0];
      if (next !== undefined) expect(next).toBeGreaterThan(file.at(-1) ?? -1);
    }
  });
});
