import { describe, expect, it } from 'vitest';
import type { Fields } from './call.js';
import { freshCore } from './fresh.testing.js';
import type { LogRecord } from './record.js';
import { decode, type Encoded, loadVectors } from './vectors.testing.js';

interface AdapterCase {
  id: string;
  logger: string;
  level?: number;
  adapters: { extra?: Encoded; merge_extra?: boolean }[];
  call: { method: string; msg: Encoded; args?: Encoded[]; extra?: Encoded; level?: number };
  expect: {
    repr: string;
    name: string;
    enabledFor: boolean[];
    error?: { type: string; message: string };
    record: null | { name: string; levelname: string; message: string; extra: Encoded };
  };
}

/** What the contract settles differently from CPython; every other difference is a mistake. */
const DIFFERENCES: readonly { why: string; records: number; applies(vector: AdapterCase): boolean }[] = [
  {
    why: 'fields of a call never overwrite an attribute and never fail: they live in record.extra',
    records: 1,
    applies: ({ expect: { error } }) => error?.message.includes('Attempt to overwrite') === true,
  },
  {
    why: 'merging into an adapter without fields adds nothing, where CPython fails to unpack None',
    records: 1,
    applies: ({ expect: { error } }) => error?.message.includes('NoneType') === true,
  },
  {
    why: 'a logging call never throws: a level that is no integer is reported',
    records: 0,
    applies: ({ call }) => typeof call.level === 'string',
  },
];

async function run(vector: AdapterCase) {
  const core = await freshCore();
  const records: LogRecord[] = [];
  class KeepingHandler extends core.Handler {
    override emit(record: LogRecord): void {
      records.push(record);
    }
  }
  core.root.addHandler(new KeepingHandler());
  const logger = core.getLogger(vector.logger);
  if (vector.level !== undefined) logger.setLevel(vector.level);
  let adapter: InstanceType<typeof core.LoggerAdapter> = logger as never;
  for (const { extra, merge_extra: mergeExtra } of vector.adapters) {
    const fields = extra === undefined ? undefined : (decode(extra) as Fields | null);
    adapter = new core.LoggerAdapter(adapter, fields, mergeExtra === undefined ? {} : { mergeExtra });
  }
  const { method, msg, args = [], extra, level } = vector.call;
  const options = extra === undefined ? [] : [{ extra: decode(extra) }];
  const positional = [decode(msg), ...args.map((arg) => decode(arg)), ...options];
  (adapter as never as Record<string, (...args: unknown[]) => void>)[method]?.(
    ...(level === undefined ? positional : [level, ...positional]),
  );
  return { adapter, records };
}

describe('LoggerAdapter, as CPython', () => {
  const cases = loadVectors<AdapterCase>('adapter');

  it.each(cases)('$id', async (vector) => {
    const { adapter, records } = await run(vector);
    const { repr, name, enabledFor, record } = vector.expect;
    expect(String(adapter)).toBe(repr);
    expect(adapter.name).toBe(name);
    expect([10, 20, 30, 40, 50].map((level) => adapter.isEnabledFor(level))).toEqual(enabledFor);
    const difference = DIFFERENCES.find((row) => row.applies(vector));
    if (difference !== undefined) {
      expect(records).toHaveLength(difference.records);
      return;
    }
    expect(records).toHaveLength(record === null ? 0 : 1);
    if (record === null) return;
    const [made] = records as [LogRecord];
    // None, True and False are written null, true and false.
    const message = record.message.replace('None', 'null').replace('True', 'true').replace('False', 'false');
    expect(made).toMatchObject({ name: record.name, levelname: record.levelname, message });
    expect(made.extra).toEqual(decode(record.extra));
  });
});

describe('LoggerAdapter', () => {
  it('sends every level method through log with the raw arguments', async () => {
    const { getLogger, LoggerAdapter } = await freshCore();
    const calls: unknown[] = [];
    class Watched extends LoggerAdapter {
      override log(level: number, msg: unknown, ...args: unknown[]): void {
        calls.push([level, msg, ...args]);
      }
    }
    const adapter = new Watched(getLogger('a'), {});
    getLogger('a').setLevel(1);
    const fields = { cart: 1 };
    adapter.debug('d %s', 'x', fields);
    adapter.warn('w');
    adapter.fatal('f', fields);
    expect(calls).toEqual([
      [10, 'd %s', 'x', fields],
      [30, 'w'],
      [50, 'f', fields],
    ]);
  });

  it('reads options as options though the message that process made would consume them', async () => {
    const { getLogger, Handler, LoggerAdapter } = await freshCore();
    const messages: string[] = [];
    class Lines extends Handler {
      override emit(record: LogRecord): void {
        messages.push(`${record.getMessage()} ${JSON.stringify(record.extra)}`);
      }
    }
    class Prefixed extends LoggerAdapter {
      override process(msg: unknown, options: object): [unknown, object] {
        return [`%s ${msg}`, options];
      }
    }
    getLogger('a').addHandler(new Lines());
    new Prefixed(getLogger('a'), {}).warning('of %s', 'one', 'two', { b: 2 });
    expect(messages).toEqual(['one of two {"b":2}']);
  });

  it('with() adds fields to those of the adapter below and of the call', async () => {
    const { getLogger, Handler } = await freshCore();
    const fields: Fields[] = [];
    class Keep extends Handler {
      override emit(record: LogRecord): void {
        fields.push(record.extra);
      }
    }
    getLogger('a').addHandler(new Keep());
    getLogger('a').with({ a: 1, b: 1 }).with({ b: 2, c: 2 }).warning('x', { c: 3, d: 4 });
    expect(fields).toEqual([{ a: 1, b: 2, c: 3, d: 4 }]);
  });

  it('exception finds the error as a logger does', async () => {
    const { getLogger, Handler } = await freshCore();
    const thrown: unknown[] = [];
    class Keep extends Handler {
      override emit(record: LogRecord): void {
        thrown.push(record.excInfo);
      }
    }
    getLogger('a').addHandler(new Keep());
    const error = new Error('no');
    getLogger('a').with({ a: 1 }).exception('failed: %s', error);
    expect(thrown).toEqual([error]);
  });
});
