import type { DropRange, DropReason, Entry, Taken } from '@loggia/core';
import type { JournalLine } from './journal.js';

/** What was left of a session. */
export interface SessionRemains {
  emitted: number;
  /** Never sent, as far as is known. */
  readonly entries: Map<number, Entry>;
  /** What the receiver may have got, or has to be told of: sent as it was. */
  readonly batches: Taken[];
  /** Numbers that no line tells of. */
  readonly missing: ReadonlySet<number>;
}

export function entryLine({ session, seq, levelno, bytes, at, text }: Entry): JournalLine {
  return ['+', session, seq, levelno, bytes, at, text];
}

/** @param id - A number of the batch, for {@link settledLine}. */
export function takenLine(id: number, { session, emitted, entries, dropped }: Taken): JournalLine {
  return ['t', session, id, emitted, entries.map((entry) => entry.seq), dropped];
}

/** @param reason - Why its records were given up; null if the receiver has answered for all. */
export function settledLine(id: number, { session }: Taken, reason: DropReason | null): JournalLine {
  return ['-', session, id, reason];
}

/** Where a session's numbers are when a journal begins with what was left of another. */
export function sessionLine(session: string, emitted: number): JournalLine {
  return ['s', session, emitted];
}

interface Batch {
  readonly seqs: readonly number[];
  readonly dropped: readonly DropRange[];
  reason?: DropReason;
}

/** A session while its lines are read. */
interface Reading extends SessionRemains {
  readonly sent: Map<unknown, Batch>;
  readonly missing: Set<number>;
}

/** What the lines of a journal come to, by session. A number that is missing among them was in a spoilt line. */
export function replay(lines: readonly JournalLine[]): Map<string, SessionRemains> {
  const sessions = new Map<string, Reading>();
  for (const [kind, name, ...rest] of lines) {
    const session = String(name);
    const reading = sessions.get(session) ?? newReading();
    sessions.set(session, reading);
    const { entries, sent } = reading;
    if (kind === '+') {
      const [seq, levelno, bytes, at, text] = rest as [number, number, number, number, string];
      noteSeq(reading, seq);
      entries.set(seq, { session, seq, levelno, bytes, at, text });
    } else if (kind === 't') {
      const [id, emitted, seqs, dropped] = rest as [unknown, number, number[], DropRange[]];
      reading.emitted = Math.max(reading.emitted, emitted);
      sent.set(id, { seqs, dropped });
    } else if (kind === '-') settle(reading, ...(rest as [unknown, DropReason | null]));
    else if (kind === 's') reading.emitted = Math.max(reading.emitted, rest[0] as number);
  }
  for (const [session, reading] of sessions) restoreBatches(session, reading);
  return sessions;
}

function newReading(): Reading {
  return { emitted: -1, entries: new Map(), batches: [], sent: new Map(), missing: new Set() };
}

function noteSeq(reading: Reading, seq: number): void {
  const { emitted, missing } = reading;
  if (emitted >= 0) for (let gone = emitted + 1; gone < seq; gone++) missing.add(gone);
  reading.emitted = Math.max(emitted, seq);
}

function settle({ sent, entries, missing }: Reading, id: unknown, reason: DropReason | null): void {
  const batch = sent.get(id);
  if (batch === undefined) return;
  if (reason !== null) {
    batch.reason = reason;
    return;
  }
  sent.delete(id);
  for (const seq of batch.seqs) {
    entries.delete(seq);
    missing.delete(seq);
  }
}

/** The drops of entries that are given up. */
export function rangesOf(entries: readonly Entry[], reason: DropReason): DropRange[] {
  return entries.map(({ seq, levelno }) => ({ from: seq, to: seq, reason, levelno }));
}

function restoreBatches(session: string, { emitted, batches, entries, sent, missing }: Reading): void {
  const keep = (held: readonly Entry[], dropped: readonly DropRange[]): void => {
    if (held.length + dropped.length > 0) batches.push({ session, emitted, entries: held, dropped });
  };
  for (const { seqs, dropped, reason } of sent.values()) {
    const held = seqs.flatMap((seq) => entries.get(seq) ?? []);
    for (const { seq } of held) entries.delete(seq);
    // The receiver has been told that these are lost, though their lines are still there.
    for (const seq of entries.keys()) {
      if (dropped.some(({ from, to }) => seq >= from && seq <= to)) entries.delete(seq);
    }
    if (reason === undefined) keep(held, dropped);
    else keep([], [...dropped, ...rangesOf(held, reason)]);
  }
  const lost: DropRange[] = [...missing].map((seq) => ({
    from: seq,
    to: seq,
    reason: 'corrupt',
    levelno: 0,
  }));
  keep([], lost);
}
