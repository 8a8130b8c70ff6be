import { openHandlers, type RegisteredHandler } from './handler-registry.js';
import { reportError } from './report.js';

/**
 * Flushes every open handler, the youngest first, and closes none: for the moment before a program may be frozen,
 * such as the end of a serverless function's call. When a program ends by itself or by a signal, this is done for it.
 *
 * @returns A promise that settles when all are flushed. It never rejects: what goes wrong is reported.
 * @example
 * ```ts
 * import { flushHandlers, getLogger } from 'loggia';
 * export async function handleRequest(): Promise<string> {
 *   getLogger('shop').warning('out of tea');
 *   await flushHandlers();
 *   return 'done';
 * }
 * await handleRequest();
 * ```
 */
export async function flushHandlers(): Promise<void> {
  await Promise.all(openHandlers().map(flush));
}

/** Flushes one handler, unless it was told to throw away what it holds; what it does at once is done on return. */
export async function flush(handler: RegisteredHandler): Promise<void> {
  if ((handler as { flushOnClose?: boolean }).flushOnClose === false) return;
  try {
    await handler.flush();
  } catch (error) {
    reportError(null, error);
  }
}
