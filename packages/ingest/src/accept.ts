import { type LogRecord, makeLogRecord, reportError } from '@loggia/core';
import type { Counts } from './counts.js';
import type { Sessions } from './dedupe.js';
import { comeBack, type Refusal } from './refusal.js';
import type { Batch, Rejection } from './validate.js';

/** Seconds after which a client may try a failed sink again. */
const SINK_RETRY_SECONDS = 5;

/** How a request came. */
export interface Arrival {
  /** When, in seconds since the epoch. */
  readonly receivedAt: number;
  /** The address that it came from, as the server says; null if it does not say. */
  readonly peer: string | null;
}

/** What is known of a record beside itself. The client says `session`, `seq`, `sentAt` and `resource`. */
export interface IngestContext extends Arrival {
  readonly session: string;
  /** With `session` the record's identity. */
  readonly seq: number;
  /** When the client sent the batch, in seconds since the epoch by its clock; null if it does not say. */
  readonly sentAt: number | null;
  /** Seconds by which the client's clock is ahead, the time on the way taken off; null if it does not say. */
  readonly skew: number | null;
  /** What the client says of itself: service, release, environment and the like. */
  readonly resource: Readonly<Record<string, unknown>>;
  /** The request, its body read. */
  readonly request: Request;
}

/** What an answer of 200 tells the client. */
export interface IngestAnswer {
  readonly accepted: number;
  /** Records that had been accepted before. */
  readonly duplicates: number;
  /** Records that will never be accepted, so sending them again is no use. */
  readonly rejected: readonly Rejection[];
}

/** What takes the records. */
export interface Sink {
  readonly sessions: Sessions;
  readonly counts: Counts;
  readonly onRecord: (record: LogRecord, context: IngestContext) => unknown;
}

/**
 * Gives the new records of a batch to the sink, one after the other, and marks each as it was taken. With a sink
 * and a store that need not be waited for nothing comes between the records and their marks.
 *
 * @throws Refusal 503 if the sink or the store fails.
 */
export async function accept(
  batch: Batch,
  request: Request,
  { receivedAt, peer }: Arrival,
  { sessions, counts, onRecord }: Sink,
): Promise<IngestAnswer> {
  const { session: id, sentAt, resource, records, rejected } = batch;
  const skew = sentAt === null ? null : Math.round((sentAt - receivedAt) * 1000) / 1000;
  const session = await orComeBack(() => sessions.open(id));
  let accepted = 0;
  let hasNews = session.noteEmitted(batch.emitted);
  try {
    for (const { seq, wire } of records) {
      if (session.window.has(seq)) continue;
      // Over what was sent, so that no client can say it in our place.
      wire.extra = Object.assign(wire.extra ?? {}, { receivedAt, skew, peer });
      const record = makeLogRecord(wire);
      const context = { receivedAt, peer, session: id, seq, sentAt, skew, resource, request };
      const taking = call(() => onRecord(record, context));
      if (isThenable(taking)) await orComeBack(() => taking);
      session.window.add(seq);
      accepted++;
    }
    for (const { seq, why } of rejected) {
      if (seq !== null && !session.reject(seq)) continue;
      counts.addRejected(why);
      hasNews = true;
    }
    // Only now: below a declared drop may lie what this very batch brought.
    for (const [reason, added] of session.declare(batch.dropped)) {
      counts.addDropped(reason, added);
      hasNews ||= added > 0;
    }
  } finally {
    counts.accepted += accepted;
    // Also of a batch that failed half-way: what the sink took must not be taken again.
    if (accepted > 0 || hasNews) await orComeBack(() => sessions.save(id, session));
  }
  const duplicates = records.length - accepted;
  counts.duplicates += duplicates;
  return { accepted, duplicates, rejected: rejected.map(({ seq, reason }) => ({ seq, reason })) };
}

/** Runs what the user supplied; if it fails, the client shall come again, and the operator shall know. */
export async function orComeBack<T>(run: () => T): Promise<Awaited<T>> {
  try {
    return await run();
  } catch (error) {
    throw unavailable(error);
  }
}

function call<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw unavailable(error);
  }
}

function unavailable(error: unknown): Refusal {
  reportError(null, error);
  return comeBack(503, 'the records cannot be taken now', SINK_RETRY_SECONDS);
}

function isThenable(value: unknown): boolean {
  return typeof (value as PromiseLike<unknown> | null | undefined)?.then === 'function';
}
