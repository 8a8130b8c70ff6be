import { WARNING } from '@loggia/core';
import type { Put } from './chunks.js';
import { isChunk, type RowKey } from './row-key.js';

/** What chunks hold, or may hold. */
export interface Sum {
  readonly records: number;
  readonly bytes: number;
}

export function sumOf(keys: Iterable<RowKey>): Sum {
  let [records, bytes] = [0, 0];
  for (const key of keys) {
    if (!isChunk(key)) continue;
    bytes += key[4];
    records += key[5];
  }
  return { records, bytes };
}

/** What is there when these rows are gone, and these put. */
export function sumAfter(keys: readonly RowKey[], gone: readonly RowKey[], puts: readonly Put[]): Sum {
  const rows = new Map(keys.map((key) => [String(key), key]));
  for (const key of gone) rows.delete(String(key));
  for (const [key] of puts) rows.set(String(key), key);
  return sumOf(rows.values());
}

export function isBeyond(sum: Sum, bounds: Sum): boolean {
  return sum.records > bounds.records || sum.bytes > bounds.bytes;
}

/**
 * Chooses chunks that have to go: the oldest first, those of warnings and above last.
 *
 * @param sum - What there is, these and others.
 * @returns Their keys, and the sum of the warnings that stay.
 */
export function evict(chunks: readonly RowKey[], { records, bytes }: Sum, bounds: Sum): [RowKey[], Sum] {
  const isWarning = (key: RowKey): boolean => key[3] >= WARNING;
  const warnings = chunks.filter(isWarning);
  const gone = [...chunks.filter((key) => !isWarning(key)), ...warnings].filter((key) => {
    if (!isBeyond({ records, bytes }, bounds)) return false;
    bytes -= key[4];
    records -= key[5];
    return true;
  });
  return [gone, sumOf(warnings.filter((key) => !gone.includes(key)))];
}
