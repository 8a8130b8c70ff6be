import { type ErrorData, errorFromData } from './format/error-data.js';
import { isPlainObject } from './plain-object.js';
import { LogRecord } from './record.js';
import { attributeNamed, type RecordAttributes } from './record-attributes.js';
import { shared } from './state.js';
import type { WireRecord } from './wire.js';

/** Makes a record from what {@link LogRecord}'s constructor takes. */
export type LogRecordFactory = (...args: ConstructorParameters<typeof LogRecord>) => LogRecord;

/** A factory, or a subclass of `LogRecord`. */
export type LogRecordFactoryLike =
  | LogRecordFactory
  | (new (
      ...args: Parameters<LogRecordFactory>
    ) => LogRecord);

const slot: { factory: LogRecordFactory } = /* @__PURE__ */ shared('recordFactory', () => ({
  factory: factoryOf(LogRecord),
}));

/**
 * The function that makes records. It can be called from another factory, to build on.
 *
 * @example
 * ```ts
 * import { getLogRecordFactory, setLogRecordFactory } from 'loggia';
 * const before = getLogRecordFactory();
 * setLogRecordFactory((...args) => {
 *   const record = before(...args);
 *   record.extra['release'] = '1.4.2';
 *   return record;
 * });
 * ```
 */
export function getLogRecordFactory(): LogRecordFactory {
  return slot.factory;
}

/**
 * Sets what makes records from now on: a function with `LogRecord`'s parameters, or a subclass.
 *
 * @example
 * ```ts
 * import { LogRecord, setLogRecordFactory } from 'loggia';
 * class ShopRecord extends LogRecord {
 *   readonly shop = 'berlin';
 * }
 * setLogRecordFactory(ShopRecord);
 * setLogRecordFactory(LogRecord);
 * ```
 */
export function setLogRecordFactory(factory: LogRecordFactoryLike): void {
  slot.factory = factoryOf(factory);
}

function factoryOf(factory: LogRecordFactoryLike): LogRecordFactory {
  // A class cannot be called; what tells it from a function is that its instances are records.
  if (typeof factory.prototype?.getMessage !== 'function') return factory as LogRecordFactory;
  const RecordClass = factory as new (...args: ConstructorParameters<typeof LogRecord>) => LogRecord;
  // Written out, since it is called for each record: to gather and spread the arguments costs as much as the record.
  return (name, level, pathname, lineno, msg, args, excInfo, func, sinfo) =>
    new RecordClass(name, level, pathname, lineno, msg, args, excInfo, func, sinfo);
}

const NOT_SAID: Partial<RecordAttributes> = {
  process: null,
  processName: null,
  thread: null,
  threadName: null,
  relativeCreated: 0,
};

/**
 * Makes a record from a dictionary of attributes: a copy (`makeLogRecord({ ...record })`), the wire form
 * that `record.toJSON()` gives, or a dictionary from Python. Unknown keys become fields in `extra`.
 *
 * @example
 * ```ts
 * import { getLogger, makeLogRecord } from 'loggia';
 * const record = makeLogRecord(JSON.parse('{"name": "shop", "levelno": 20, "levelname": "INFO", "message": "hi"}'));
 * getLogger(record.name).handle(record);
 * ```
 */
export function makeLogRecord(
  attributes: Readonly<Record<string, unknown>> | LogRecord | WireRecord,
): LogRecord {
  const given = attributes as Readonly<Record<string, unknown>>;
  const { message } = Object.hasOwn(given, 'message') ? given : {};
  const pathname = typeof given['pathname'] === 'string' ? given['pathname'] : '';
  const record = slot.factory(null as never, null as never, pathname, 0, '', [], null, null, null);
  // A text without the arguments that made it comes from elsewhere: what it does not say of its process is not known.
  const isWire = typeof message === 'string' && !Object.hasOwn(given, 'args');
  if (isWire) Object.assign(record, NOT_SAID);
  const known = record as unknown as Record<string, unknown>;
  const fields: [string, unknown][] = [];
  for (const [key, value] of Object.entries(given)) {
    const name = attributeNamed(key);
    if (name === 'error' && isWire) record.excInfo = errorFromData(value as ErrorData);
    else if (name === 'extra' && isPlainObject(value)) record.extra = { ...value };
    else if (name !== 'extra' && (Object.hasOwn(record, name) || name === 'asctime')) known[name] = value;
    else if (name !== 'message') fields.push([key, value]);
  }
  if (fields.length > 0) record.extra = { ...record.extra, ...Object.fromEntries(fields) };
  if (!Object.hasOwn(given, 'msecs')) record.msecs = millisecondsOf(record.created);
  record.args ??= [];
  if (isWire) {
    if (!Object.hasOwn(given, 'msg')) record.msg = message;
    record.keepMessage(message as string);
  }
  return record;
}

// Rounded to microseconds first: seconds as a float are a little below the millisecond that they stand for.
function millisecondsOf(epochSeconds: number): number {
  return Math.floor(Math.round(epochSeconds * 1e6) / 1e3) % 1000;
}
