import { listen } from './listen.js';

/** The URLs that Loggia sends to, and whether the page's policy was seen to forbid it. Made when first asked. */
let receivers: Map<string, boolean> | undefined;

/**
 * Whether the content security policy of this page or worker forbids requests to a receiver. Only a request shows
 * it: its failure looks like any other, and right after it an event names the URL.
 */
export function isForbidden(url: string): boolean {
  receivers ??= watch(new Map());
  const known = bareURL(url);
  const forbidden = receivers.get(known);
  if (forbidden === undefined) receivers.set(known, false);
  return forbidden === true;
}

/** Whether Loggia sends to that URL, so that nobody takes its requests for the application's. */
export function isReceiver(url: string): boolean {
  return receivers?.has(bareURL(url)) === true;
}

/** The absolute URL without query and fragment, which may hold what nobody should read. */
export function bareURL(url: string): string {
  try {
    const { origin, pathname, protocol } = new URL(url, globalThis.location?.href);
    return origin === 'null' ? protocol : origin + pathname;
  } catch {
    return '';
  }
}

function watch(seen: Map<string, boolean>): Map<string, boolean> {
  const note = (event: Event): void => {
    const { blockedURI, disposition } = event as SecurityPolicyViolationEvent;
    const url = bareURL(blockedURI);
    if (disposition === 'enforce' && seen.has(url)) seen.set(url, true);
  };
  listen(globalThis, 'securitypolicyviolation', note);
  return seen;
}
