import type { Logger } from './logger.js';
import type { LogRecord } from './record.js';
import { getLogger } from './root.js';

/** How many loggers records from elsewhere may bring into being: loggers are never given back. */
export interface LoggerSinkOptions {
  /** How many loggers are made. Default 1,000. */
  readonly maxLoggers?: number | undefined;
  /** How many levels deep. Default 16. */
  readonly maxLevels?: number | undefined;
}

/**
 * Makes what receivers do with records by default: each goes to `handle` of the logger that it names, as in the
 * socket receiver of Python's documents, so the logger's filters are asked and its level is not. Past the limits
 * it goes to the nearest logger above that is there.
 *
 * @example
 * ```ts
 * import { loggerSink, makeLogRecord } from 'loggia';
 * const take = loggerSink({ maxLoggers: 100 });
 * take(makeLogRecord({ name: 'shop.cart', levelno: 30, levelname: 'WARNING', msg: 'from elsewhere' }));
 * ```
 */
export function loggerSink(options: LoggerSinkOptions = {}): (record: LogRecord) => void {
  const { maxLoggers = 1_000, maxLevels = 16 } = options;
  const made = new Set<string>();
  return (record) => {
    const { name } = record;
    if (!made.has(name) && !getLogger().manager.loggerDict.has(name)) {
      if (made.size >= maxLoggers || name.split('.').length > maxLevels) {
        nearest(name).callHandlers(record);
        return;
      }
      made.add(name);
    }
    getLogger(name).handle(record);
  };
}

// A logger that nobody set up has no filters and passes everything on, so leaving it out changes nothing.
function nearest(of: string): Logger {
  const known = getLogger().manager.loggerDict;
  let name = of;
  for (let dot = name.lastIndexOf('.'); dot > 0; dot = name.lastIndexOf('.')) {
    name = name.slice(0, dot);
    const ancestor = known.get(name);
    if (ancestor !== undefined && 'callHandlers' in ancestor) return ancestor;
  }
  return getLogger();
}
