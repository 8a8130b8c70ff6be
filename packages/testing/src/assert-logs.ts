import { checkLevel, getLevelName, INFO, type Level, type Logger, type LogRecord } from '@loggia/core';
import { type CapturedLogs, captureLogs } from './capture-logs.js';

/** The code whose logs are looked at. */
type Body = () => unknown;
/** The logs themselves, or a promise of them where the code is asynchronous. */
type LogsOf<B extends Body> =
  ReturnType<B> extends PromiseLike<unknown> ? Promise<CapturedLogs> : CapturedLogs;
type Check = (logs: CapturedLogs, all: CapturedLogs) => string | undefined;

/**
 * Fails unless something is logged to a logger or below, at a level or above, while the body runs. As with
 * `captureLogs`, the logger's handlers get nothing meanwhile. What the body throws is passed on.
 *
 * Without a body, the check is made when the result is disposed of.
 *
 * @param logger - A logger or its name. Default: the root.
 * @param level - The lowest level that counts. Default `INFO`.
 * @returns What was caught; a promise of it if the body returned one.
 * @throws Error, for any test runner to report, that lists what was logged instead.
 * @example
 * ```ts
 * import { assertLogs } from '@loggia/testing';
 * import { getLogger } from 'loggia';
 * const { lines } = assertLogs('shop', 'WARNING', () => getLogger('shop.cart').warning('sold out'));
 * lines; // ['WARNING:shop.cart:sold out']
 * ```
 */
export function assertLogs<B extends Body>(body: B): LogsOf<B>;
export function assertLogs<B extends Body>(logger: Logger | string | undefined, body: B): LogsOf<B>;
export function assertLogs<B extends Body>(
  logger: Logger | string | undefined,
  level: Level | undefined,
  body: B,
): LogsOf<B>;
export function assertLogs(logger?: Logger | string, level?: Level): CapturedLogs;
export function assertLogs(...args: unknown[]): unknown {
  const { name, level, logger, body } = readArguments(args);
  return watch(logger, level, body, (logs, all) => {
    if (logs.lines.length > 0) return undefined;
    const instead =
      all.lines.length === 0 ? 'nothing was logged at all' : listed('this was logged:', all.lines);
    return `no logs of level ${getLevelName(level)} or higher on ${name}; ${instead}`;
  });
}

/**
 * Fails if anything is logged to a logger or below, at a level or above, while the body runs. Otherwise as
 * {@link assertLogs}.
 *
 * @throws Error, for any test runner to report, that lists what was logged.
 * @example
 * ```ts
 * import { assertNoLogs } from '@loggia/testing';
 * import { getLogger } from 'loggia';
 * await assertNoLogs('shop', 'ERROR', async () => getLogger('shop').info('all is well'));
 * ```
 */
export function assertNoLogs<B extends Body>(body: B): LogsOf<B>;
export function assertNoLogs<B extends Body>(logger: Logger | string | undefined, body: B): LogsOf<B>;
export function assertNoLogs<B extends Body>(
  logger: Logger | string | undefined,
  level: Level | undefined,
  body: B,
): LogsOf<B>;
export function assertNoLogs(logger?: Logger | string, level?: Level): CapturedLogs;
export function assertNoLogs(...args: unknown[]): unknown {
  const { name, level, logger, body } = readArguments(args);
  return watch(logger, level, body, ({ lines }) =>
    lines.length === 0
      ? undefined
      : listed(`unexpected logs of level ${getLevelName(level)} or higher on ${name}:`, lines),
  );
}

function readArguments(args: readonly unknown[]): {
  logger: Logger | string;
  name: string;
  level: number;
  body: Body | undefined;
} {
  const body = typeof args.at(-1) === 'function' ? (args.at(-1) as Body) : undefined;
  const [logger = '', level = INFO] = (body ? args.slice(0, -1) : args) as [(Logger | string)?, Level?];
  const name = (typeof logger === 'string' ? logger : logger.name) || 'root';
  return { logger, name, level: checkLevel(level), body };
}

function watch(logger: Logger | string, level: number, body: Body | undefined, check: Check): unknown {
  const all = captureLogs(logger);
  const finish = (): CapturedLogs => {
    all[Symbol.dispose]();
    const complaint = check(logs, all);
    if (complaint !== undefined) throw new Error(complaint);
    return logs;
  };
  // What is below the level is caught for the message only.
  const counts = ({ levelno }: LogRecord): boolean => levelno >= level;
  const logs: CapturedLogs = {
    get records() {
      return all.records.filter(counts);
    },
    get lines() {
      return all.lines.filter((_line, i) => counts(all.records[i] as LogRecord));
    },
    [Symbol.dispose]: finish,
  };
  return body === undefined ? logs : run(body, finish, () => all[Symbol.dispose]());
}

function run(body: Body, finish: () => CapturedLogs, release: () => void): unknown {
  const fail = (error: unknown): never => {
    release();
    throw error;
  };
  let result: unknown;
  try {
    result = body();
  } catch (error) {
    return fail(error);
  }
  const isPromise = typeof (result as PromiseLike<unknown> | undefined)?.then === 'function';
  return isPromise ? Promise.resolve(result).then(finish, fail) : finish();
}

function listed(title: string, lines: readonly string[]): string {
  return [title, ...lines].join('\n  ');
}
