import { describeStore } from '@loggia/testing';
import { describe, expect, it } from 'vitest';
import { memoryStore } from './memory-store.js';
import type { Entry, Store } from './store.js';

const entry = (seq: number, levelno = 10): Entry => ({
  session: 's',
  seq,
  levelno,
  bytes: 10,
  text: '{}',
  at: 0,
});
const ALL = { records: 100_000, bytes: 1e9 };

describeStore(it, 'memoryStore', memoryStore);

describe('memoryStore', () => {
  it('holds 10,000 records or 2 MiB unless told otherwise', () => {
    const store = memoryStore();
    for (let seq = 0; seq < 10_001; seq++) store.append(entry(seq));
    expect(store.size().records).toBe(10_000);
    store.append({ ...entry(10_001), bytes: 2 ** 21 - 50 });
    expect(store.size()).toMatchObject({ records: 6, bytes: 2 ** 21 });
  });

  it('stays bounded under a burst of every level, drop ranges included, and forgets nothing', () => {
    const store = memoryStore({ capacity: 50 });
    let dropped = 0;
    store.onDrop = (_, records) => {
      dropped += records;
    };
    for (let seq = 0; seq < 20_000; seq++) store.append(entry(seq, [10, 20, 30, 10, 40][seq % 5]));
    expect(dropped).toBe(19_950);
    // Neighbours of different level are kept apart up to 1,000, then merged.
    expect(store.size().drops).toBeLessThan(1100);
    const taken = store.take(ALL);
    const declared = (taken as ReturnType<Store['takeNow']>)?.dropped ?? [];
    expect(declared.reduce((sum, { from, to }) => sum + to - from + 1, 0)).toBe(19_950);
  });

  it('drops the new record itself when all others matter more', () => {
    const store = memoryStore({ capacity: 2 });
    store.append(entry(0, 40));
    store.append(entry(1, 40));
    store.append(entry(2, 10));
    expect(store.takeNow(ALL)?.entries.map(({ seq }) => seq)).toEqual([0, 1]);
  });
});

describe('describeStore', () => {
  const failures = async (broken: (store: Store) => Store): Promise<string[]> => {
    const failed: string[] = [];
    const bodies: Promise<void>[] = [];
    const register = (name: string, body: () => Promise<void>): void => {
      bodies.push(body().catch(() => void failed.push(name)));
    };
    describeStore(register, 'x', (bounds) => broken(memoryStore(bounds)));
    await Promise.all(bodies);
    return failed;
  };

  it('passes a store that behaves', async () => {
    expect(await failures((store) => store)).toEqual([]);
  });

  it('catches a store that forgets what is taken, one without bounds, and one that never forgets', async () => {
    const forgets = (store: Store): Store => {
      const { take } = store;
      store.take = (limit) => {
        const taken = take.call(store, limit);
        if (taken && !(taken instanceof Promise)) store.ack(taken);
        return taken;
      };
      return store;
    };
    const keeps = (store: Store): Store => {
      store.ack = () => {};
      return store;
    };
    expect(await failures(forgets)).toContain('x: keeps what was taken until it is answered for');
    expect(await failures(keeps)).toContain(
      'x: declares drops until they are acknowledged, and then no more',
    );
    expect(await failures(() => memoryStore())).toContain('x: is bounded by bytes');
  });
});
