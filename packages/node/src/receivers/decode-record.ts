import { type LogRecord, makeLogRecord } from '@loggia/core';
import { MAX_DEPTH } from '../pickle/containers.js';
import { unpickle } from '../pickle/decode.js';
import { RefusedError } from './refusal.js';

type Check = readonly [isValid: (value: unknown) => boolean, must: string];

/** `{`, which begins no pickle. */
const OPENING_BRACE = 0x7b;
const MAX_NAME_LENGTH = 1024;
/** What a `Date` can hold, in seconds: formatters cannot write other times. */
const MAX_SECONDS = 8.64e12;

const TEXT: Check = [(value) => typeof value === 'string', 'a string'];
const NAME: Check = [isName, 'a short string without control characters'];
const INTEGER: Check = [Number.isSafeInteger, 'an integer'];
const NUMBER: Check = [Number.isFinite, 'a number'];
const TIME: Check = [(value) => Number.isFinite(value) && Math.abs(value as number) <= MAX_SECONDS, 'a time'];

/** What makes a dictionary a record. */
const REQUIRED: readonly string[] = ['name', 'msg', 'levelno'];

/** Python's attributes. Other keys are fields that the sender's program put beside them. */
const ATTRIBUTES: ReadonlyMap<string, Check> = /* @__PURE__ */ new Map([
  ['name', NAME],
  ['msg', [() => true, 'anything']],
  ['args', [(value) => typeof value === 'object', 'a list or a dict']],
  ['levelname', NAME],
  ['levelno', INTEGER],
  ['pathname', TEXT],
  ['filename', TEXT],
  ['module', TEXT],
  ['exc_text', TEXT],
  ['stack_info', TEXT],
  ['lineno', INTEGER],
  ['funcName', TEXT],
  ['created', TIME],
  ['msecs', NUMBER],
  ['relativeCreated', NUMBER],
  ['thread', INTEGER],
  ['threadName', NAME],
  ['processName', NAME],
  ['process', INTEGER],
  ['taskName', NAME],
  ['asctime', TEXT],
]);

/** Made by what formats the text or the error, so of no use here. */
const IGNORED: readonly string[] = ['exc_info', 'message'];

/**
 * Reads what a frame holds: a pickle or JSON of Python's record dictionary.
 *
 * @throws RefusedError
 */
export function decodeRecord(payload: Uint8Array): LogRecord {
  const data = readData(payload);
  if (typeof data !== 'object' || data === null || Array.isArray(data) || !isPlain(data)) {
    throw new RefusedError('notARecord', 'a frame holds no dictionary of a record');
  }
  const record: Record<string, unknown> = { ...UNKNOWN };
  const extra: [string, unknown][] = [];
  for (const [key, value] of Object.entries(data)) {
    const check = ATTRIBUTES.get(key);
    if (key === '__proto__') throw new RefusedError('notARecord', 'a record has a key __proto__');
    if (IGNORED.includes(key)) continue;
    if (check === undefined) extra.push([key, value]);
    else if (value === null) continue;
    else if (check[0](value)) record[key] = value;
    else throw new RefusedError('notARecord', `a record's ${key} is not ${check[1]}`);
  }
  for (const key of REQUIRED) {
    if (!Object.hasOwn(data, key)) throw new RefusedError('notARecord', `a record has no ${key}`);
  }
  record['levelname'] ??= `Level ${record['levelno']}`;
  return makeLogRecord({ ...record, extra: Object.fromEntries(extra) });
}

/** What the sender did not say is not known; else it would be what is true of this process. */
const UNKNOWN: Readonly<Record<string, unknown>> = {
  args: [],
  process: null,
  processName: null,
  thread: null,
  threadName: null,
  relativeCreated: 0,
};

function readData(payload: Uint8Array): unknown {
  try {
    if (payload[0] !== OPENING_BRACE) return unpickle(payload);
    const data: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(payload));
    if (isShallow(data, MAX_DEPTH)) return data;
  } catch (cause) {
    // The words of JSON.parse quote what was sent.
    const { name, message } = cause as Error;
    throw new RefusedError('notData', name === 'UnpicklingError' ? message : 'a frame is not JSON', {
      cause,
    });
  }
  throw new RefusedError('notData', 'values are nested too deep');
}

function isShallow(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return levels > 0 && Object.values(value).every((inner) => isShallow(inner, levels - 1));
}

function isPlain(value: object): boolean {
  return Object.getPrototypeOf(value) === Object.prototype;
}

function isName(value: unknown): boolean {
  return (
    typeof value === 'string' &&
    value.length <= MAX_NAME_LENGTH &&
    !/[\0-\x1f\x7f-\x9f\u2028\u2029]/.test(value)
  );
}
