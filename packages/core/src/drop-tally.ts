import { WARNING } from './levels.js';
import { LogRecord } from './record.js';
import { UNKNOWN_FILE } from './record-attributes.js';
import { countDropped } from './report.js';
import { state } from './state.js';

/**
 * Counts what a full queue gives up, and makes the record that says so.
 *
 * @example
 * ```ts
 * import { DropTally, makeLogRecord } from 'loggia';
 * const tally = new DropTally();
 * tally.add(makeLogRecord({ name: 'shop', levelno: 10, levelname: 'DEBUG', msg: 'one too many' }));
 * console.log(tally.take().getMessage(), tally.isEmpty); // 1 records dropped: the queue was full true
 * ```
 */
export class DropTally {
  readonly #byLevel = new Map<string, number>();

  get isEmpty(): boolean {
    return this.#byLevel.size === 0;
  }

  /** Counts a record as dropped, here and in `getStats()`. */
  add({ levelname }: Pick<LogRecord, 'levelname'>): void {
    countDropped(1);
    this.#byLevel.set(levelname, (this.#byLevel.get(levelname) ?? 0) + 1);
  }

  /**
   * A record from the logger `loggia.queue` at `WARNING`, which says in `extra.dropped` how many records of which
   * level were dropped since the last one.
   */
  take(): LogRecord {
    let total = 0;
    for (const count of this.#byLevel.values()) total += count;
    const msg = '%d records dropped: the queue was full';
    // Not by the record factory: that is code of the application, and may throw.
    const record = new LogRecord('loggia.queue', WARNING, UNKNOWN_FILE, 0, msg, [total], null);
    record.extra = { dropped: Object.fromEntries(this.#byLevel) };
    this.#byLevel.clear();
    state.stats.emitted++;
    return record;
  }
}
