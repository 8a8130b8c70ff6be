import { DEBUG, getLogger } from '@loggia/core';
import { describeElement } from './describe-element.js';
import { listen } from './listen.js';
import { bareURL, isReceiver } from './receivers.js';

/** Which of the page's events are logged. */
export interface BreadcrumbOptions {
  /** Changes of the page's URL, to `browser.navigation`. Default true. */
  readonly navigation?: boolean | undefined;
  /** To `browser.click`. Default true. */
  readonly clicks?: boolean | undefined;
  /** Calls of `fetch`, to `browser.fetch`. Default true. */
  readonly fetch?: boolean | undefined;
}

/**
 * Logs at `DEBUG` what happens in the page, until it is disposed of, so that an error's records say what led up to it.
 *
 * Nothing that somebody typed is read: a click says which element it was on, by its tag, id, classes and name, not
 * what is written there; a request its method, status and duration. URLs lose query and fragment.
 *
 * @example
 * ```ts page
 * import { getLogger, installBreadcrumbs } from 'loggia/browser';
 * getLogger('browser').setLevel('DEBUG');
 * installBreadcrumbs({ clicks: false });
 * ```
 */
export function installBreadcrumbs(options: BreadcrumbOptions = {}): Disposable {
  const { navigation = true, clicks = true, fetch = true } = options;
  const ends: (() => void)[] = [];
  if (navigation) ends.push(...watchNavigation());
  if (clicks) ends.push(watchClicks());
  if (fetch) ends.push(watchFetch());
  return {
    [Symbol.dispose]() {
      for (const end of ends.splice(0)) end();
    },
  };
}

function watchNavigation(): (() => void)[] {
  const log = getLogger('browser.navigation');
  let last = globalThis.location?.href;
  const note = (): void => {
    const { href } = globalThis.location;
    if (href === last) return;
    log.debug('%s -> %s', bareURL(last), bareURL(href));
    last = href;
  };
  // Where there is no Navigation API, `pushState` tells nobody; the next of these events catches up.
  const { navigation } = globalThis as { navigation?: EventTarget };
  return [
    listen(navigation, 'currententrychange', note),
    listen(globalThis, 'popstate', note),
    listen(globalThis, 'hashchange', note),
  ];
}

function watchClicks(): () => void {
  const log = getLogger('browser.click');
  return listen(globalThis, 'click', (event) => {
    if (log.isEnabledFor(DEBUG)) log.debug('%s', describeElement(event.composedPath()[0]));
  });
}

function watchFetch(): () => void {
  const log = getLogger('browser.fetch');
  const before = globalThis.fetch;
  let isOver = typeof before !== 'function';
  if (isOver) return () => {};
  const watched: typeof fetch = (input, init) => {
    const answer = before.call(globalThis, input, init);
    if (isOver || !log.isEnabledFor(DEBUG)) return answer;
    const start = Date.now();
    const { url, method } = describeRequest(input, init);
    if (isReceiver(url)) return answer;
    const where = bareURL(url);
    answer.then(
      ({ status }) => log.debug('%s %s: %d in %d ms', method, where, status, Date.now() - start),
      (error) => log.debug('%s %s: %s after %d ms', method, where, error, Date.now() - start),
    );
    return answer;
  };
  globalThis.fetch = watched;
  return () => {
    isOver = true;
    // Whoever came later has to take it away first.
    if (globalThis.fetch === watched) globalThis.fetch = before;
  };
}

function describeRequest(input: RequestInfo | URL, init?: RequestInit): { url: string; method: string } {
  try {
    const request = typeof input === 'object' && 'url' in input ? input : undefined;
    return {
      url: request?.url ?? String(input),
      method: (init?.method ?? request?.method ?? 'GET').toUpperCase(),
    };
  } catch {
    return { url: '', method: 'GET' }; // `fetch` itself will complain
  }
}
