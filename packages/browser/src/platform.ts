import { neutralPlatform, type Platform, type ProcessInfo } from '@loggia/core';
import { onPageExit, onPageResume } from './lifecycle.js';
import { gzip, nativeConsole, nativeFetch } from './native.js';
import { isForbidden } from './receivers.js';
import { onWarning } from './warnings.js';

/** Neither has a number, but perhaps a name: a page from its opener, a worker from the page. */
function processInfo(): ProcessInfo {
  const { name, document } = globalThis as { name?: string; document?: unknown };
  const names = document ? { processName: name || null } : { threadName: name || null };
  return { ...neutralPlatform.processInfo(), ...names };
}

/**
 * The platform of a page; it works in a worker, too, whose bundle may not know what it is made for. `loggia`
 * installs it in a browser.
 *
 * @example
 * ```ts
 * import { browserPlatform } from '@loggia/browser';
 * import { installPlatform } from '@loggia/core';
 * installPlatform(browserPlatform);
 * ```
 */
export const browserPlatform: Platform = {
  ...neutralPlatform,
  name: 'browser',
  stderr: { write: (text) => nativeConsole?.error(text.replace(/\n$/, '')) },
  console: nativeConsole,
  prefersConsole: true,
  processInfo,
  onExit: onPageExit,
  onResume: onPageResume,
  online: () => globalThis.navigator?.onLine !== false,
  fetch: nativeFetch,
  isForbidden,
  gzip,
  onWarning,
};
