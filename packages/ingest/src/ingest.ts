import { type LogRecord, loggerSink, makeLogRecord, reportError } from '@loggia/core';
import { readBody } from './body.js';
import { type CorsHeaders, METHODS, originCheck, preflightAnswer } from './cors.js';
import { type DedupeOptions, mergeRanges, Sessions } from './dedupe.js';
import { comeBack, Refusal } from './refusal.js';
import { Turns } from './turns.js';
import { type Batch, parseBatch, type Rejection } from './validate.js';

/** Seconds after which a client may try a failed sink again, and a refused one the rate limit. */
const SINK_RETRY_SECONDS = 5;
const RATE_RETRY_SECONDS = 10;

/** What is known of a record beside itself. All but `request` is what the client says. */
export interface IngestContext {
  readonly session: string;
  /** With `session` the record's identity. */
  readonly seq: number;
  /** When the client sent the batch, in seconds since the epoch by its clock; null if it does not say. */
  readonly sentAt: number | null;
  /** What the client says of itself: service, release, environment and the like. */
  readonly resource: Readonly<Record<string, unknown>>;
  /** The request, its body read. */
  readonly request: Request;
}

/** Options of {@link createIngest}. */
export interface IngestOptions {
  /**
   * Takes each new record, in the order of the session, and is waited for. When it returns, the record is
   * acknowledged; when it throws or rejects, the client is asked to send again what was not taken yet.
   * Default: the record goes to `getLogger(record.name).handle(record)`.
   */
  readonly onRecord?: ((record: LogRecord, context: IngestContext) => unknown) | undefined;
  /** Bytes of a body as it comes over the wire. Default 1,048,576. Unpacked it may have four times as many. */
  readonly maxBodyBytes?: number | undefined;
  /** Records of one batch. Default 1,000. */
  readonly maxRecords?: number | undefined;
  /** The origins whose pages may send, exactly as browsers write them. Default: any, but only same-origin pages can read the answer. */
  readonly allowOrigins?: readonly string[] | undefined;
  /** Decides before the body is read who may send; false means 401. Default: everybody. */
  readonly authorize?: ((request: Request) => boolean | 401 | 403 | Promise<boolean | 401 | 403>) | undefined;
  /**
   * Asked before anything costs much: true lets the request pass; false, or a number of seconds to wait,
   * answers 429. 0 lets pass too. Default: no limit.
   */
  readonly rateLimit?: ((request: Request) => boolean | number | Promise<boolean | number>) | undefined;
  readonly dedupe?: DedupeOptions | undefined;
}

/** What an answer of 200 tells the client. */
export interface IngestAnswer {
  readonly accepted: number;
  /** Records that had been accepted before. */
  readonly duplicates: number;
  /** Records that will never be accepted, so sending them again is no use. */
  readonly rejected: readonly Rejection[];
}

/**
 * Makes the endpoint that takes what `HTTPHandler` ships: a function from a request to its answer, for any
 * server that speaks the Fetch standard's classes (for `node:http` see `toNodeListener`).
 *
 * The answer comes after all records were taken by `onRecord`, each once however often it is sent.
 * The function never rejects, whatever it is sent.
 *
 * @throws TypeError or RangeError for options that cannot work.
 *
 * @example
 * ```ts
 * import { createServer } from 'node:http';
 * import { createIngest, toNodeListener } from '@loggia/ingest';
 * const ingest = createIngest({ allowOrigins: ['https://shop.example'] });
 * createServer(toNodeListener(ingest)).listen(0, '127.0.0.1'); // 0: any free port
 * ```
 */
export function createIngest(options: IngestOptions = {}): (request: Request) => Promise<Response> {
  const { onRecord = loggerSink(), maxBodyBytes = 1_048_576, maxRecords = 1_000, dedupe = {} } = options;
  const { sessions, window, ttl } = dedupe;
  checkLimits({ maxBodyBytes, maxRecords, sessions, window, ttl });
  const corsFor = originCheck(options.allowOrigins);
  const marks = new Sessions(dedupe);
  const turns = new Turns();

  return async (request) => {
    let cors: CorsHeaders = {};
    try {
      if (request.method !== 'POST' && request.method !== 'OPTIONS') {
        throw new Refusal(405, 'send a batch by POST', { allow: METHODS });
      }
      cors = corsFor(request);
      if (request.method === 'OPTIONS') return preflightAnswer(request, cors);
      await admit(request, options);
      const batch = parseBatch(await readBody(request, maxBodyBytes), maxRecords);
      const answer = await turns.take(batch.session, () => accept(batch, request, marks, onRecord));
      return json(200, answer, cors);
    } catch (error) {
      if (error instanceof Refusal)
        return json(error.status, { error: error.message }, { ...cors, ...error.headers });
      reportError(null, error);
      return json(500, { error: 'the endpoint failed' }, cors);
    }
  };
}

async function admit(request: Request, { rateLimit, authorize }: IngestOptions): Promise<void> {
  const wait = (await orComeBack(() => rateLimit?.(request))) ?? true;
  if (wait === false || (typeof wait === 'number' && wait > 0)) {
    throw comeBack(429, 'too many requests', wait || RATE_RETRY_SECONDS);
  }
  const allowed = (await orComeBack(() => authorize?.(request))) ?? authorize === undefined;
  if (allowed !== true) {
    const status = allowed === 403 ? 403 : 401;
    throw new Refusal(status, status === 403 ? 'you may not send here' : 'say who you are');
  }
}

/** Gives the new records of a batch to the sink, one after the other, and marks each as it was taken. */
async function accept(
  batch: Batch,
  request: Request,
  marks: Sessions,
  onRecord: NonNullable<IngestOptions['onRecord']>,
): Promise<IngestAnswer> {
  const { session, sentAt, resource, dropped, records, rejected } = batch;
  const window = await orComeBack(() => marks.open(session));
  let accepted = 0;
  try {
    for (const { seq, wire } of records) {
      if (window.has(seq)) continue;
      await orComeBack(() => onRecord(makeLogRecord(wire), { session, seq, sentAt, resource, request }));
      window.add(seq);
      accepted++;
    }
    // Only now: below a declared drop may lie what this very batch brought.
    for (const range of mergeRanges(dropped)) window.addRange(range);
  } finally {
    // Also of a batch that failed half-way: what the sink took must not be taken again.
    if (accepted > 0 || dropped.length > 0) await orComeBack(() => marks.save(session, window));
  }
  return { accepted, duplicates: records.length - accepted, rejected };
}

/** Runs what the user supplied; if it fails, the client shall come again, and the operator shall know. */
async function orComeBack<T>(run: () => T): Promise<Awaited<T>> {
  try {
    return await run();
  } catch (error) {
    reportError(null, error);
    throw comeBack(503, 'the records cannot be taken now', SINK_RETRY_SECONDS);
  }
}

function json(status: number, body: unknown, headers: Readonly<Record<string, string>>): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { ...headers, 'content-type': 'application/json' },
  });
}

function checkLimits(limits: Readonly<Record<string, number | undefined>>): void {
  for (const [name, limit] of Object.entries(limits)) {
    if (limit !== undefined && !(limit > 0))
      throw new RangeError(`${name} must be greater than 0, not ${limit}`);
  }
}
