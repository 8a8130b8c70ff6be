import { describe, expect, it } from 'vitest';
import { freshCore } from '../fresh.testing.js';
import type { LogRecord } from '../record.js';
import { filterFunction } from '../tree-script.testing.js';
import { loadVectors } from '../vectors.testing.js';

interface MemoryCase {
  id: string;
  setup: {
    class: 'MemoryHandler' | 'BufferingHandler';
    capacity: number;
    flushLevel?: number;
    flushOnClose?: boolean;
    targets: Record<string, { level?: number; filter?: Record<string, unknown> }>;
    target?: string;
  };
  ops: [string, ...never[]][];
  expect: { results: { emitted: [string, string][]; buffer: string[]; error?: unknown }[] };
}

async function start({ setup }: MemoryCase) {
  const core = await freshCore();
  let emitted: [string, string][] = [];
  const targets = new Map<string, InstanceType<typeof core.Handler>>();
  for (const [id, { level = 0, filter }] of Object.entries(setup.targets)) {
    class Target extends core.Handler {
      override emit(record: LogRecord): void {
        emitted.push([id, record.getMessage()]);
      }
    }
    const target = new Target(level);
    if (filter !== undefined) target.addFilter(filterFunction(filter, core));
    targets.set(id, target);
  }
  const { flushLevel, flushOnClose, target } = setup;
  const handler =
    setup.class === 'BufferingHandler'
      ? new core.BufferingHandler(setup.capacity)
      : new core.MemoryHandler(setup.capacity, {
          ...(flushLevel === undefined ? {} : { flushLevel }),
          ...(flushOnClose === undefined ? {} : { flushOnClose }),
          target: targets.get(target ?? '') ?? null,
        });
  const memory = handler as InstanceType<typeof core.MemoryHandler>;
  const steps: Record<string, (...args: never[]) => unknown> = {
    emit: (levelno, msg) => handler.handle(core.makeLogRecord({ levelno, msg })),
    flush: () => handler.flush(),
    close: () => handler.close(),
    setTarget: (id) => memory.setTarget(targets.get(id) ?? null),
    setLevel: (level) => handler.setLevel(level),
    setCapacity: (capacity) => {
      handler.capacity = capacity;
    },
    shutdown: () => core.shutdown([handler]),
  };
  return async ([name, ...args]: [string, ...never[]]) => {
    emitted = [];
    await steps[name]?.(...args);
    return { emitted, buffer: handler.buffer.map((record) => record.getMessage()) };
  };
}

describe('MemoryHandler and BufferingHandler, as CPython', () => {
  it.each(loadVectors<MemoryCase>('memoryhandler'))('$id', async (vector) => {
    const step = await start(vector);
    for (const [index, op] of vector.ops.entries()) {
      expect(await step(op), `${index}: ${JSON.stringify(op)}`).toEqual(vector.expect.results[index]);
    }
  });
});

describe('MemoryHandler', () => {
  it('as a flight recorder keeps the newest records and ships them, oldest first, when an error comes', async () => {
    const { getLogger, Handler, MemoryHandler } = await freshCore();
    const shipped: string[] = [];
    class Ship extends Handler {
      override emit(record: LogRecord): void {
        shipped.push(record.getMessage());
      }
    }
    const recorder = new MemoryHandler(3, {
      target: new Ship(),
      overflow: 'drop-oldest',
      flushOnClose: false,
    });
    const log = getLogger('shop');
    log.setLevel('DEBUG');
    log.addHandler(recorder);
    for (let i = 0; i < 5; i++) log.debug('step %d', i);
    expect(shipped).toEqual([]);
    log.error('failed');
    expect(shipped).toEqual(['step 2', 'step 3', 'step 4', 'failed']);
    expect(recorder.discarded).toBe(2);
    log.debug('after');
    await recorder.close();
    expect(shipped).toHaveLength(4);
  });

  it('is bounded though it has no target', async () => {
    const { makeLogRecord, MemoryHandler } = await freshCore();
    const handler = new MemoryHandler(2);
    for (let i = 0; i < 10_005; i++) handler.handle(makeLogRecord({ msg: 'x', levelno: 10 }));
    expect([handler.buffer.length, handler.discarded]).toEqual([10_000, 5]);
  });
});
