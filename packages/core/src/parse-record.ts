import type { LogRecord } from './record.js';
import { makeLogRecord } from './record-factory.js';
import type { WireRecord } from './wire.js';

/**
 * Reads a record that came as `JSON.stringify(record)` from another thread, process or machine.
 *
 * @throws SyntaxError for what is no JSON, TypeError for what is no record.
 * @example
 * ```ts
 * import { getLogger, parseRecord } from 'loggia';
 * const text = '{"name": "shop", "levelno": 20, "levelname": "INFO", "message": "open", "created": 1767225600}';
 * const record = parseRecord(text);
 * getLogger(record.name).handle(record);
 * ```
 */
export function parseRecord(text: string): LogRecord {
  const wire = JSON.parse(text) as Partial<WireRecord> | null;
  const { name, levelno, message } = wire ?? {};
  if (typeof name !== 'string' || !Number.isInteger(levelno) || typeof message !== 'string') {
    throw new TypeError(`this text is no record: ${text.slice(0, 100)}`);
  }
  return makeLogRecord(wire as WireRecord);
}
