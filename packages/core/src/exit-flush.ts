import { flush } from './flush-handlers.js';
import { openHandlers, type RegisteredHandler } from './handler-registry.js';
import type { Platform } from './platform.js';
import { shared, state } from './state.js';

type Flush = RegisteredHandler['flush'];

interface ExitFlush {
  /** Methods that classes do not want to be called at the end. */
  readonly exempt: Set<Flush>;
  /** Those of them that have nothing to do, so that nobody need listen for the end. */
  readonly idle: Set<Flush>;
  platform: Platform | undefined;
  unlisten: (() => void) | undefined;
}

function exitFlush(): ExitFlush {
  return shared('exitFlush', () => ({
    exempt: new Set(),
    idle: new Set(),
    platform: undefined,
    unlisten: undefined,
  }));
}

/**
 * Says of a class's `flush` that it need not be called at the end of the program, since nothing is held back. A subclass
 * that overrides it holds something back, and is flushed.
 */
export function flushesNothing(method: Flush): void {
  exitFlush().exempt.add(method);
  exitFlush().idle.add(method);
}

/** Says of a class's `flush` that at the end of the program the handler knows a better way. */
export function flushesItself(method: Flush): void {
  exitFlush().exempt.add(method);
}

/**
 * Listens for the end of the program if the handler may hold something back: then all such are flushed. That comes
 * before what handlers of this kind do at the end themselves, since others may stand in front of them.
 */
export function flushAtExit(handler: RegisteredHandler): void {
  const known = exitFlush();
  if (known.idle.has(handler.flush) || known.platform === state.platform) return;
  known.unlisten?.();
  known.platform = state.platform;
  known.unlisten = state.platform.onExit((phase) => {
    if (phase !== 'exit') return;
    for (const open of openHandlers()) {
      // Only what happens at once is of use, so nobody waits for the promise.
      if (!known.exempt.has(open.flush)) void flush(open);
    }
  });
}

/** Listens no more if the last handler that may hold something back is closed. */
export function flushedForGood(): void {
  const known = exitFlush();
  if (known.platform === undefined || openHandlers().some(({ flush }) => !known.idle.has(flush))) return;
  known.unlisten?.();
  known.platform = undefined;
}
