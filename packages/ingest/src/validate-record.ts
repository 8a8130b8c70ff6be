import { type ErrorData, getLevelName, type WireRecord } from '@loggia/core';
import { Invalid } from './invalid.js';
import type { Rules } from './rules.js';
import { tidy } from './tidy.js';

/** In UTF-8 bytes: what clients cut their records to, and room for the `seq` beside it. */
export const MAX_RECORD_BYTES: number = 65_536 + 32;
/** How many errors may have caused each other. */
const MAX_CAUSES = 16;
const MAX_NAME_LENGTH = 256;
/** What a `Date` can hold, in seconds: formatters cannot write other times. */
const MAX_SECONDS = 8.64e12;

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

/** Texts that have several lines by nature. */
const STACKS: ReadonlySet<string> = /* @__PURE__ */ new Set(['excText', 'stackInfo']);

/** Keys that reach an object's prototype where someone copies without care. */
const DANGEROUS: ReadonlySet<string> = /* @__PURE__ */ new Set(['__proto__', 'constructor', 'prototype']);

/**
 * Makes a wire record of what somebody sent, with nothing in it but what the wire form knows. Other keys,
 * as a newer client may send them, become fields in `extra`.
 *
 * @param isSmall - Whether it is known to be within the limit: then it need not be measured.
 * @throws Invalid
 */
export function checkRecord(
  sent: Readonly<Record<string, unknown>>,
  rules: Rules,
  isSmall: boolean,
): WireRecord {
  if (!isSmall && sizeOf(sent) > MAX_RECORD_BYTES) {
    throw new Invalid('tooLarge', 'the record is larger than 64 KiB');
  }
  const record: Record<string, unknown> = {};
  const others: [string, unknown][] = [];
  for (const key of Object.keys(sent)) {
    const value = sent[key];
    if (value === null || key === 'seq' || key === 'extra') continue;
    if (DANGEROUS.has(key)) throw new Invalid('forbiddenKey', `the key ${key} is not allowed`);
    const check = REQUIRED.get(key) ?? OPTIONAL.get(key);
    if (key === 'error') record['error'] = checkError(value, 'error', 1, rules);
    else if (check === undefined) others.push([key, value]);
    else if (!check[0](value)) throw new Invalid('schema', `${key} must be ${check[1]}`);
    else if (typeof value !== 'string') record[key] = value;
    else record[key] = STACKS.has(key) ? rules.cleanStack(value) : rules.clean(value);
  }
  for (const key of REQUIRED.keys()) {
    if (!(key in record)) throw new Invalid('schema', `${key} is missing`);
  }
  const extra = checkExtra(sent['extra'], others, rules);
  if (extra !== undefined) record['extra'] = extra;
  const wire = record as unknown as WireRecord;
  applyRules(wire, rules);
  return wire;
}

/** Whether a parsed JSON value is an object, not an array. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
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

function sizeOf(sent: object): number {
  try {
    return byteLength(JSON.stringify(sent));
  } catch {
    // The stack has an end.
    throw new Invalid('tooDeep', 'the record is nested too deep');
  }
}

function applyRules(wire: WireRecord, { namePrefix, maxLevel }: Rules): void {
  if (!`${wire.name}.`.startsWith(namePrefix)) wire.name = namePrefix + wire.name;
  const level = Math.min(Math.max(wire.levelno, 0), maxLevel);
  if (level === wire.levelno) return;
  wire.levelno = level;
  wire.levelname = getLevelName(level);
}

function checkExtra(
  sent: unknown,
  others: [string, unknown][],
  { clean }: Rules,
): Record<string, unknown> | undefined {
  if (sent !== undefined && sent !== null && !isObject(sent)) {
    throw new Invalid('schema', 'extra must be an object');
  }
  if (others.length === 0 && !isObject(sent)) return undefined;
  // Both ways of copying define keys instead of setting them, so that `__proto__` is a field like any other.
  const extra = others.length === 0 ? sent : { ...Object.fromEntries(others), ...(sent as object) };
  tidy(extra, 'extra', clean);
  return extra as Record<string, unknown>;
}

function checkError(sent: unknown, path: string, depth: number, rules: Rules): ErrorData {
  if (!isObject(sent)) throw new Invalid('schema', `${path} must be an object`);
  if (depth > MAX_CAUSES) throw new Invalid('tooDeep', `error is nested more than ${MAX_CAUSES} deep`);
  const text = (key: 'type' | 'message' | 'stack'): string => {
    const value = sent[key] ?? (key === 'type' ? 'Error' : '');
    if (typeof value !== 'string') throw new Invalid('schema', `${path}.${key} must be a string`);
    return key === 'stack' ? rules.cleanStack(value) : rules.clean(value);
  };
  const error: ErrorData = { type: text('type'), message: text('message'), stack: text('stack') };
  const { cause, errors } = sent;
  if (cause !== undefined && cause !== null) {
    error.cause = checkError(cause, `${path}.cause`, depth + 1, rules);
  }
  if (errors !== undefined && errors !== null) {
    if (!Array.isArray(errors)) throw new Invalid('schema', `${path}.errors must be an array`);
    error.errors = errors.map((one, index) => checkError(one, `${path}.errors[${index}]`, depth + 1, rules));
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
