import {
  type DropReason,
  type Entry,
  getPlatform,
  type Store,
  type TakeLimit,
  type Taken,
} from '@loggia/core';
import { type Register, registerCases } from './register.js';

/** The bounds that a case needs its store to have. */
export interface StoreBounds {
  /** Records. */
  readonly capacity: number;
  /** Bytes of the entries. */
  readonly maxBytes: number;
}

/** One promise of a store. */
export interface StoreCase {
  readonly name: string;
  /** Says what the promise is for, in words that the author of a store understands. */
  readonly explanation: string;
  readonly bounds?: Partial<StoreBounds>;
  /** Returns a complaint, or undefined when the store behaves. */
  check(store: Store): Promise<string | undefined>;
}

const DEBUG = 10;
const ERROR = 40;
const ENTRY_BYTES = 10;
const ALL: TakeLimit = { records: 1000, bytes: 1_000_000 };

const entry = (seq: number, levelno: number = DEBUG, session = 'a'): Entry => ({
  session,
  seq,
  levelno,
  bytes: ENTRY_BYTES,
  text: `{"seq":${seq}}`,
  at: getPlatform().now() / 1000,
});

const seqs = (taken: Taken | undefined): string => taken?.entries.map(({ seq }) => seq).join() ?? 'nothing';

const ranges = (taken: Taken | undefined): string =>
  taken?.dropped.map(({ from, to, reason, levelno }) => `${from}-${to} ${reason} ${levelno}`).join() ??
  'nothing';

function differs(what: string, got: unknown, want: unknown): string | undefined {
  return got === want ? undefined : `${what}: got ${got}, want ${want}`;
}

function fill(store: Store, count: number, from = 0): void {
  for (let seq = from; seq < from + count; seq++) store.append(entry(seq));
}

/** Every promise that a store makes. */
export const storeCases: readonly StoreCase[] = [
  {
    name: 'gives the oldest records in the order of seq, whatever their level',
    explanation: 'a receiver orders by seq, and a limit must not reorder what it cuts',
    async check(store) {
      for (const [seq, level] of [DEBUG, ERROR, DEBUG, ERROR].entries()) store.append(entry(seq, level));
      const first = await store.take({ records: 3, bytes: 1000 });
      return differs('records', seqs(first), '0,1,2') ?? differs('emitted', first?.emitted, 3);
    },
  },
  {
    name: 'cuts by bytes, but gives at least one record',
    explanation: 'a record larger than the limit would otherwise never leave the store',
    async check(store) {
      fill(store, 5);
      const two = await store.take({ records: 100, bytes: 2 * ENTRY_BYTES + 5 });
      const one = await store.take({ records: 100, bytes: 1 });
      return differs('within the limit', seqs(two), '0,1') ?? differs('above the limit', seqs(one), '2');
    },
  },
  {
    name: 'keeps what was taken until it is answered for',
    explanation: 'a record that leaves the store when it is sent is lost with the answer',
    async check(store) {
      fill(store, 2);
      const taken = await store.take(ALL);
      const before = store.size().records;
      if (taken) await store.ack(taken);
      return (
        differs('held while sent', before, 2) ?? differs('held after the answer', store.size().records, 0)
      );
    },
  },
  {
    name: 'does not give a record twice at a time, unless it is released',
    explanation: 'two requests at once must not carry the same record; one refused as too large is cut anew',
    async check(store) {
      fill(store, 3);
      const taken = await store.take({ records: 2, bytes: 1000 });
      const others = await store.take(ALL);
      if (taken) store.release(taken);
      const again = await store.take(ALL);
      return differs('while taken', seqs(others), '2') ?? differs('after release', seqs(again), '0,1');
    },
  },
  {
    name: 'acknowledges exactly what was taken',
    explanation: 'records that came in the meantime have not been answered for',
    async check(store) {
      fill(store, 2);
      const taken = await store.take(ALL);
      fill(store, 1, 2);
      if (taken) await store.ack(taken);
      return differs('left', seqs(await store.take(ALL)), '2');
    },
  },
  {
    name: 'gives up the oldest of the lowest level when it has too many',
    explanation: 'memory is bounded, and an error is worth more than the newest debugging record',
    bounds: { capacity: 3 },
    async check(store) {
      for (const [seq, level] of [ERROR, DEBUG, DEBUG, ERROR, DEBUG].entries())
        store.append(entry(seq, level));
      const taken = await store.take(ALL);
      return differs('records', seqs(taken), '0,3,4') ?? differs('drops', ranges(taken), `1-2 full ${DEBUG}`);
    },
  },
  {
    name: 'is bounded by bytes',
    explanation: 'a few large records fill a memory as well as many small ones',
    bounds: { maxBytes: 3 * ENTRY_BYTES },
    async check(store) {
      fill(store, 10);
      return (
        differs('records', seqs(await store.take(ALL)), '7,8,9') ?? differs('bytes', store.size().bytes, 30)
      );
    },
  },
  {
    name: 'does not evict what is on its way',
    explanation: 'the receiver may have taken it: it would be both delivered and declared as dropped',
    bounds: { capacity: 2 },
    async check(store) {
      fill(store, 2);
      const taken = await store.take(ALL);
      fill(store, 3, 2);
      if (taken) await store.ack(taken);
      fill(store, 1, 5);
      return differs('drops', ranges(await store.take(ALL)), `2-4 full ${DEBUG}`);
    },
  },
  {
    name: 'tells of every drop as it happens',
    explanation: 'the account of a handler adds up only if each drop is counted once, with its reason',
    bounds: { capacity: 2 },
    async check(store) {
      const told: [DropReason, number][] = [];
      store.onDrop = (reason, records) => told.push([reason, records]);
      fill(store, 3);
      const taken = await store.take(ALL);
      if (taken) await store.giveUp(taken, 'refused');
      const want = '[["full",1],["refused",2]]';
      return differs('told', JSON.stringify(told), want) ?? differs('held', store.size().records, 0);
    },
  },
  {
    name: 'declares drops until they are acknowledged, and then no more',
    explanation: 'a receiver can tell a loss from a delay only if it hears of every drop',
    bounds: { capacity: 1 },
    async check(store) {
      fill(store, 3);
      const lost = await store.take(ALL);
      if (lost) store.release(lost);
      const told = await store.take(ALL);
      fill(store, 2, 3);
      if (told) await store.ack(told);
      const later = await store.take(ALL);
      if (later) await store.ack(later);
      return (
        differs('before', ranges(told), `0-1 full ${DEBUG}`) ??
        differs('what came while it was sent', ranges(later), `3-4 full ${DEBUG}`) ??
        differs('in the end', ranges(await store.take(ALL)), 'nothing')
      );
    },
  },
  {
    name: 'gives drops even without records, and keeps those of a batch that is given up',
    explanation: 'the last records of a session may be among the dropped',
    async check(store) {
      fill(store, 1);
      const taken = await store.take(ALL);
      if (taken) await store.giveUp(taken, 'tooLarge');
      const told = await store.take(ALL);
      return differs('records', seqs(told), '') ?? differs('drops', ranges(told), `0-0 tooLarge ${DEBUG}`);
    },
  },
  {
    name: 'gives the records of every session before drops alone',
    explanation: 'drops may wait for a record to go with: records of another session must not wait with them',
    bounds: { capacity: 1 },
    async check(store) {
      store.append(entry(0, DEBUG, 'a'));
      store.append(entry(0, ERROR, 'b'));
      const records = await store.take(ALL);
      const drops = await store.take(ALL);
      return (
        differs('first', `${records?.session}${seqs(records)}`, 'b0') ??
        differs('then', `${drops?.session} ${ranges(drops)}`, `a 0-0 full ${DEBUG}`)
      );
    },
  },
  {
    name: 'never mixes two sessions',
    explanation: 'a seq says nothing without its session',
    async check(store) {
      store.append(entry(0, DEBUG, 'a'));
      store.append(entry(0, DEBUG, 'b'));
      const one = await store.take(ALL);
      const other = await store.take(ALL);
      const sessions = [one?.session, other?.session].sort().join();
      return differs('sessions', sessions, 'a,b') ?? differs('each', `${seqs(one)};${seqs(other)}`, '0;0');
    },
  },
  {
    name: 'prefers the highest levels at the last moment, and stays within the limit',
    explanation: 'what may outlive a page is little, and an error must be part of it',
    async check(store) {
      for (const [seq, level] of [DEBUG, ERROR, DEBUG, ERROR].entries()) store.append(entry(seq, level));
      const some = store.takeNow({ records: 100, bytes: 3.5 * ENTRY_BYTES });
      const none = store.takeNow({ records: 100, bytes: 1 });
      return differs('taken', seqs(some), '0,1,3') ?? differs('without room', none && seqs(none), undefined);
    },
  },
];

/** Registers one test per promise. `create` makes an empty store with these bounds. */
export function describeStore(
  test: Register,
  title: string,
  create: (bounds: StoreBounds) => Store | Promise<Store>,
): void {
  registerCases(test, title, storeCases, async ({ bounds, check }) =>
    check(await create({ capacity: 1000, maxBytes: 1_000_000, ...bounds })),
  );
}
