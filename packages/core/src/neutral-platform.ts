import type { AbortHandle, ConsoleLike, FetchLike, Platform } from './platform.js';

/** What any host may have on its global object, looked up by name so that no host's types are needed. */
interface MaybeGlobals {
  readonly console?: ConsoleLike;
  readonly fetch?: FetchLike;
  readonly AbortController?: new () => AbortHandle;
  readonly crypto?: { getRandomValues(bytes: Uint8Array): Uint8Array };
  setTimeout?(callback: () => void, delayMs: number): unknown;
  clearTimeout?(timer: unknown): void;
}

const host = globalThis as MaybeGlobals;

const NO_PROCESS = { process: null, processName: null, thread: null, threadName: null } as const;

/**
 * The longest delay that `setTimeout` takes, in milliseconds: 24 days. It calls back at once for any that is longer.
 *
 * @example
 * ```ts
 * import { MAX_TIMER_MS } from 'loggia';
 * setTimeout(() => {}, Math.min(Number.POSITIVE_INFINITY, MAX_TIMER_MS)).unref();
 * ```
 */
export const MAX_TIMER_MS: number = 2 ** 31 - 1;

/**
 * A platform for hosts that nobody has described: it uses what the web's minimum common API offers and
 * knows nothing of files or of the end of the program.
 */
export const neutralPlatform: Platform = {
  name: 'neutral',
  now: () => Date.now(),
  stderr: { write: (text) => host.console?.error(text.replace(/\n$/, '')) },
  get console() {
    return host.console;
  },
  processInfo: () => NO_PROCESS,
  onExit: () => ignore,
  onResume: () => ignore,
  online: () => true,
  timer(delayMs, callback) {
    const timer = host.setTimeout?.(callback, Math.min(delayMs, MAX_TIMER_MS));
    return () => host.clearTimeout?.(timer);
  },
  uuid: randomId,
  get fetch() {
    return host.fetch;
  },
  abortController: () => host.AbortController && new host.AbortController(),
};

function ignore(): void {}

/**
 * 128 random bits as 32 hexadecimal digits; `randomUUID` is no choice, since plain-HTTP pages lack it.
 *
 * @example
 * ```ts
 * import { randomId } from 'loggia';
 * console.log(randomId().length); // 32
 * ```
 */
export function randomId(): string {
  const bytes = new Uint8Array(16);
  if (host.crypto) host.crypto.getRandomValues(bytes);
  else for (let i = 0; i < bytes.length; i++) bytes[i] = Math.random() * 256;
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
