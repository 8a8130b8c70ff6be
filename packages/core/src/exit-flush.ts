import { flush } from './flush-handlers.js';
import { openHandlers, type RegisteredHandler } from './handler-registry.js';
import type { Platform } from './platform.js';
import { shared, state } from './state.js';

type Flush = RegisteredHandler['flush'];

interface ExitFlush {
  /** Methods of classes that need no flush at the end: what they hold, they see to themselves. */
  readonly exempt: Set<Flush>;
  platform: Platform | undefined;
  unlisten: (() => void) | undefined;
}

function exitFlush(): ExitFlush {
  return shared('exitFlush', () => ({ exempt: new Set(), platform: undefined, unlisten: undefined }));
}

/**
 * Says of a class's `flush` that the end of the program is no reason to call it. A subclass that overrides it holds
 * something back of its own, and is flushed.
 */
export function needsNoFlushAtExit(method: Flush): void {
  exitFlush().exempt.add(method);
}

/** Listens for the end of the program if the handler may hold something back: then all such are flushed. */
export function flushAtExit(handler: RegisteredHandler): void {
  const known = exitFlush();
  if (!holdsBack(handler) || known.platform === state.platform) return;
  known.unlisten?.();
  known.platform = state.platform;
  known.unlisten = state.platform.onExit((phase) => {
    // Only what happens at once is of use, so nobody waits for the promises.
    if (phase === 'exit') for (const open of openHandlers()) if (holdsBack(open)) void flush(open);
  });
}

/** Listens no more if the last handler that held something back is closed. */
export function flushedForGood(): void {
  const known = exitFlush();
  if (known.platform === undefined || openHandlers().some(holdsBack)) return;
  known.unlisten?.();
  known.platform = undefined;
}

function holdsBack(handler: RegisteredHandler): boolean {
  return !exitFlush().exempt.has(handler.flush);
}
