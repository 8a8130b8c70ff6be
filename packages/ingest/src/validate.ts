import type { WireRecord } from '@loggia/core';
import { dropReason } from './counts.js';
import { Invalid, type RejectionCause } from './invalid.js';
import { Refusal } from './refusal.js';
import type { Rules } from './rules.js';
import type { SeqRange } from './seq-ranges.js';
import { tidy } from './tidy.js';
import { byteLength, checkRecord, isObject, MAX_RECORD_BYTES } from './validate-record.js';

/** A record that is not taken, and will not be if it is sent again. */
export interface Rejection {
  /** Null if the record has no `seq` that is one. */
  readonly seq: number | null;
  readonly reason: string;
}

/** A rejection with what it is counted as. */
export interface CountedRejection extends Rejection {
  readonly why: RejectionCause;
}

/** Numbers that the client has declared as dropped. */
export interface DeclaredDrop extends SeqRange {
  readonly reason: string;
}

/** A record with its number in the session. */
export interface NumberedRecord {
  readonly seq: number;
  readonly wire: WireRecord;
}

/** A batch of which everything has been checked. */
export interface Batch {
  readonly session: string;
  /** The last number that the client has given to a record, -1 if it does not say. */
  readonly emitted: number;
  /** Seconds since the epoch by the client's clock. */
  readonly sentAt: number | null;
  /** What the client says of itself: service, release, environment and the like. Plain JSON of any shape. */
  readonly resource: Readonly<Record<string, unknown>>;
  readonly dropped: readonly DeclaredDrop[];
  /** By `seq`, lowest first. */
  readonly records: readonly NumberedRecord[];
  readonly rejected: readonly CountedRejection[];
}

const isSeq = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

/**
 * Reads a batch. A bad record is rejected by itself, with its reason; a bad batch is refused as a whole.
 *
 * @throws Refusal 400, or 413 for too many records.
 */
export function parseBatch(text: string, maxRecords: number, rules: Rules): Batch {
  const sent = parseJSON(text);
  if (!isObject(sent)) throw new Refusal(400, 'the batch must be a JSON object');
  const { v, session, emitted, sentAt, resource, dropped, records } = sent;
  if (v !== 1) throw new Refusal(400, 'v must be 1, the version of the wire form that is spoken here');
  // An identity is compared and kept, never printed; still, it must not be able to upset a log.
  if (typeof session !== 'string' || !/^[\x20-\x7e]{1,128}$/.test(session)) {
    throw new Refusal(400, 'session must be a string of 1 to 128 printable ASCII characters');
  }
  if (!isAbsent(emitted) && !isSeq(emitted) && emitted !== -1) {
    throw new Refusal(400, 'emitted must be an integer from -1');
  }
  if (!isAbsent(sentAt) && !Number.isFinite(sentAt)) throw new Refusal(400, 'sentAt must be a number');
  if (!isAbsent(resource)) checkResource(resource, rules);
  if (!Array.isArray(records)) throw new Refusal(400, 'records must be an array');
  if (records.length > maxRecords) throw new Refusal(413, `more than ${maxRecords} records in one batch`);
  return {
    session,
    emitted: (emitted as number | undefined) ?? -1,
    sentAt: (sentAt as number | undefined) ?? null,
    resource: (resource as Record<string, unknown> | undefined) ?? {},
    dropped: parseDropped(dropped),
    ...parseRecords(records, rules, byteLength(text) <= MAX_RECORD_BYTES),
  };
}

function parseJSON(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal(400, 'the body is not JSON');
  }
}

function checkResource(resource: unknown, { clean }: Rules): void {
  if (!isObject(resource)) throw new Refusal(400, 'resource must be an object');
  try {
    tidy(resource, 'resource', clean);
  } catch (error) {
    if (error instanceof Invalid) throw new Refusal(400, `resource: ${error.message}`);
    throw error;
  }
}

function parseDropped(dropped: unknown): DeclaredDrop[] {
  if (isAbsent(dropped)) return [];
  if (!Array.isArray(dropped)) throw new Refusal(400, 'dropped must be an array');
  return dropped.map((range: unknown, index) => {
    const { from, to, reason } = isObject(range) ? range : {};
    if (isSeq(from) && isSeq(to) && from <= to) return { from, to, reason: dropReason(reason) };
    throw new Refusal(400, `dropped[${index}] must have integers from and to, in this order`);
  });
}

function parseRecords(
  sent: readonly unknown[],
  rules: Rules,
  areSmall: boolean,
): Pick<Batch, 'records' | 'rejected'> {
  const records: NumberedRecord[] = [];
  const rejected: CountedRejection[] = [];
  for (const one of sent) {
    const seq = isObject(one) && isSeq(one['seq']) ? one['seq'] : null;
    try {
      if (!isObject(one)) throw new Invalid('schema', 'a record must be an object');
      if (seq === null) throw new Invalid('schema', 'seq must be an integer from 0');
      records.push({ seq, wire: checkRecord(one, rules, areSmall) });
    } catch (error) {
      if (!(error instanceof Invalid)) throw error;
      rejected.push({ seq, reason: error.message, why: error.why });
    }
  }
  records.sort((a, b) => a.seq - b.seq);
  return { records, rejected };
}

function isAbsent(value: unknown): value is null | undefined {
  return value === undefined || value === null;
}
