/** No receiver may silence a program for longer. */
const MAX_RETRY_AFTER_MS = 3_600_000;

/** Failures in a row without any answer, while the host is online, that look like something in between blocks. */
export const BLOCKED_AFTER = 5;

/** How long to wait after failures, in milliseconds. */
export interface RetryOptions {
  /** The longest wait after the first failure. It doubles with each further one. Default 1,000. */
  readonly base?: number | undefined;
  /** The longest wait. Default 60,000. */
  readonly cap?: number | undefined;
}

/** A random wait in [d/2, d], where d = min(cap, base * 2^failures), so that clients spread out. */
export function backOffMs(failures: number, base: number, cap: number): number {
  const longest = Math.min(cap, base * 2 ** failures);
  return longest / 2 + (Math.random() * longest) / 2;
}

/**
 * What a `Retry-After` header asks for: seconds, or an HTTP date; at most an hour, at least 0.
 *
 * @param sentAt - When the receiver answered by the clock that it wrote the date by, in milliseconds.
 * @returns Milliseconds, or undefined if the header is absent or makes no sense.
 */
export function parseRetryAfter(header: string | null, sentAt: number): number | undefined {
  const text = header?.trim() ?? '';
  let wait: number;
  if (/^[-+]?\d+(\.\d+)?$/.test(text)) wait = Number(text) * 1000;
  // Without its day and zone, too much would pass for a date.
  else if (/^[a-z]{3,9},? .+gmt$/i.test(text)) wait = Date.parse(text) - sentAt;
  else return undefined;
  return Number.isNaN(wait) ? undefined : Math.min(Math.max(wait, 0), MAX_RETRY_AFTER_MS);
}
