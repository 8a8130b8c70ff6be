import type { LogRecord } from './record.js';
import { state } from './state.js';

/**
 * Where every error inside logging ends: counted, and, unless `settings.raiseExceptions` is off, printed on
 * the platform's stderr. It never throws, since it is called from `catch` blocks of logging calls.
 *
 * @param record - The record that was being handled, or null if none had been made.
 * @example
 * ```ts
 * import { Handler, type LogRecord, reportError } from 'loggia';
 * class ForwardingHandler extends Handler {
 *   override emit(record: LogRecord): void {
 *     // What fails later than this call has no handler around it any more.
 *     Promise.reject(new Error('no route')).catch((error) => reportError(record, error));
 *   }
 * }
 * console.log(new ForwardingHandler().level); // 0
 * ```
 */
export function reportError(record: Pick<LogRecord, 'msg' | 'args'> | null, error: unknown): void {
  state.stats.errors++;
  if (!state.settings.raiseExceptions) return;
  const { inspect } = state.renderer;
  const lines = ['--- Logging error ---', describe(error)];
  if (record !== null) lines.push(`Message: ${inspect(record.msg)}`, `Arguments: ${inspect(record.args)}`);
  try {
    state.platform.stderr.write(`${lines.join('\n')}\n`);
  } catch {
    // There is no place left to complain to.
  }
}

/**
 * Counts records that a handler had to give up, for `getStats()`.
 *
 * @example
 * ```ts
 * import { countDropped, Handler, type LogRecord } from 'loggia';
 * class LatestHandler extends Handler {
 *   latest: LogRecord | undefined;
 *   override emit(record: LogRecord): void {
 *     if (this.latest !== undefined) countDropped(1);
 *     this.latest = record;
 *   }
 * }
 * console.log(new LatestHandler().level); // 0
 * ```
 */
export function countDropped(records: number): void {
  state.stats.dropped += records;
}

/** Reports the failure of what nobody waits for: an unhandled rejection would end a process. */
export function reportRejection(work: unknown): void {
  if (work instanceof Promise) work.catch((error) => reportError(null, error));
}

function describe(error: unknown): string {
  try {
    if (!(error instanceof Error) || !error.stack) return String(error);
    // Not every engine has the message in the stack.
    return error.stack.includes(error.message) ? error.stack : `${error}\n${error.stack}`;
  } catch {
    return state.renderer.inspect(error);
  }
}
