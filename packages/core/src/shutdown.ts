import { openHandlers, type RegisteredHandler } from './handler-registry.js';
import { reportError } from './report.js';
import { state } from './state.js';

/**
 * Flushes and closes every handler, the youngest first. Call it when the program is done logging; what can be
 * flushed synchronously is flushed on exit even without it.
 *
 * @param handlers - From the oldest to the youngest: the last comes first. Default: all open handlers.
 * @returns A promise that is settled when all are closed. It rejects only if `settings.raiseExceptions` is on
 * and a handler failed with something else than a system or value error, and only after all were closed.
 * @example
 * ```ts
 * import { shutdown } from 'loggia';
 * await shutdown();
 * ```
 */
export async function shutdown(handlers?: readonly RegisteredHandler[]): Promise<void> {
  const failures: unknown[] = [];
  for (const handler of handlers?.toReversed() ?? openHandlers()) {
    try {
      await flushAndClose(handler);
    } catch (error) {
      // The stream is gone or closed already: nothing is left that could be done about it.
      if (isSystemError(error)) continue;
      reportError(null, error);
      failures.push(error);
    }
  }
  if (failures.length > 0 && state.settings.raiseExceptions) throw failures[0];
}

async function flushAndClose(handler: RegisteredHandler): Promise<void> {
  try {
    // A MemoryHandler may be told to throw its buffer away at the end.
    if ((handler as { flushOnClose?: boolean }).flushOnClose !== false) await handler.flush();
  } finally {
    await handler.close();
  }
}

function isSystemError(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return error.name === 'ValueError' || typeof (error as { code?: unknown }).code === 'string';
}
