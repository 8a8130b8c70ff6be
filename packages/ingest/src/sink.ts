import { getLogger, type Logger, type LoggerTree, type LogRecord } from '@loggia/core';

/** Loggers are never given back, so strangers may have only so many made, and none many levels deep. */
const MAX_LOGGERS = 1_000;
const MAX_LEVELS = 16;

/**
 * Makes the default sink: each record goes to `handle` of the logger that it names, as Python's socket
 * receiver does, so the logger's filters are asked and its level is not.
 */
export function loggerSink(): (record: LogRecord) => void {
  const made = new Set<string>();
  return (record) => {
    const { name } = record;
    const known = getLogger().manager.loggerDict;
    if (!known.has(name) && !made.has(name)) {
      if (made.size >= MAX_LOGGERS || name.split('.').length > MAX_LEVELS) {
        nearest(name, known).callHandlers(record);
        return;
      }
      made.add(name);
    }
    getLogger(name).handle(record);
  };
}

// A logger that nobody set up has no filters and passes everything on, so leaving it out changes nothing.
function nearest(of: string, known: LoggerTree['loggerDict']): Logger {
  let name = of;
  for (let dot = name.lastIndexOf('.'); dot > 0; dot = name.lastIndexOf('.')) {
    name = name.slice(0, dot);
    const ancestor = known.get(name);
    if (ancestor !== undefined && 'callHandlers' in ancestor) return ancestor;
  }
  return getLogger();
}
