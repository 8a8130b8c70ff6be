import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { loadVectors, type VectorCase } from '../../../core/src/vectors.testing.js';

type Core = typeof import('@loggia/core');
type Config = typeof import('../config.js');
type Logger = import('@loggia/core').Logger;
type Handler = import('@loggia/core').Handler;

interface VectorError {
  type: string;
  message: string;
  loose?: boolean;
}

interface Vector extends VectorCase {
  steps: [name: string, ...args: never[]][];
  expect: { results: (null | { error: VectorError })[]; state: unknown };
}

interface FileStep {
  text: string | null;
  filename?: string;
  defaults?: Record<string, unknown>;
  disable_existing_loggers?: boolean;
}

/** Deliberate differences, by case. There are none. */
const DIFFERENT: Readonly<Record<string, string>> = {};

const before = process.cwd();
const directory = mkdtempSync(join(tmpdir(), 'loggia-fileconfig-'));
beforeAll(() => process.chdir(directory));
afterAll(() => {
  process.chdir(before);
  rmSync(directory, { recursive: true });
});

let core: Core;
let config: Config;
afterEach(() => core.shutdown());

async function start(): Promise<void> {
  Reflect.deleteProperty(globalThis, Symbol.for('loggia.state.v1'));
  vi.resetModules();
  core = await import('@loggia/core');
  config = await import('../config.js');
  core.installPlatform((await import('../platform.js')).nodePlatform);
}

const steps: Record<string, (...args: never[]) => unknown> = {
  getLogger: (name) => core.getLogger(name),
  setLevel: (name, level) => core.getLogger(name).setLevel(level),
  setPropagate: (name, on: boolean) => {
    core.getLogger(name).propagate = on;
  },
  setDisabled: (name, on: boolean) => {
    core.getLogger(name).disabled = on;
  },
  addNullHandler: (name) => core.getLogger(name).addHandler(new core.NullHandler()),
  addFilter: (name, filter) => core.getLogger(name).addFilter(new core.Filter(filter)),
  addLevelName: (level, name) => core.addLevelName(level, name),
  fileConfig({ text, filename = 'logging.conf', defaults, disable_existing_loggers }: FileStep) {
    if (text !== null) writeFileSync(filename, text);
    config.fileConfig(filename, {
      defaults,
      disableExistingLoggers: disable_existing_loggers,
      encoding: 'utf-8',
    });
  },
};

function run([name, ...args]: [string, ...never[]]): unknown {
  try {
    steps[name]!(...args);
    return null;
  } catch (error) {
    const { pythonName, message } = error as Error & { pythonName?: string };
    return { error: { type: pythonName, message } };
  }
}

function state(): unknown {
  const { root } = core;
  const entries = [...root.manager.loggerDict];
  const loggers = entries.flatMap(([, entry]) => ('handlers' in entry ? [entry as Logger] : []));
  return {
    loggers: [root, ...loggers.sort((a, b) => (a.name < b.name ? -1 : 1))].map(loggerState),
    placeHolders: entries.flatMap(([name, entry]) => ('handlers' in entry ? [] : [name])).sort(),
  };
}

function loggerState({ name, level, propagate, disabled, filters, handlers }: Logger): unknown {
  const names = filters.map((filter) => ({
    class: filter.constructor.name,
    name: (filter as { name?: string }).name,
  }));
  return { name, level, propagate, disabled, filters: names, handlers: handlers.map(handlerState) };
}

function handlerState(handler: Handler): unknown {
  const own = handler as Handler & Record<string, unknown>;
  const result: Record<string, unknown> = {
    class: handler.constructor.name,
    name: handler.name,
    level: handler.level,
    formatter: handler.formatter && written(handler.formatter),
    filters: handler.filters,
  };
  if (handler.constructor.name === 'StreamHandler') {
    result['stream'] = own['stream'] === core.getPlatform().stderr ? 'stderr' : 'stdout';
  }
  if ('baseFilename' in own) {
    const delay = own['stream'] === null;
    Object.assign(result, { filename: basename(own['baseFilename'] as string), mode: own['mode'], delay });
  }
  if ('capacity' in own) {
    for (const key of ['capacity', 'flushLevel', 'flushOnClose']) if (key in own) result[key] = own[key];
  }
  if ('target' in own) result['target'] = own['target'] && handlerState(own['target'] as Handler);
  return result;
}

/** A formatter keeps its style to itself, so that what it writes stands for it. */
function written(formatter: NonNullable<Handler['formatter']>): string {
  return formatter.format(core.makeLogRecord({ name: 'n', levelname: 'L', msg: 'm', created: 1e9 }));
}

function wanted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(wanted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => {
      if (key !== 'formatter' || item === null) return [key, wanted(item)];
      const { fmt, ...options } = item as { fmt: string };
      return [key, written(new core.Formatter(fmt, { ...options, validate: false }))];
    }),
  );
}

function wantedError({ error: { type, message, loose } }: { error: VectorError }): unknown {
  const begins = expect.toSatisfy(
    (text: string) => text === message || text.startsWith(`${message}: `),
    message,
  );
  return { error: { type, message: loose ? expect.any(String) : begins } };
}

describe('fileConfig', () => {
  const cases = loadVectors<Vector>('fileconfig').filter(({ id }) => !(id in DIFFERENT));
  it.each(cases)('does as CPython in $id', async ({ steps, expect: expected }) => {
    await start();
    for (const [i, step] of steps.entries()) {
      const before = state();
      const result = expected.results[i]!;
      expect(run(step)).toEqual(result && wantedError(result));
      // CPython leaves a half of a configuration behind; here nothing has happened.
      if (result !== null) expect(state()).toEqual(before);
    }
    if (expected.results.every((result) => result === null)) expect(state()).toEqual(wanted(expected.state));
  });
});
