import type { Platform } from '@loggia/core';
import { browserPlatform } from './platform.js';

/**
 * The platform of a dedicated, shared or service worker, and of hosts that are like one. There is no document,
 * so nothing announces the end: records are sent as they come due.
 *
 * @example
 * ```ts
 * import { workerPlatform } from '@loggia/browser';
 * import { installPlatform } from '@loggia/core';
 * installPlatform(workerPlatform);
 * ```
 */
export const workerPlatform: Platform = /* @__PURE__ */ Object.freeze({
  ...browserPlatform,
  name: 'worker',
});
