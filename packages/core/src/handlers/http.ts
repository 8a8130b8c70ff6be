import { ENVELOPE_BYTES, encodeBatch } from '../delivery/batch.js';
import { DeliveryEngine } from '../delivery/engine.js';
import { type FetchTransportOptions, fetchTransport } from '../delivery/fetch-transport.js';
import { pythonAttributes, urlEncode } from '../delivery/form-record.js';
import { memoryStore } from '../delivery/memory-store.js';
import { type EncodedRecord, encodeRecord } from '../delivery/record-json.js';
import type { RetryOptions } from '../delivery/retry.js';
import type { DeliveryStats } from '../delivery/stats.js';
import type { Store } from '../delivery/store.js';
import { utf8Length } from '../delivery/utf8.js';
import { ConfigError, ValueError } from '../errors.js';
import { flushesItself } from '../exit-flush.js';
import { toJSONValue } from '../format/json-value.js';
import { Handler } from '../handler.js';
import { ERROR, type Level } from '../levels.js';
import type { LogRecord } from '../record.js';
import { state } from '../state.js';

/** What {@link HTTPHandler} can be told. */
export interface HTTPHandlerOptions extends Omit<FetchTransportOptions, 'method' | 'contentType'> {
  /** `GET` sends one record a request, in the query, as Python does. Default `POST`. */
  readonly method?: string | undefined;
  /** `form` sends one record a request, as Python does; `json` sends batches. Default `json`, `form` for `GET`. */
  readonly encoding?: 'json' | 'form' | undefined;
  /** What the program says about itself with each batch: service, release, environment. */
  readonly resource?: Readonly<Record<string, unknown>> | undefined;
  /** Records in a batch. As soon as there are as many, they are sent. Default 100. */
  readonly batchSize?: number | undefined;
  /** Bytes in a batch, in UTF-8. As soon as there are as many, they are sent. Default 32,768. */
  readonly batchBytes?: number | undefined;
  /** Bytes of a record, in UTF-8; what is larger is shortened, and says so. Default 65,536. */
  readonly maxRecordBytes?: number | undefined;
  /** Milliseconds that a record waits for company at most. Default 2,000. */
  readonly flushInterval?: number | undefined;
  /** Records of this level and above are sent at once. Default `ERROR`. */
  readonly flushLevel?: Level | undefined;
  /** How long to wait after a failure. */
  readonly retry?: RetryOptions | undefined;
  /** Where records wait. Each handler needs its own. Default: in memory, 10,000 records or 2 MiB. */
  readonly store?: Store | undefined;
}

/**
 * Ships records to an HTTP endpoint in the background: in batches, in order, again if need be, until the
 * endpoint has answered for them. Each is delivered once or counted once in {@link HTTPHandler.stats}.
 *
 * What waits in memory when a program ends at once is lost, 10,000 records or 2 MiB at most by default, and in Node that is
 * said on stderr. `await shutdown()` before it ends, or a store on disk, keeps it.
 *
 * @example
 * ```ts
 * import { getLogger, HTTPHandler } from 'loggia';
 * const handler = new HTTPHandler('https://shop.example/logs', { resource: { service: 'shop', release: '1.4.2' } });
 * getLogger('shop').addHandler(handler);
 * getLogger('shop').error('paying failed');
 * console.log(handler.stats.pending); // 1
 * ```
 */
export class HTTPHandler extends Handler {
  /** Where the records go. */
  readonly url: string;
  readonly #engine: DeliveryEngine;
  readonly #isJSON: boolean;

  /**
   * @throws ValueError if the method is neither GET nor POST, the encoding is unknown, there is no url, or `flushLevel` is
   * no level. ConfigError for a url that the host can send nothing to, such as a relative one in Node.
   */
  constructor(url: string | { readonly href: string }, options: HTTPHandlerOptions = {}) {
    // All that may throw comes first: a handler that was never finished must not be found by `shutdown`.
    const method = (options.method ?? 'POST').toUpperCase();
    if (method !== 'GET' && method !== 'POST') throw new ValueError('method must be GET or POST');
    const encoding = options.encoding ?? (method === 'GET' ? 'form' : 'json');
    if (encoding !== 'json' && encoding !== 'form') throw new ValueError('encoding must be json or form');
    const target = checkURL(url, options.fetch === undefined);
    const flushLevel = state.levels.check(options.flushLevel ?? ERROR);
    // Its engine sees to it, by requests that outlive a page.
    flushesItself(HTTPHandler.prototype.flush);
    super();
    this.url = target;
    this.#isJSON = encoding === 'json' && method === 'POST';
    const resource = options.resource ? JSON.stringify(toJSONValue(options.resource)) : '';
    const maxRecordBytes = options.maxRecordBytes ?? 65_536;
    const contentType = this.#isJSON ? undefined : { contentType: 'application/x-www-form-urlencoded' };
    this.#engine = new DeliveryEngine({
      store: options.store ?? memoryStore(),
      transport: fetchTransport(this.url, { ...options, method, ...contentType }),
      encodeRecord: (record, seq) =>
        this.#isJSON
          ? encodeRecord(this.mapLogRecord(record), seq, maxRecordBytes)
          : formRecord(this.mapLogRecord(record)),
      encodeBatch: (taken) =>
        this.#isJSON
          ? encodeBatch(taken, resource, state.platform.now() / 1000)
          : taken.entries.map((entry) => entry.text).join('&'),
      envelopeBytes: this.#isJSON ? ENVELOPE_BYTES + utf8Length(resource) : 0,
      declaresDrops: this.#isJSON,
      batch: { records: this.#isJSON ? (options.batchSize ?? 100) : 1, bytes: options.batchBytes ?? 32_768 },
      flushInterval: options.flushInterval ?? 2000,
      flushLevel,
      retry: { base: options.retry?.base ?? 1000, cap: options.retry?.cap ?? 60_000 },
    });
  }

  /** By what the receiver knows the records of this handler, together with their numbers. */
  get session(): string {
    return this.#engine.session;
  }

  /** What has become of this handler's records so far. */
  get stats(): DeliveryStats {
    return this.#engine.stats;
  }

  /**
   * What is sent of a record: the wire form or, where records are sent one by one, Python's attributes.
   * Override it to send something else.
   */
  mapLogRecord(record: LogRecord): Readonly<Record<string, unknown>> {
    return this.#isJSON ? { ...record.toJSON() } : pythonAttributes(record);
  }

  override emit(record: LogRecord): void {
    this.#engine.emit(record);
  }

  /** Settles when all that is pending now has been answered for, or nothing may be sent for now. */
  override flush(): Promise<void> {
    return this.#engine.flush();
  }

  /** Flushes, and accepts nothing more. */
  override async close(): Promise<void> {
    await this.#engine.close();
    super.close();
  }
}

function checkURL(url: string | { readonly href: string }, isOwnFetch: boolean): string {
  const text = typeof url === 'string' ? url : String(url?.href ?? '');
  if (text === '') throw new ValueError('the url of the receiver must be a string or a URL');
  if (isOwnFetch && state.platform.canFetch?.(text) === false) {
    throw new ConfigError(
      'url',
      `nothing can be sent to '${text}': give an absolute URL, such as https://shop.example/logs`,
    );
  }
  return text;
}

function formRecord(attributes: Readonly<Record<string, unknown>>): EncodedRecord {
  const text = urlEncode(attributes);
  return { text, bytes: text.length, truncated: false };
}
