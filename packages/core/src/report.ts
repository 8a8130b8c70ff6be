import { inspect } from './format/inspect.js';
import type { LogRecord } from './record.js';
import { state } from './state.js';

/**
 * Where every error inside logging ends: counted, and, unless `settings.raiseExceptions` is off, printed on
 * the platform's stderr. It never throws, since it is called from `catch` blocks of logging calls.
 *
 * @param record - The record that was being handled, or null if none had been made.
 */
export function reportError(record: Pick<LogRecord, 'msg' | 'args'> | null, error: unknown): void {
  state.stats.errors++;
  if (!state.settings.raiseExceptions) return;
  const lines = ['--- Logging error ---', describe(error)];
  if (record !== null) lines.push(`Message: ${inspect(record.msg)}`, `Arguments: ${inspect(record.args)}`);
  try {
    state.platform.stderr.write(`${lines.join('\n')}\n`);
  } catch {
    // There is no place left to complain to.
  }
}

/** Counts records that a handler had to give up, for `getStats()`. */
export function countDropped(records: number): void {
  state.stats.dropped += records;
}

function describe(error: unknown): string {
  try {
    const stack = error instanceof Error && error.stack;
    return stack || String(error);
  } catch {
    return inspect(error);
  }
}
