import { ValueError } from '../errors.js';
import type { LogRecord } from '../record.js';
import { state } from '../state.js';
import { isSummary, sendSummary } from './summary.js';

/** What {@link DuplicateFilter} takes. */
export interface DuplicateFilterOptions {
  /** How long a record that passed holds back its like, in milliseconds. Default 5000. */
  windowMs?: number;
}

interface Last {
  readonly name: string;
  readonly levelno: number;
  readonly text: string;
  /** When it passed, in milliseconds since the epoch. */
  readonly at: number;
  repeated: number;
  cancel: (() => void) | undefined;
}

/**
 * Drops a record that says what the one before it said: same logger, same level, same text. How often is said by a
 * record of its own, `last message repeated 3 times` with the field `repeated`, before the next record that
 * passes, or at the end of the window.
 *
 * @throws ValueError if the window is not above 0.
 * @example
 * ```ts
 * import { DuplicateFilter, getLogger } from 'loggia';
 * const log = getLogger('shop.sensor');
 * log.addFilter(new DuplicateFilter({ windowMs: 10_000 }));
 * for (let i = 0; i < 4; i++) log.warning('no signal');
 * log.info('back'); // no signal / last message repeated 3 times / back
 * ```
 */
export class DuplicateFilter {
  readonly windowMs: number;
  #last: Last | undefined;

  constructor(options: DuplicateFilterOptions = {}) {
    const { windowMs = 5000 } = options;
    if (!(windowMs > 0)) throw new ValueError(`windowMs must be above 0: ${String(windowMs)}`);
    this.windowMs = windowMs;
  }

  filter(record: LogRecord): boolean {
    if (isSummary(record)) return true;
    const { name, levelno } = record;
    const text = textOf(record);
    // Nobody can tell what it says; its handler will report why.
    if (text === undefined) return true;
    const { platform } = state;
    const at = platform.now();
    const last = this.#last;
    const elapsedMs = last === undefined ? -1 : at - last.at;
    // A clock that was set back begins a new window.
    const isWithin = elapsedMs >= 0 && elapsedMs < this.windowMs;
    if (last?.text === text && last.name === name && last.levelno === levelno && isWithin) {
      last.repeated++;
      last.cancel ??= platform.timer(this.windowMs - elapsedMs, () => this.#report(last));
      return false;
    }
    this.#last = { name, levelno, text, at, repeated: 0, cancel: undefined };
    if (last !== undefined) this.#report(last);
    return true;
  }

  #report(last: Last): void {
    const { repeated } = last;
    if (repeated === 0) return;
    last.cancel?.();
    last.cancel = undefined;
    last.repeated = 0;
    sendSummary(this, last, 'last message repeated %d times', [repeated], { repeated });
  }
}

function textOf(record: LogRecord): string | undefined {
  try {
    return record.getMessage();
  } catch {
    return undefined;
  }
}
