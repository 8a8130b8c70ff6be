import { getPlatform, type LogRecord, loggerSink, reportError } from '@loggia/core';
import { type Arrival, accept, type IngestContext, orComeBack } from './accept.js';
import { readBody } from './body.js';
import { type CorsHeaders, METHODS, originCheck, preflightAnswer } from './cors.js';
import { Counts, type IngestStats } from './counts.js';
import { type DedupeOptions, Sessions } from './dedupe.js';
import { comeBack, Refusal } from './refusal.js';
import { makeRules, type RecordRules } from './rules.js';
import type { SessionAccount } from './session.js';
import { Turns } from './turns.js';
import { parseBatch } from './validate.js';

/** Seconds after which a client may try again that the rate limit has refused. */
const RATE_RETRY_SECONDS = 10;

/** Options of {@link createIngest}. */
export interface IngestOptions extends RecordRules {
  /**
   * Takes each new record, in the order of the session, and is waited for. When it returns, the record is
   * acknowledged; when it throws or rejects, the client is asked to send again what was not taken yet. Each
   * record has `receivedAt`, `skew` and `peer` among its extra fields, as they are in the context.
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
  readonly authorize?:
    | ((request: Request, arrival: Arrival) => boolean | 401 | 403 | Promise<boolean | 401 | 403>)
    | undefined;
  /**
   * Asked before anything costs much: true lets the request pass; false, or a number of seconds to wait,
   * answers 429. 0 lets pass too. Default: no limit.
   */
  readonly rateLimit?:
    | ((request: Request, arrival: Arrival) => boolean | number | Promise<boolean | number>)
    | undefined;
  /** How records are told from ones that were accepted before. */
  readonly dedupe?: DedupeOptions | undefined;
}

/** An endpoint: a function from a request to its answer, which never rejects, and its account. */
export interface Ingest {
  /** @param from - What the server knows of the sender: `toNodeListener` says it, other servers are asked for it. */
  (request: Request, from?: { readonly peer?: string | null | undefined }): Promise<Response>;
  /** What was done since the endpoint was made. */
  readonly stats: IngestStats;
  /** The accounts of the sessions in memory, the one not heard of for longest first. */
  sessions(): SessionAccount[];
  /** The account of one of them. */
  session(id: string): SessionAccount | undefined;
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
export function createIngest(options: IngestOptions = {}): Ingest {
  const { onRecord = loggerSink(), maxBodyBytes = 1_048_576, maxRecords = 1_000, dedupe = {} } = options;
  const { sessions: maxSessions, window, ttl } = dedupe;
  checkLimits({ maxBodyBytes, maxRecords, sessions: maxSessions, window, ttl });
  const corsFor = originCheck(options.allowOrigins);
  const rules = makeRules(options);
  const sessions = new Sessions(dedupe);
  const turns = new Turns();
  const counts = new Counts();

  async function answer(request: Request, arrival: Arrival): Promise<Response> {
    let cors: CorsHeaders = {};
    try {
      if (request.method !== 'POST' && request.method !== 'OPTIONS') {
        throw new Refusal(405, 'send a batch by POST', { allow: METHODS });
      }
      cors = corsFor(request);
      if (request.method === 'OPTIONS') return preflightAnswer(request, cors);
      await admit(request, arrival, options);
      const batch = parseBatch(await readBody(request, maxBodyBytes), maxRecords, rules);
      const sink = { sessions, counts, onRecord };
      return json(200, await turns.take(batch.session, () => accept(batch, request, arrival, sink)), cors);
    } catch (error) {
      if (error instanceof Refusal) {
        return json(error.status, { error: error.message }, { ...cors, ...error.headers });
      }
      reportError(null, error);
      return json(500, { error: 'the endpoint failed' }, cors);
    }
  }

  async function ingest(request: Request, from?: { peer?: string | null | undefined }): Promise<Response> {
    // Servers of other make hand over things of their own here.
    const peer = typeof from?.peer === 'string' ? from.peer : null;
    const response = await answer(request, { receivedAt: getPlatform().now() / 1000, peer });
    counts.addRequest(response.status);
    return response;
  }

  return Object.defineProperty(
    Object.assign(ingest, {
      sessions: () => [...sessions].map(([id, session]) => session.account(id)),
      session: (id: string) => sessions.get(id)?.account(id),
    }),
    'stats',
    { get: () => counts.stats(sessions.size) },
  ) as unknown as Ingest;
}

async function admit(
  request: Request,
  arrival: Arrival,
  { rateLimit, authorize }: IngestOptions,
): Promise<void> {
  const wait = (await orComeBack(() => rateLimit?.(request, arrival))) ?? true;
  if (wait === false || (typeof wait === 'number' && wait > 0)) {
    throw comeBack(429, 'too many requests', wait || RATE_RETRY_SECONDS);
  }
  const allowed = (await orComeBack(() => authorize?.(request, arrival))) ?? authorize === undefined;
  if (allowed !== true) {
    const status = allowed === 403 ? 403 : 401;
    throw new Refusal(status, status === 403 ? 'you may not send here' : 'say who you are');
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
