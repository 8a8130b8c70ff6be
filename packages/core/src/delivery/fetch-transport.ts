import type { FetchLike, FetchOptions, FetchResponse } from '../platform.js';
import { state } from '../state.js';
import { keepaliveRoom, reserveKeepalive, returnKeepalive } from './keepalive.js';
import { BLOCKED_AFTER, parseRetryAfter } from './retry.js';
import type { Batch, Outcome, SendOptions, Transport } from './transport.js';

/** Names and values, as the Fetch standard has them. */
export type HTTPHeaders = Readonly<Record<string, string>>;

/** Headers, or what gives them for each request, such as a token that is renewed. */
export type HTTPHeadersSource = HTTPHeaders | (() => HTTPHeaders | Promise<HTTPHeaders>);

/**
 * Keeps a request with the host, which makes it when the program has ended without a word; see `fetchLaterBatch` in
 * `@loggia/browser`. Called with what gives the request's arguments, if there is anything to send, each time that may
 * have changed; `isLast` says that there may be no later time.
 */
export type StandByRequest = (
  makeRequest: () => readonly [url: string, init: FetchOptions] | undefined,
  isLast: boolean,
) => void;

/** What {@link fetchTransport} can be told. */
export interface FetchTransportOptions {
  /** `GET` puts the body into the query. Default `POST`. */
  readonly method?: 'GET' | 'POST' | undefined;
  /** Of a body whose headers do not say otherwise. The default needs no preflight. */
  readonly contentType?: string | undefined;
  readonly headers?: HTTPHeadersSource | undefined;
  /** Default `omit`. */
  readonly credentials?: 'omit' | 'same-origin' | 'include' | undefined;
  /** In place of the platform's. */
  readonly fetch?: FetchLike | undefined;
  /** Milliseconds until an attempt is given up. Default 10,000. */
  readonly timeout?: number | undefined;
  /** Keeps what waits with the host, should the program end without a word. Default: nothing is kept there. */
  readonly standBy?: StandByRequest | undefined;
  /**
   * Whether bodies from 1,024 bytes on are sent as gzip, unless the page is about to go. `auto` does so for a url
   * without a host, since pages need a preflight for others. Default false: not every receiver unpacks.
   */
  readonly compress?: 'auto' | 'gzip' | false | undefined;
}

/** Less is hardly made smaller, in bytes. */
const MIN_GZIP_BYTES = 1024;
const HAS_HOST = /^([a-z][a-z\d+.-]*:|\/\/)/i;

/** On average a `Date` header, which has whole seconds, is so many milliseconds late. */
const DATE_LAG_MS = 500;

const RETRIED: readonly number[] = [408, 425, 429, 500, 502, 503, 504];

/**
 * Sends batches with `fetch`.
 *
 * @example
 * ```ts
 * import { fetchTransport } from '@loggia/core';
 * const transport = fetchTransport('https://shop.example/logs', { timeout: 5000 });
 * ```
 */
export function fetchTransport(url: string, options: FetchTransportOptions = {}): Transport {
  return new FetchTransport(url, options);
}

class FetchTransport implements Transport {
  readonly #url: string;
  readonly #options: FetchTransportOptions;
  clockSkew: number | null = null;
  /** What the headers' function last gave: the last moment of a page cannot wait for another promise. */
  #lastHeaders: HTTPHeaders = {};
  /** Whether a request that outlives its page has just failed, perhaps since others left no room for it. */
  #isBudgetSpent = false;
  /** Failures in a row without any answer. */
  #silences = 0;

  constructor(url: string, options: FetchTransportOptions) {
    this.#url = url;
    this.#options = options;
  }

  lastChanceBytes(): number {
    return keepaliveRoom();
  }

  standBy(ready: () => Batch | undefined, isLast: boolean): void {
    this.#options.standBy?.(() => {
      const { headers } = this.#options;
      const batch = this.#isForbidden() ? undefined : ready();
      // Too often for a function that may ask somebody for them.
      return batch && this.#request(batch, typeof headers === 'object' ? headers : this.#lastHeaders);
    }, isLast);
  }

  send(batch: Batch, { lastChance }: SendOptions): Promise<Outcome> {
    const { platform } = state;
    const abort = platform.abortController();
    if (this.#isForbidden()) return Promise.resolve({ kind: 'forbidden' });
    const keepalive = lastChance && !this.#isBudgetSpent && reserveKeepalive(batch.bytes);
    return new Promise((resolve) => {
      let isOver = false;
      const finish = (outcome: Outcome): void => {
        if (isOver) return;
        isOver = true;
        cancel();
        if (keepalive) returnKeepalive(batch.bytes);
        resolve(outcome);
      };
      const cancel = platform.timer(this.#options.timeout ?? 10_000, () => {
        finish({ kind: 'retry' });
        abort?.abort();
      });
      const request = async (headers: HTTPHeaders): Promise<Outcome> => {
        this.#lastHeaders = headers;
        // What cannot be packed goes as it is. On the last chance nothing is awaited: there is no later.
        const packed =
          this.#packs(batch, lastChance) && (await platform.gzip?.(batch.body).catch(() => undefined));
        // The headers may have come too late.
        if (isOver) return { kind: 'retry' };
        const fetch = this.#options.fetch ?? platform.fetch;
        const signal = abort?.signal ?? null;
        // Whatever lets nothing through need not be shown everything each time.
        if (this.#silences >= BLOCKED_AFTER && !lastChance) {
          await fetch!(this.#url, {
            method: 'HEAD',
            mode: 'no-cors',
            headers: {},
            credentials: 'omit',
            signal,
          });
          if (isOver) return { kind: 'retry' };
        }
        const [url, init] = this.#request(batch, headers, packed || undefined);
        const before = platform.now();
        const response = await fetch!(url, { ...init, keepalive, signal });
        this.#isBudgetSpent = false;
        this.#silences = 0;
        return this.#outcome(response, await response.text(), before);
      };
      const fail = (): void => {
        this.#isBudgetSpent = keepalive;
        this.#silences++;
        finish(this.#isForbidden() ? { kind: 'forbidden' } : { kind: 'retry', unreachable: true });
      };
      try {
        const headers = this.#headers(lastChance);
        const answer = isPromise(headers) ? headers.then(request) : request(headers);
        answer.then(finish, fail);
      } catch {
        fail();
      }
    });
  }

  #isForbidden(): boolean {
    return state.platform.isForbidden?.(this.#url) === true;
  }

  #packs({ bytes }: Batch, lastChance: boolean): boolean {
    const { compress = false, method } = this.#options;
    if (lastChance || bytes < MIN_GZIP_BYTES || method === 'GET') return false;
    return compress === 'gzip' || (compress === 'auto' && !HAS_HOST.test(this.#url));
  }

  #headers(lastChance: boolean): HTTPHeaders | Promise<HTTPHeaders> {
    const { headers = {} } = this.#options;
    if (typeof headers !== 'function') return headers;
    const given = headers();
    if (!lastChance || !isPromise(given)) return given;
    given.catch(() => {});
    return this.#lastHeaders;
  }

  #request(
    batch: Batch,
    headers: HTTPHeaders,
    packed?: Uint8Array<ArrayBuffer>,
  ): [url: string, init: FetchOptions] {
    const { method = 'POST', contentType = 'text/plain;charset=utf-8', credentials = 'omit' } = this.#options;
    if (method === 'GET') {
      const separator = this.#url.includes('?') ? '&' : '?';
      return [this.#url + separator + batch.body, { method, headers: { ...headers }, credentials }];
    }
    const isTyped = Object.keys(headers).some((name) => name.toLowerCase() === 'content-type');
    const typed: Record<string, string> = isTyped
      ? { ...headers }
      : { ...headers, 'content-type': contentType };
    if (packed) typed['content-encoding'] = 'gzip';
    return [this.#url, { method, headers: typed, credentials, body: packed ?? batch.body }];
  }

  #outcome({ status, headers }: FetchResponse, text: string, requestedAt: number): Outcome {
    const now = state.platform.now();
    const date = Date.parse(headers.get('date') ?? '');
    if (date > 0) this.clockSkew = ((requestedAt + now) / 2 - date - DATE_LAG_MS) / 1000;
    if (status >= 200 && status < 300) return accepted(text);
    if (status === 413) return { kind: 'split' };
    if (status === 401 || status === 403) {
      return { kind: 'unauthorized', renewable: typeof this.#options.headers === 'function' };
    }
    if (!RETRIED.includes(status)) return { kind: 'refused', reason: `status ${status}` };
    const afterMs = parseRetryAfter(headers.get('retry-after'), date || now);
    return afterMs === undefined ? { kind: 'retry' } : { kind: 'retry', afterMs };
  }
}

/** Reads the answer of a receiver that speaks the wire form; any other one's means that it took everything. */
function accepted(text: string): Outcome {
  // A page comes from a captive portal or a login in between: the receiver never saw the batch.
  if (/^\s*</.test(text)) return { kind: 'retry' };
  let answer: { duplicates?: unknown; rejected?: unknown } | null = null;
  try {
    answer = JSON.parse(text);
  } catch {
    // 'OK', or nothing.
  }
  const { duplicates, rejected } = answer ?? {};
  const refusals: readonly unknown[] = Array.isArray(rejected) ? rejected : [];
  return {
    kind: 'accepted',
    duplicates: typeof duplicates === 'number' ? duplicates : 0,
    rejected: refusals.flatMap((refusal) => (refusal as { seq?: number } | null)?.seq ?? []),
  };
}

function isPromise<T>(value: T | Promise<T>): value is Promise<T> {
  return typeof (value as { then?: unknown } | null)?.then === 'function';
}
