import { type Platform, type ProcessInfo, randomId } from '@loggia/core';
import { onPageExit, onPageResume } from './lifecycle.js';
import { nativeConsole, nativeFetch, newAbortController } from './native.js';
import { isForbidden } from './receivers.js';
import { onWarning } from './warnings.js';

/** A page has no number, but perhaps the name that its opener gave it. */
function processInfo(): ProcessInfo {
  return {
    process: null,
    processName: (globalThis as { name?: string }).name || null,
    thread: null,
    threadName: null,
  };
}

/**
 * The platform of a page. `loggia` installs it in a browser.
 *
 * @example
 * ```ts
 * import { browserPlatform } from '@loggia/browser';
 * import { installPlatform } from '@loggia/core';
 * installPlatform(browserPlatform);
 * ```
 */
export const browserPlatform: Platform = {
  name: 'browser',
  now: () => Date.now(),
  stderr: { write: (text) => nativeConsole?.error(text.replace(/\n$/, '')) },
  console: nativeConsole,
  prefersConsole: true,
  processInfo,
  onExit: onPageExit,
  onResume: onPageResume,
  online: () => globalThis.navigator?.onLine !== false,
  timer(delayMs, callback) {
    const timer = setTimeout(callback, delayMs);
    return () => clearTimeout(timer);
  },
  uuid: randomId,
  fetch: nativeFetch,
  isForbidden,
  abortController: newAbortController,
  onWarning,
};
