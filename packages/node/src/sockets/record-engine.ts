import {
  DeliveryEngine,
  type LogRecord,
  memoryStore,
  type Outcome,
  type Store,
  type TakeLimit,
} from '@loggia/core';

/** Some 100 MB of a busy server's records would be too much, some seconds of them too little. */
const DEFAULT_CAPACITY = { capacity: 100_000, maxBytes: 64 * 2 ** 20 };

/** What makes bytes of records, and sends them. */
export interface RecordLine {
  readonly store: Store | undefined;
  readonly batch: TakeLimit;
  encode(record: LogRecord): Uint8Array;
  /** `seq` is the first one in `bytes`, within `session`. */
  send(bytes: Uint8Array, session: string, seq: number): Promise<Outcome>;
}

/** A delivery engine for records that are bytes. It sends at the end of the turn in which a record was logged. */
export function recordEngine(line: RecordLine): DeliveryEngine {
  return new DeliveryEngine({
    store: line.store ?? memoryStore(DEFAULT_CAPACITY),
    transport: {
      send: ({ session, seqs, body }) => line.send(Buffer.from(body, 'latin1'), session, seqs[0] ?? 0),
    },
    // Stores keep texts: each character stands for one byte.
    encodeRecord(record) {
      const bytes = Buffer.from(line.encode(record));
      return { text: bytes.toString('latin1'), bytes: bytes.length, truncated: false };
    },
    encodeBatch: ({ entries }) => entries.map(({ text }) => text).join(''),
    envelopeBytes: 0,
    declaresDrops: false,
    batch: line.batch,
    flushInterval: 0,
    flushLevel: Number.NEGATIVE_INFINITY,
    // The line says how long to wait.
    retry: { base: 0, cap: 0 },
  });
}
