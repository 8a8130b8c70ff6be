import { describeError, type ErrorData } from './format/error-data.js';
import { type JSONValue, toJSONValue } from './format/json-value.js';
import { type RecordAttributes, UNKNOWN_FILE } from './record-attributes.js';

/**
 * A record as it crosses between processes: plain JSON data. What is null or unknown is absent.
 * `makeLogRecord` turns it into a record again.
 */
export interface WireRecord {
  name: string;
  levelno: number;
  levelname: string;
  /** The text, arguments put in. */
  message: string;
  /** The format that `message` was made from, where they differ: the same for all records of one call. */
  msg?: string;
  /** Seconds since the Unix epoch. */
  created: number;
  relativeCreated?: number;
  pathname?: string;
  lineno?: number;
  funcName?: string;
  process?: number;
  processName?: string;
  thread?: number;
  threadName?: string;
  taskName?: string;
  excText?: string;
  error?: ErrorData;
  stackInfo?: string;
  extra?: Record<string, JSONValue>;
}

const OPTIONAL = [
  'relativeCreated',
  'process',
  'processName',
  'thread',
  'threadName',
  'taskName',
  'excText',
  'stackInfo',
] as const;

/** The wire form of a record. Safe for any values: what JSON cannot hold is described instead. */
export function recordToWire(record: RecordAttributes & { getMessage(): string }): WireRecord {
  const { name, levelno, levelname, msg, created, excInfo } = record;
  const message = record.getMessage();
  const wire: WireRecord = { name, levelno, levelname, message, created };
  if (typeof msg === 'string' && msg !== message) wire.msg = msg;
  for (const key of OPTIONAL) {
    const value = record[key];
    if (value !== null) (wire as unknown as Record<string, unknown>)[key] = value;
  }
  if (record.pathname !== UNKNOWN_FILE) {
    wire.pathname = record.pathname;
    wire.lineno = record.lineno;
    if (record.funcName !== null) wire.funcName = record.funcName;
  }
  if (excInfo !== null) wire.error = describeError(excInfo);
  const extra = toJSONValue(record.extra) as Record<string, JSONValue>;
  if (Object.keys(extra).length > 0) wire.extra = extra;
  return wire;
}
