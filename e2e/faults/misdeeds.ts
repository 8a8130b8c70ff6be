// What a server can do to a request for records, and for how long it does so.
import type { IncomingMessage } from 'node:http';
import type { Mood } from './lab.js';

/**
 * Faults and the handler's own times take a tenth of what the rows say, so that all of them can run in minutes;
 * with `npm run faults -- --long` they take as long as they say.
 */
export const LONG = process.env['LOGGIA_FAULTS'] === 'long';
/** Milliseconds of a row, as they pass here. */
export const paced = (ms: number): number => (LONG ? ms : ms / 10);
/** The handler's default times, paced. */
export const PACED = `flushInterval: ${paced(2000)}, timeout: ${paced(10_000)}, retry: { base: ${paced(1000)}, cap: ${paced(60_000)} }`;

/** A request that was badly treated, in milliseconds of the clock. */
export interface Visit {
  readonly at: number;
  readonly seqs: readonly number[];
  /** When its connection was closed. */
  closedAt?: number;
}

interface Act {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** No answer comes: never, or the connection is reset. Default: the status. */
  readonly instead?: 'hang' | 'reset';
}

/** Reads the request to its end, and does that to it. */
function act({ status = 500, headers = {}, instead }: Act, visits: Visit[]): Mood {
  return (request, response) => {
    const at = Date.now();
    void read(request).then((body) => {
      const { records } = JSON.parse(body) as { records: { seq: number }[] };
      const visit: Visit = { at, seqs: records.map(({ seq }) => seq) };
      visits.push(visit);
      response.once('close', () => {
        visit.closedAt = Date.now();
      });
      if (instead === 'reset') response.destroy();
      // What stands before a server has no endless patience. Firefox has 300 s for a request whose page is gone, and six
      // of them keep all others waiting.
      if (instead === 'hang') setTimeout(() => response.destroy(), paced(60_000)).unref();
      else if (instead === undefined) response.writeHead(status, headers).end('no');
    }, ignoreReset);
    return true;
  };
}

/** The next requests, as many as there are acts. */
export function inTurn(acts: readonly Act[], visits: Visit[]): Mood {
  const left = acts.map((each) => act(each, visits));
  return (request, response) => left.shift()?.(request, response) ?? false;
}

/** From the first request on for as long as `ms`. */
export function lasting(ms: number, each: Act, visits: Visit[]): Mood {
  const mood = act(each, visits);
  let end: number | undefined;
  return (request, response) => {
    end ??= Date.now() + ms;
    return Date.now() < end && mood(request, response);
  };
}

/** Whatever is larger than that. */
export function above(bytes: number, visits: Visit[]): Mood {
  const mood = act({ status: 413 }, visits);
  return (request, response) => sizeOf(request) > bytes && mood(request, response);
}

/** The first requests are stored, but nobody hears of it. */
export function replyLost(times: number): Mood {
  let left = times;
  return (_request, response) => {
    if (left-- <= 0) return false;
    const cut = (): typeof response => response.destroy();
    Object.assign(response, { writeHead: cut, write: () => true, end: cut });
    return false;
  };
}

export function sizeOf(request: IncomingMessage): number {
  return Number(request.headers['content-length']);
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

/** The page went before it had sent all. */
function ignoreReset(): void {}
