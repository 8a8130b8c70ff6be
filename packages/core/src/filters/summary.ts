import type { FilterLike } from '../filter.js';
import type { Handler } from '../handler.js';
import type { Logger } from '../logger.js';
import type { LogRecord } from '../record.js';
import { UNKNOWN_FILE } from '../record-attributes.js';
import { getLogRecordFactory } from '../record-factory.js';
import { reportError } from '../report.js';
import { getLogger } from '../root.js';
import { state } from '../state.js';

/** Handlers that pass records on to one another; a longer chain may be a circle. */
const MAX_TARGETS = 8;

const summaries: WeakSet<LogRecord> = /* @__PURE__ */ new WeakSet();

/** Whether a record speaks of others that a filter held back: it passes such filters, and they do not count it. */
export function isSummary(record: LogRecord): boolean {
  return summaries.has(record);
}

/**
 * Makes a record about records that `filter` held back, and sends it the way that they would have gone: through
 * the logger or the handler that has the filter, or through the logger where neither is found. Never throws.
 *
 * @param about - One of those records, or as much of it.
 */
export function sendSummary(
  filter: FilterLike,
  about: Pick<LogRecord, 'name' | 'levelno'>,
  msg: string,
  args: readonly unknown[],
  extra: Record<string, unknown>,
): void {
  try {
    const logger = getLogger(about.name);
    const makeRecord = getLogRecordFactory();
    const record = makeRecord(about.name, about.levelno, UNKNOWN_FILE, 0, msg, args, null);
    Object.assign(record.extra, extra);
    state.stats.emitted++;
    summaries.add(record);
    ownerOf(filter, logger).handle(record);
  } catch (error) {
    reportError({ msg, args }, error);
  }
}

function ownerOf(filter: FilterLike, logger: Logger): Logger | Handler {
  for (let node: Logger | null = logger; node !== null; node = node.propagate ? node.parent : null) {
    for (const handler of node.handlers) {
      let owner: (Handler & { target?: Handler | null }) | null | undefined = handler;
      for (let i = 0; owner && i < MAX_TARGETS; i++, owner = owner.target) {
        if (owner.filters.includes(filter)) return owner;
      }
    }
  }
  return logger;
}
