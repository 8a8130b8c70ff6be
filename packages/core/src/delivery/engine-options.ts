import type { LogRecord } from '../record.js';
import type { EncodedRecord } from './record-json.js';
import type { Store, TakeLimit, Taken } from './store.js';
import type { Transport } from './transport.js';

/**
 * What an engine works with.
 *
 * @example
 * ```ts
 * import { DeliveryEngine, ERROR, makeLogRecord, memoryStore } from '@loggia/core';
 * const engine = new DeliveryEngine({
 *   store: memoryStore(),
 *   transport: { send: async () => ({ kind: 'accepted', duplicates: 0, rejected: [] }) },
 *   encodeRecord(record) {
 *     const text = JSON.stringify(record);
 *     return { text, bytes: text.length, truncated: false };
 *   },
 *   encodeBatch: ({ entries }) => entries.map(({ text }) => text).join('\n'),
 *   envelopeBytes: 0,
 *   declaresDrops: false,
 *   batch: { records: 100, bytes: 32_768 },
 *   flushInterval: 2_000,
 *   flushLevel: ERROR,
 *   retry: { base: 1_000, cap: 60_000 },
 * });
 * engine.emit(makeLogRecord({ msg: 'open' }));
 * await engine.close();
 * engine.stats.delivered; // 1
 * ```
 */
export interface EngineOptions {
  readonly store: Store;
  readonly transport: Transport;
  /** The record as it goes into a request. What it throws, `emit` throws. */
  readonly encodeRecord: (record: LogRecord, seq: number) => EncodedRecord;
  readonly encodeBatch: (taken: Taken) => string;
  /** What surrounds the records in an encoded batch, in bytes. */
  readonly envelopeBytes: number;
  /** Whether an encoded batch tells of drops, so that one without records is worth sending. */
  readonly declaresDrops: boolean;
  /** How much one request carries at most. As soon as as much waits, it is sent. */
  readonly batch: TakeLimit;
  /** Milliseconds that a record waits for company. */
  readonly flushInterval: number;
  /** Records of this level and above are sent at once. */
  readonly flushLevel: number;
  /** Milliseconds; see `RetryOptions`. */
  readonly retry: { readonly base: number; readonly cap: number };
}
