import type { ErrorData, WireRecord } from '@loggia/core';

/** In UTF-8 bytes: what clients cut their records to, and room for the `seq` beside it. */
const MAX_RECORD_BYTES = 65_536 + 32;
const MAX_DEPTH = 16;
const MAX_NAME_LENGTH = 256;
/** What a `Date` can hold, in seconds: formatters cannot write other times. */
const MAX_SECONDS = 8.64e12;

/** A value that the sender got wrong, in words for the sender. They never repeat what was sent. */
export class Invalid extends Error {}

type Check = readonly [isValid: (value: unknown) => boolean, must: string];

const TEXT: Check = [(value) => typeof value === 'string', 'a string'];
const NAME: Check = [
  isName,
  `a string of at most ${MAX_NAME_LENGTH} characters, none of them a control character`,
];
const INTEGER: Check = [Number.isSafeInteger, 'an integer'];
const NUMBER: Check = [Number.isFinite, 'a number'];
const TIME: Check = [
  (value) => Math.abs(value as number) <= MAX_SECONDS && NUMBER[0](value),
  'a time in seconds',
];

const REQUIRED: ReadonlyMap<string, Check> = /* @__PURE__ */ new Map([
  ['name', NAME],
  ['levelno', INTEGER],
  ['levelname', NAME],
  ['message', TEXT],
  ['created', TIME],
]);

const OPTIONAL: ReadonlyMap<string, Check> = /* @__PURE__ */ new Map([
  ['msg', TEXT],
  ['relativeCreated', NUMBER],
  ['pathname', TEXT],
  ['lineno', INTEGER],
  ['funcName', TEXT],
  ['process', INTEGER],
  ['processName', NAME],
  ['thread', INTEGER],
  ['threadName', NAME],
  ['taskName', NAME],
  ['excText', TEXT],
  ['stackInfo', TEXT],
]);

/** Keys that reach an object's prototype where someone copies without care. */
const DANGEROUS: ReadonlySet<string> = /* @__PURE__ */ new Set(['__proto__', 'constructor', 'prototype']);

/**
 * Makes a wire record of what somebody sent, with nothing in it but what the wire form knows. Other keys,
 * as a newer client may send them, become fields in `extra`.
 *
 * @throws Invalid
 */
export function checkRecord(sent: Readonly<Record<string, unknown>>): WireRecord {
  const record: Record<string, unknown> = {};
  const others: [string, unknown][] = [];
  for (const [key, value] of Object.entries(sent)) {
    const check = REQUIRED.get(key) ?? OPTIONAL.get(key);
    if (value === null || key === 'seq' || key === 'extra') continue;
    if (DANGEROUS.has(key)) throw new Invalid(`the key ${key} is not allowed`);
    if (key === 'error') record['error'] = checkError(value, 'error', 1);
    else if (check === undefined) others.push([key, value]);
    else if (check[0](value)) record[key] = value;
    else throw new Invalid(`${key} must be ${check[1]}`);
  }
  for (const key of REQUIRED.keys()) if (!(key in record)) throw new Invalid(`${key} is missing`);
  const extra = checkExtra(sent['extra'], others);
  if (extra !== undefined) record['extra'] = extra;
  if (byteLength(JSON.stringify(record)) > MAX_RECORD_BYTES)
    throw new Invalid('the record is larger than 64 KiB');
  return record as unknown as WireRecord;
}

/** Whether a parsed JSON value is an object, not an array. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether objects and arrays are at most `levels` deep in each other. */
export function isShallow(value: unknown, levels: number = MAX_DEPTH): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return levels > 0 && Object.values(value).every((inner) => isShallow(inner, levels - 1));
}

/** The length in UTF-8. */
export function byteLength(text: string): number {
  // Twice as fast as encoding; surrogates come in pairs of two units for four bytes, so each counts two.
  let bytes = text.length;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit > 0x7f) bytes += unit > 0x7ff && (unit < 0xd800 || unit > 0xdfff) ? 2 : 1;
  }
  return bytes;
}

function checkExtra(sent: unknown, others: [string, unknown][]): object | undefined {
  if (sent !== undefined && sent !== null && !isObject(sent)) throw new Invalid('extra must be an object');
  // Both ways of copying define keys instead of setting them, so that `__proto__` is a field like any other.
  const extra = { ...Object.fromEntries(others), ...sent };
  if (!isShallow(extra)) throw new Invalid(`extra is nested more than ${MAX_DEPTH} deep`);
  return Object.keys(extra).length > 0 ? extra : undefined;
}

function checkError(sent: unknown, path: string, depth: number): ErrorData {
  if (!isObject(sent)) throw new Invalid(`${path} must be an object`);
  if (depth > MAX_DEPTH) throw new Invalid(`error is nested more than ${MAX_DEPTH} deep`);
  const error: ErrorData = { type: 'Error', message: '', stack: '' };
  for (const key of ['type', 'message', 'stack'] as const) {
    const value = sent[key] ?? error[key];
    if (typeof value !== 'string') throw new Invalid(`${path}.${key} must be a string`);
    error[key] = value;
  }
  const { cause, errors } = sent;
  if (cause !== undefined && cause !== null) error.cause = checkError(cause, `${path}.cause`, depth + 1);
  if (errors !== undefined && errors !== null) {
    if (!Array.isArray(errors)) throw new Invalid(`${path}.errors must be an array`);
    error.errors = errors.map((one, index) => checkError(one, `${path}.errors[${index}]`, depth + 1));
  }
  return error;
}

function isName(value: unknown): boolean {
  return (
    typeof value === 'string' &&
    value.length <= MAX_NAME_LENGTH &&
    !/[\0-\x1f\x7f-\x9f\u2028\u2029]/.test(value)
  );
}
