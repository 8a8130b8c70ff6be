import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import {
  DatagramHandler,
  getLogger,
  type LogRecord,
  LogRecordDatagramReceiver,
  LogRecordSocketReceiver,
  type RefusedError,
  SocketHandler,
} from 'loggia/node';
import { beforeAll, describe, expect, it } from 'vitest';

const PYTHON = process.env['PYTHON'] ?? 'python3';
const script = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

beforeAll(() => {
  try {
    execFileSync(PYTHON, ['--version'], { stdio: 'ignore' });
  } catch {
    throw new Error(
      `${PYTHON} was not found: install Python 3, or name one in the environment variable PYTHON`,
    );
  }
});

async function run(...args: string[]): Promise<void> {
  const child = spawn(PYTHON, [script('sender.py'), ...args], { stdio: ['ignore', 'inherit', 'inherit'] });
  const code = await new Promise((resolve) => child.once('close', resolve));
  expect(code).toBe(0);
}

async function until(condition: () => boolean): Promise<void> {
  const end = Date.now() + 10_000;
  while (!condition()) {
    if (Date.now() > end) throw new Error('it never came to that');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

function expectRecords(records: readonly LogRecord[]): void {
  const [text, failed, big, , last] = records as [LogRecord, LogRecord, LogRecord, LogRecord, LogRecord];
  expect(text.getMessage()).toBe('Zoë 😀 has 3 items');
  expect(text).toMatchObject({
    name: 'from.python',
    levelname: 'INFO',
    filename: 'sender.py',
    processName: 'MainProcess',
  });
  expect(Math.abs(text.created - Date.now() / 1000)).toBeLessThan(60);
  expect(failed.excText).toMatch(/^Traceback \(most recent call last\):\n[\s\S]*KeyError: 'missing'$/);
  expect(failed.extra).toEqual({ request: { id: 7, tags: ['a', ['b', 1]] }, constructor: 1, ratio: 0.5 });
  expect(big.extra['big']).toBe(2n ** 80n);
  expect(big.stackInfo).toMatch(/^Stack \(most recent call last\)/);
  expect(last.msg).toBe('last');
}

describe("Python's handlers log into our receivers", () => {
  it('SocketHandler, over TCP and over a unix socket', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'loggia-'));
    for (const path of [undefined, join(directory, 's')]) {
      const records: LogRecord[] = [];
      const onRecord = (record: LogRecord): void => void records.push(record);
      const receiver = new LogRecordSocketReceiver({
        onRecord,
        port: 0,
        ...(path === undefined ? {} : { path }),
      });
      await receiver.start();
      await run('Socket', path ?? String(receiver.port));
      await until(() => records.length === 5);
      expectRecords(records);
      await receiver.stop();
    }
    rmSync(directory, { recursive: true });
  });

  it('DatagramHandler', async () => {
    const records: LogRecord[] = [];
    const receiver = new LogRecordDatagramReceiver({ port: 0, onRecord: (record) => records.push(record) });
    await receiver.start();
    await run('Datagram', String(receiver.port));
    await until(() => records.length === 5);
    expectRecords(records);
    await receiver.stop();
  });

  it('an object of a class is refused by name, and the records after it arrive', async () => {
    const records: LogRecord[] = [];
    const refusals: RefusedError[] = [];
    const receiver = new LogRecordSocketReceiver({
      port: 0,
      onRecord: (record) => records.push(record),
      onRefused: (refusal) => refusals.push(refusal),
    });
    await receiver.start();
    await run('Socket', String(receiver.port), '--object');
    await until(() => records.at(-1)?.msg === 'last');
    await receiver.stop();
    expect(records).toHaveLength(4);
    expect(refusals.map(({ message }) => message)).toEqual([expect.stringContaining('copy_reg')]);
  });

  it('a receiver that is stopped tells Python, which connects again', async () => {
    const records: LogRecord[] = [];
    const receiver = new LogRecordSocketReceiver({ port: 0, onRecord: (record) => records.push(record) });
    for (let i = 1; i <= 2; i++) {
      await receiver.start();
      await run('Socket', String(receiver.port));
      await until(() => records.length === 5 * i);
      await receiver.stop();
    }
  });
});

interface Line {
  readonly text: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly types: Readonly<Record<string, string>>;
}

/** Starts the cookbook's receiver. */
async function cookbook(): Promise<{ port: number; lines: Line[]; child: ChildProcess }> {
  const child = spawn(PYTHON, [script('receiver.py')], { stdio: ['ignore', 'pipe', 'inherit'] });
  const output: string[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => output.push(line));
  await until(() => output.length > 0);
  const lines: Line[] = [];
  const port = Number(output[0]);
  createInterface({ input: child.stdout }).on('line', (line) => lines.push(JSON.parse(line)));
  return { port, lines, child };
}

describe("our handlers log into Python's receiver", () => {
  it('SocketHandler with pickles, errors and extras included', async () => {
    const { port, lines, child } = await cookbook();
    const handler = new SocketHandler('127.0.0.1', port, { codec: 'pickle' });
    const log = getLogger('from.loggia');
    log.setLevel(1);
    log.addHandler(handler);
    log.info('%s has %d items', 'Zoë 😀 \ud800', 3);
    const error = new RangeError('boom', { cause: new TypeError('deeper') });
    const extra = {
      user: { id: 7, tags: ['a', null] },
      ratio: 0.5,
      whole: 2,
      big: 2n ** 80n,
      at: new Date(0),
      nan: NaN,
    };
    log.exception('it failed', { excInfo: error, extra });
    log.log(5, 'odd level');
    for (let i = 0; i < 5000; i++) log.debug('record %d', i);
    log.removeHandler(handler);
    await handler.close();
    await until(() => lines.length === 5003);
    child.kill();

    const [text, failed, odd] = lines as [Line, Line, Line];
    expect(text.attributes['msg']).toBe('Zoë 😀 \ud800 has 3 items');
    expect(text.attributes).toMatchObject({
      name: 'from.loggia',
      levelname: 'INFO',
      args: null,
      process: process.pid,
    });
    expect(text.types).toMatchObject({
      created: 'float',
      msecs: 'float',
      relativeCreated: 'float',
      levelno: 'int',
    });
    expect(failed.text).toMatch(
      /^from.loggia ERROR \d{4}-[\s\S]* it failed\nRangeError: boom\n[\s\S]*TypeError: deeper/,
    );
    expect(failed.attributes).toMatchObject({ user: { id: 7, tags: ['a', null] }, ratio: 0.5, whole: 2 });
    expect(failed.attributes['at']).toBe('1970-01-01T00:00:00.000Z');
    expect(failed.types).toMatchObject({ whole: 'int', ratio: 'float', big: 'int', nan: 'float' });
    expect(odd.text).toContain('Level 5');
    expect(lines.slice(3).map(({ attributes }) => attributes['msg'])).toEqual(
      Array.from({ length: 5000 }, (_, i) => `record ${i}`),
    );
    expect(handler.stats).toMatchObject({ emitted: 5003, delivered: 5003, pending: 0 });
  });

  it('a receiver that is killed and started again misses no record', async () => {
    const first = await cookbook();
    const handler = new SocketHandler('127.0.0.1', first.port, { codec: 'pickle' });
    handler.retryStart = 0.01;
    handler.retryMax = 0.05;
    const record = (i: number): LogRecord =>
      getLogger('k').makeRecord('k', 20, '', 0, `record ${i}`, [], null);
    for (let i = 0; i < 2000; i++) handler.handle(record(i));
    await until(() => first.lines.length > 500);
    first.child.kill('SIGKILL');
    await new Promise((resolve) => first.child.once('close', resolve));
    const seen = [...first.lines];
    const receiver = new LogRecordSocketReceiver({
      port: first.port,
      onRecord: ({ msg }) => seen.push({ text: '', attributes: { msg }, types: {} }),
    });
    await receiver.start();
    for (let i = 2000; i < 4000; i++) handler.handle(record(i));
    await until(() => handler.stats.pending === 0);
    await handler.close();
    await receiver.stop();
    const texts = new Set(seen.map(({ attributes }) => attributes['msg']));
    expect(texts.size).toBe(4000);
  });
});

describe('DatagramHandler', () => {
  it("is read by Python's pickle", async () => {
    const code = [
      'import pickle, socket',
      "s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.bind(('127.0.0.1', 0))",
      'print(s.getsockname()[1], flush=True)',
      "print(pickle.loads(s.recv(65536)[4:])['msg'])",
    ].join('\n');
    const child = spawn(PYTHON, ['-c', code], { stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
    });
    await until(() => output.includes('\n'));
    const handler = new DatagramHandler('127.0.0.1', Number(output), { codec: 'pickle' });
    handler.handle(getLogger('d').makeRecord('d', 20, '', 0, 'over UDP', [], null));
    await handler.close();
    await until(() => output.includes('over UDP'));
  });
});
