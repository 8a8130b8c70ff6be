import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import {
  DatagramHandler,
  getLogger,
  type Handler,
  HTTPHandler,
  type LogRecord,
  LogRecordDatagramReceiver,
  LogRecordSocketReceiver,
  type RefusedError,
  SocketHandler,
} from 'loggia/node';
import { beforeAll, describe, expect, it } from 'vitest';
import { until } from '../../packages/node/src/until.testing.js';

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
  expect(last.excText).toMatch(
    /^Traceback[\s\S]*KeyError: 'deeper'\n\nThe above exception was the direct cause[\s\S]*RuntimeError: the outer one$/,
  );
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

/** Starts a receiver of Python's. */
async function pythonReceiver<T = Line>(
  kind: 'tcp' | 'unix' | 'udp' | 'http',
  path = '',
): Promise<{ port: number; lines: T[]; child: ChildProcess }> {
  const child = spawn(PYTHON, [script('receiver.py'), kind, path], { stdio: ['ignore', 'pipe', 'inherit'] });
  const output: string[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => output.push(line));
  await until(() => output.length > 0);
  const lines: T[] = [];
  const port = Number(output[0]);
  createInterface({ input: child.stdout }).on('line', (line) => lines.push(JSON.parse(line)));
  return { port, lines, child };
}

describe("our handlers log into Python's receiver", () => {
  it('SocketHandler with pickles, errors and extras included', async () => {
    const { port, lines, child } = await pythonReceiver('tcp');
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
    const first = await pythonReceiver('tcp');
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

describe("our handlers log into Python's receiver, too:", () => {
  const error = new AggregateError([new TypeError('one of them')], 'all failed');
  const log = (handler: Handler): boolean | LogRecord =>
    handler.handle(
      getLogger('d').makeRecord('d', 40, '', 0, '%s there', ['Zoë'], error, null, {
        user: { id: 7 },
        big: 2n ** 80n,
      }),
    );
  const expectLine = ({ text, attributes, types }: Line): void => {
    expect(text).toMatch(
      /^d ERROR [\s\S]* Zoë there\nAggregateError: all failed\n[\s\S]*TypeError: one of them/,
    );
    expect(attributes).toMatchObject({ name: 'd', msg: 'Zoë there', user: { id: 7 } });
    expect(types).toMatchObject({ big: 'int', created: 'float' });
  };

  it('SocketHandler over a unix socket', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'loggia-'));
    const path = join(directory, 's');
    const { lines, child } = await pythonReceiver('unix', path);
    const handler = new SocketHandler(path, null, { codec: 'pickle' });
    log(handler);
    await handler.close();
    await until(() => lines.length > 0);
    child.kill();
    expectLine(lines[0]!);
    rmSync(directory, { recursive: true });
  });

  it('DatagramHandler', async () => {
    const { port, lines, child } = await pythonReceiver('udp');
    const handler = new DatagramHandler('127.0.0.1', port, { codec: 'pickle' });
    log(handler);
    await handler.close();
    await until(() => lines.length > 0);
    child.kill();
    expectLine(lines[0]!);
  });
});

describe('HTTPHandler with the encoding form', () => {
  interface Request {
    readonly method: string;
    readonly path: string;
    readonly fields: Readonly<Record<string, readonly string[]>>;
  }
  // What differs between two programs and their places; Python has names for tasks since 3.12.
  const OWN =
    /^(args|created|msecs|relativeCreated|thread|process|lineno|pathname|filename|module|funcName|taskName)/;
  const common = ({ fields }: Request): object =>
    Object.fromEntries(Object.entries(fields).filter(([name]) => !OWN.test(name)));

  it.each(['GET', 'POST'])('sends by %s what Python sends', async (method) => {
    const { port, lines, child } = await pythonReceiver<Request>('http');
    await run('HTTP', String(port), method);
    const handler = new HTTPHandler(`http://127.0.0.1:${port}/log`, { method, encoding: 'form' });
    const logger = getLogger('from.python');
    logger.setLevel(1);
    logger.addHandler(handler);
    logger.info('%s has %d items', 'Zoë 😀', 3);
    await handler.close();
    logger.removeHandler(handler);
    await until(() => lines.length === 6);
    child.kill();
    const [python, ours] = [lines[0], lines[5]] as [Request, Request];
    expect(ours).toMatchObject({ method: python.method, path: python.path });
    expect(common(ours)).toEqual(common(python));
    expect(ours.fields['msg']).toEqual(['%s has %d items']);
  });
});
