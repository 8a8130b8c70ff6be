import { ValueError } from '../errors.js';
import type { Level } from '../levels.js';
import type { LogRecord } from '../record.js';
import { state } from '../state.js';
import { isSummary, sendSummary } from './summary.js';

/** What {@link RateLimitFilter} takes. */
export interface RateLimitFilterOptions {
  /** Records a second, of each logger and message, in the long run. */
  rate: number;
  /** How many of them may come at once. Default: those of one second, at least one. */
  burst?: number;
  /** Records at or above it always pass, uncounted. Default: none do. */
  keepLevel?: Level;
}

interface Bucket {
  readonly name: string;
  readonly template: string;
  /** Records that may pass now. */
  tokens: number;
  /** When `tokens` was worked out, in milliseconds since the epoch. */
  at: number;
  suppressed: number;
  /** The highest level among the suppressed. */
  levelno: number;
  cancel: (() => void) | undefined;
}

/** Loggers and messages that are watched at a time. Who was not heard of for the longest makes room. */
const MAX_BUCKETS = 1000;

/**
 * Lets at most so many records pass a second: of each logger, and of each message before its arguments are put
 * in. Messages that are no strings share one limit a logger. How many were held back is said by a record of its
 * own, `suppressed 12 more like "..."` with the field `suppressed`, before the next one passes, or when the next
 * one could.
 *
 * @throws ValueError if the rate is not above 0, the burst is below 1, or the level is none.
 * @example
 * ```ts
 * import { getLogger, RateLimitFilter } from 'loggia';
 * const log = getLogger('shop.stock');
 * log.addFilter(new RateLimitFilter({ rate: 1, burst: 5, keepLevel: 'ERROR' }));
 * for (let i = 0; i < 1000; i++) log.warning('item %d is low', i); // five of them; then: suppressed 995 more
 * ```
 */
export class RateLimitFilter {
  readonly rate: number;
  readonly burst: number;
  readonly keepLevel: number;
  // The one used last comes last.
  readonly #buckets: Map<string, Bucket> = new Map();

  constructor(options: RateLimitFilterOptions) {
    const { rate, burst = Math.max(rate, 1), keepLevel } = options;
    if (!(rate > 0)) throw new ValueError(`rate must be above 0: ${String(rate)}`);
    if (!(burst >= 1)) throw new ValueError(`burst must be at least 1: ${String(burst)}`);
    this.rate = rate;
    this.burst = burst;
    this.keepLevel = keepLevel === undefined ? Number.POSITIVE_INFINITY : state.levels.check(keepLevel);
  }

  filter(record: LogRecord): boolean {
    if (record.levelno >= this.keepLevel || isSummary(record)) return true;
    const bucket = this.#fill(record);
    if (bucket.tokens >= 1) {
      bucket.tokens--;
      this.#report(bucket);
      return true;
    }
    bucket.suppressed++;
    bucket.levelno = Math.max(bucket.levelno, record.levelno);
    const waitMs = ((1 - bucket.tokens) / this.rate) * 1000;
    bucket.cancel ??= state.platform.timer(waitMs, () => this.#report(bucket));
    return false;
  }

  #fill({ name, msg }: LogRecord): Bucket {
    const now = state.platform.now();
    const template = typeof msg === 'string' ? msg : '';
    const key = `${name}\n${template}`;
    const known = this.#buckets.get(key);
    const bucket = known ?? this.#newBucket(name, template, now);
    // A clock that was set back gives nothing, and takes nothing.
    const seconds = Math.max(now - bucket.at, 0) / 1000;
    bucket.tokens = Math.min(bucket.tokens + seconds * this.rate, this.burst);
    bucket.at = now;
    if (known !== undefined) this.#buckets.delete(key);
    this.#buckets.set(key, bucket);
    return bucket;
  }

  #newBucket(name: string, template: string, now: number): Bucket {
    const [oldest] = this.#buckets;
    if (oldest !== undefined && this.#buckets.size >= MAX_BUCKETS) {
      this.#buckets.delete(oldest[0]);
      this.#report(oldest[1]);
    }
    return { name, template, tokens: this.burst, at: now, suppressed: 0, levelno: 0, cancel: undefined };
  }

  #report(bucket: Bucket): void {
    const { name, template, suppressed, levelno, cancel } = bucket;
    if (suppressed === 0) return;
    cancel?.();
    bucket.suppressed = bucket.levelno = 0;
    bucket.cancel = undefined;
    const like = template === '' ? '' : ' like "%s"';
    const args = template === '' ? [suppressed] : [suppressed, template];
    sendSummary(this, { name, levelno }, `suppressed %d more${like}`, args, { suppressed });
  }
}
