import { AsyncLocalStorage } from 'node:async_hooks';
import { clearTimeout, setTimeout } from 'node:timers';
import { promisify } from 'node:util';
import {
  type ConsoleLike,
  type FetchLike,
  MAX_TIMER_MS,
  type Platform,
  type ProcessInfo,
  randomId,
} from '@loggia/core';
import { builtin } from './builtin.js';
import { onExit } from './exit-hooks.js';
import { FileHandler, type FileHandlerOptions } from './handlers/file.js';
import { standardError } from './stderr.js';
import { onWarning } from './warnings.js';

let info: ProcessInfo | undefined;

function findInfo(): ProcessInfo {
  const { isMainThread, threadId } = builtin('node:worker_threads');
  return {
    process: process.pid,
    processName: 'MainProcess',
    thread: threadId,
    threadName: isMainThread ? 'MainThread' : `Worker-${threadId}`,
  };
}

const ownConsole: ConsoleLike = /* @__PURE__ */ captureConsole();
const ownFetch = globalThis.fetch as unknown as FetchLike | undefined;
const OwnAbortController = globalThis.AbortController;

/**
 * What Loggia asks of Node, in the main thread and in workers. The entries of `loggia` install it.
 *
 * @example
 * ```ts
 * import { installPlatform } from '@loggia/core';
 * import { nodePlatform } from '@loggia/node';
 * installPlatform(nodePlatform);
 * ```
 */
export const nodePlatform: Platform = {
  name: 'node',
  now: () => Date.now(),
  stderr: /* @__PURE__ */ standardError(),
  stdout: /* @__PURE__ */ standardError(1),
  console: ownConsole,
  processInfo() {
    info ??= findInfo();
    return info;
  },
  onExit,
  exitIsFinal: true,
  onResume: () => () => {},
  online: () => true,
  env: (name) => process.env[name],
  timer(delayMs, callback) {
    const timer = setTimeout(callback, Math.min(delayMs, MAX_TIMER_MS)).unref();
    return () => clearTimeout(timer);
  },
  uuid: randomId,
  fetch: ownFetch,
  canFetch: (url) => URL.canParse(url) && /^https?:/i.test(url.trim()),
  gzip: (text) => promisify<string, Buffer<ArrayBuffer>>(builtin('node:zlib').gzip)(text),
  abortController: () => new OwnAbortController(),
  openFileHandler: (filename, options) =>
    new FileHandler(
      typeof filename === 'string' ? filename : new URL(filename.href),
      options as FileHandlerOptions,
    ),
  asyncContext() {
    const storage = new AsyncLocalStorage<unknown>();
    return { run: (value, body) => storage.run(value, body), get: () => storage.getStore() };
  },
  onWarning,
};

function captureConsole(): ConsoleLike {
  const { debug, info, warn, error } = console;
  return { debug, info, warn, error };
}
