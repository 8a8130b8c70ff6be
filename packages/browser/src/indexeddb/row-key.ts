import type { DropRange, DropReason, Entry } from '@loggia/core';

/**
 * The key of a row. It begins with when the page began, which is also the name of its life's lock, and the session.
 *
 * - A chunk of records goes on with the first seq, the highest level, the bytes and the count, and the seqs as pairs of
 *   from and to: what a chunk is can be told without reading it, though it may be unreadable.
 * - What the page has to declare of a session goes on with {@link LEDGER}.
 * - That the page ended as it should is said by {@link CLOSED}.
 */
export type RowKey = [
  start: number,
  session: string,
  first: number,
  levelno: number,
  bytes: number,
  count: number,
  ...pairs: number[],
];

export const LEDGER = -1;
export const CLOSED = -2;

/** As it is stored: names would take half of the room. */
export type EntryRow = readonly [seq: number, levelno: number, bytes: number, text: string, at: number];

/** @param entries - Of one session, in the order of seq. */
export function chunkKey(start: number, entries: readonly Entry[]): RowKey {
  const pairs: number[] = [];
  let bytes = 0;
  let highest = 0;
  for (const entry of entries) {
    bytes += entry.bytes;
    highest = Math.max(highest, entry.levelno);
    if (pairs.at(-1) === entry.seq - 1) pairs.pop();
    else pairs.push(entry.seq);
    pairs.push(entry.seq);
  }
  const [{ session, seq }] = entries as [Entry];
  return [start, session, seq, highest, bytes, entries.length, ...pairs];
}

/** The drop of a whole chunk. */
export function chunkDrops([, , , levelno, , , ...pairs]: RowKey, reason: DropReason): DropRange[] {
  return pairs.flatMap((from, i) => (i % 2 ? [] : { from, to: pairs[i + 1]!, reason, levelno }));
}

export function isChunk([, , first]: RowKey): boolean {
  return first >= 0;
}

export function toRow({ seq, levelno, bytes, text, at }: Entry): EntryRow {
  return [seq, levelno, bytes, text, at];
}

/** What a chunk holds; undefined if that is not what its key says. */
export function readChunk([, session, , , , count]: RowKey, value: unknown): Entry[] | undefined {
  if (!Array.isArray(value) || value.length !== count) return undefined;
  const entries = (value as EntryRow[]).map((row) => {
    const [seq, levelno, bytes, text, at] = Array.isArray(row) ? row : [];
    return { session, seq, levelno, bytes, text, at } as Entry;
  });
  return entries.every(({ text, at }) => typeof text === 'string' && typeof at === 'number')
    ? entries
    : undefined;
}
