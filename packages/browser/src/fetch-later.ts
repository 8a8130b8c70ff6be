import { type FetchOptions, getPlatform, type StandByRequest } from '@loggia/core';

/** The part of the standard's `fetchLater` that is used here; the types of TypeScript leave it out. */
type FetchLater = (url: string, options: FetchOptions) => unknown;

/** Milliseconds within which changes of what waits are taken together: each copies the request to the browser. */
const RENEW_MS = 250;

/**
 * For the option `standBy` of an `HTTPHandler`: leaves what waits to be sent with the browser, which sends it when the
 * page is gone, though it crashed or was killed without a word. As records are delivered, they are taken out there; one
 * that is sent both ways is known by its identity, so the receiver has it once.
 *
 * It needs `fetchLater`, as Chromium has it; elsewhere it does nothing. Nothing is left with the browser while the
 * handler waits for a receiver that failed. What a store on disk keeps does not need it, but arrives sooner with it.
 *
 * @example
 * ```ts page
 * import { fetchLaterBatch, HTTPHandler } from 'loggia/browser';
 * const handler = new HTTPHandler('/logs', { standBy: fetchLaterBatch() });
 * ```
 */
export function fetchLaterBatch(): StandByRequest {
  const { fetchLater } = globalThis as { fetchLater?: FetchLater };
  let cancelTimer: (() => void) | undefined;
  let left: AbortController | undefined;
  if (typeof fetchLater !== 'function') return () => {};

  return (makeRequest, isLast) => {
    const renew = (): void => {
      cancelTimer = undefined;
      left?.abort();
      left = undefined;
      const request = makeRequest();
      if (request === undefined) return;
      left = new AbortController();
      try {
        fetchLater.call(globalThis, request[0], { ...request[1], signal: left.signal });
      } catch {
        // Others have used up what the browser keeps for this origin.
      }
    };
    if (!isLast) cancelTimer ??= getPlatform().timer(RENEW_MS, renew);
    else {
      cancelTimer?.();
      renew();
    }
  };
}
