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

describe('memoryStore in front of a disk', () => {
  const drops = [{ from: 2, to: 4, reason: 'full', levelno: 10 }] as const;

  it('gives what an earlier run left before its own, and then forgets the session', () => {
    const store = memoryStore();
    store.append(entry(0));
    store.adopt('old', 9, drops);
    store.append({ ...entry(5), session: 'old' });
    const old = store.take(ALL);
    expect(old).toMatchObject({ session: 'old', emitted: 9, dropped: drops });
    expect(store.ledgers().get('old')).toEqual(drops);
    store.ack(old!);
    expect([...store.ledgers().keys()]).toEqual(['s']);
  });

  it('counts a drop once that it is told of twice', () => {
    const store = memoryStore();
    store.adopt('old', 9, drops);
    store.adopt('old', 9, [{ from: 3, to: 6, reason: 'full', levelno: 10 }]);
    expect(store.ledgers().get('old')).toEqual([{ from: 2, to: 6, reason: 'full', levelno: 10 }]);
  });

  it('says which record is dropped, and drops the oldest when its bounds are lowered', () => {
    const store = memoryStore();
    const told: unknown[] = [];
    store.onDrop = (reason, records, dropped) => told.push([reason, records, dropped?.seq]);
    for (let seq = 0; seq < 3; seq++) store.append(entry(seq));
    store.capacity = 1;
    store.trim();
    expect(told).toEqual([
      ['full', 1, 0],
      ['full', 1, 1],
    ]);
  });

  it('gives up what is older than its age', () => {
    const store = memoryStore({ maxAge: 60 });
    store.append(entry(0));
    store.append({ ...entry(1), at: Date.now() / 1000 });
    const taken = store.take(ALL);
    expect(taken?.entries.map(({ seq }) => seq)).toEqual([1]);
    expect(taken?.dropped).toEqual([{ from: 0, to: 0, reason: 'expired', levelno: 10 }]);
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
