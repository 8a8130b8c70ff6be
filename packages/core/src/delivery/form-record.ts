import { numberText } from '../format/number-text.js';
import { quote } from '../format/python-text.js';
import { attributeNamed, type RecordAttributes } from '../record-attributes.js';

/** Python's attributes in Python's order. */
const ATTRIBUTES: readonly string[] = [
  'name',
  'msg',
  'args',
  'levelname',
  'levelno',
  'pathname',
  'filename',
  'module',
  'exc_info',
  'exc_text',
  'stack_info',
  'lineno',
  'funcName',
  'created',
  'msecs',
  'relativeCreated',
  'thread',
  'threadName',
  'processName',
  'process',
  'taskName',
];

/** Floats in Python, which writes them with a point. */
const FLOATS: readonly string[] = ['created', 'msecs', 'relativeCreated'];

/** A list within a list, and so on: deeper ones are cut off. */
const MAX_DEPTH = 6;

/** The attributes of a record as text, as Python's `HTTPHandler` names and writes them. */
export function pythonAttributes(record: RecordAttributes): Record<string, string> {
  const attributes: Record<string, string> = {};
  for (const name of ATTRIBUTES) {
    const value = record[attributeNamed(name) as keyof RecordAttributes];
    const isTuple = name === 'args' && Array.isArray(value);
    if (isTuple)
      attributes[name] = `(${value.map((item) => repr(item, 1)).join(', ')}${value.length === 1 ? ',' : ''})`;
    else if (FLOATS.includes(name) && Number.isInteger(value)) attributes[name] = `${value}.0`;
    else attributes[name] = text(value);
  }
  for (const [name, value] of Object.entries(record.extra)) attributes[name] ??= text(value);
  return attributes;
}

/** Names and values in the form that HTML forms are sent in, as Python's `urlencode` escapes them. */
export function urlEncode(fields: Readonly<Record<string, unknown>>): string {
  return Object.entries(fields)
    .map(([name, value]) => `${escapeForm(name)}=${escapeForm(text(value))}`)
    .join('&');
}

function escapeForm(value: string): string {
  return encodeURIComponent(value.replace(/\p{Surrogate}/gu, '\ufffd'))
    .replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
    .replace(/%20/g, '+');
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : repr(value, 0);
}

/** Python's `repr` of what both languages have; of anything else, its text. */
function repr(value: unknown, depth: number): string {
  if (value === null || value === undefined) return 'None';
  if (value === true) return 'True';
  if (value === false) return 'False';
  if (typeof value === 'string') return quote(value);
  if (typeof value === 'number' || typeof value === 'bigint') return numberText(value);
  if (typeof value !== 'object' || value instanceof Error || value instanceof Date) return String(value);
  if (depth > MAX_DEPTH) return '...';
  if (Array.isArray(value)) return `[${value.map((item) => repr(item, depth + 1)).join(', ')}]`;
  return `{${Object.entries(value)
    .map(([key, item]) => `${quote(key)}: ${repr(item, depth + 1)}`)
    .join(', ')}}`;
}
