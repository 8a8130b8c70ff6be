import type { LogRecord } from '../record.js';
import type { RecordAttributes } from '../record-attributes.js';
import { state } from '../state.js';
import type { RecordFormatter } from './base-formatter.js';
import { CALLER_FIELDS } from './field.js';
import { toJSONValue } from './json-value.js';

/** What a structured line says of a record: these six by default, and any of the record's attributes. */
export type StructuredKey =
  | 'time'
  | 'level'
  | 'logger'
  | 'message'
  | 'error'
  | 'stack'
  | Exclude<keyof RecordAttributes, 'extra'>;

/** What {@link JSONFormatter} and {@link LogfmtFormatter} take. */
export interface StructuredOptions {
  /**
   * What is written under which name; null leaves it out. Those not mentioned keep their names. Attributes that are
   * not written by default are added: `{ message: 'msg', stack: null, lineno: 'line' }`.
   */
  keys?: Readonly<Partial<Record<StructuredKey, string | null>>> | undefined;
  /** Fields that every line has, such as the service's name. */
  fields?: Readonly<Record<string, unknown>> | undefined;
}

/** Reads what stands under one name; undefined or null if the record has no such thing. */
type Reader = (record: LogRecord) => unknown;
type Part = readonly [label: string, read: Reader];

/** Characters of one text. A longer one would be a document, not an entry in a log. */
const MAX_TEXT = 65_536;

/**
 * What formatters have in common that write records as names and values, one record a line: first the time, the
 * level, the logger and the message, then the fixed fields, then the record's own, then error and stack.
 *
 * A name is never written twice: a record's field that is called as something before it gets a `_` at its end.
 */
export abstract class StructuredFormatter implements RecordFormatter {
  // The time's text up to the second; records come many to the second.
  #second: number = Number.NaN;
  #secondText = '';
  readonly #taken: ReadonlySet<string>;
  readonly #head: readonly Part[];
  readonly #tail: readonly Part[];
  readonly #fixed: string;

  constructor(names: Readonly<Record<string, string | null>>, { keys = {}, fields = {} }: StructuredOptions) {
    const chosen = Object.entries({ ...names, ...keys }).filter(
      (entry): entry is [string, string] => entry[1] !== null,
    );
    const part = ([key, name]: [string, string]): Part => [this.label(name), this.#readerOf(key)];
    const isLast = ([key]: [string, string]): boolean => key === 'error' || key === 'stack';
    this.#head = chosen.filter((entry) => !isLast(entry)).map(part);
    this.#tail = chosen.filter(isLast).map(part);
    const taken = new Set(chosen.map(([, name]) => name));
    this.#taken = taken;
    this.#fixed = this.#members(fields, (name) => taken.add(name));
    if (CALLER_FIELDS.some((name) => Object.hasOwn(keys, name))) state.callerWanted = true;
  }

  format(record: LogRecord): string {
    const text = this.#write(this.#head, record) + this.#fixed + this.#members(record.extra);
    return this.line(text + this.#write(this.#tail, record));
  }

  /** What stands before a value, with what parts it from the one before. */
  protected abstract label(name: string): string;
  /** A value, which is plain JSON data. */
  protected abstract value(value: unknown): string;
  /** The whole line, made from labels and values. */
  protected abstract line(members: string): string;
  protected abstract level(record: LogRecord): string;
  protected abstract error(record: LogRecord): unknown;

  #write(parts: readonly Part[], record: LogRecord): string {
    let text = '';
    for (const [label, read] of parts) {
      const value = read(record);
      if (value !== null && value !== undefined)
        text += label + this.value(typeof value === 'string' ? cut(value) : value);
    }
    return text;
  }

  #members(fields: Readonly<Record<string, unknown>>, note?: (name: string) => void): string {
    const data = toJSONValue(fields);
    // What is no collection of fields, such as a revoked proxy, has a text.
    const safe: object = typeof data === 'object' && data !== null ? data : { extra: data };
    const renamed: string[] = [];
    let text = '';
    for (const [name, value] of Object.entries(safe)) {
      let free = name;
      while (
        this.#taken.has(free) ||
        renamed.includes(free) ||
        (free !== name && Object.hasOwn(safe, free))
      ) {
        free += '_';
      }
      if (free !== name) renamed.push(free);
      note?.(free);
      text += this.label(free) + this.value(value);
    }
    return text;
  }

  #readerOf(key: string): Reader {
    const readers: Readonly<Record<string, Reader>> = {
      time: (record) => this.#isoTime(record.created),
      level: (record) => this.level(record),
      logger: (record) => record.name,
      message: (record) => record.getMessage(),
      error: (record) => this.error(record),
      stack: (record) => record.stackInfo,
    };
    if (Object.hasOwn(readers, key)) return readers[key]!;
    return (record) =>
      Object.hasOwn(record, key) ? toJSONValue((record as unknown as Record<string, unknown>)[key]) : null;
  }

  /** `2023-11-14T22:13:20.123Z` */
  #isoTime(created: number): string {
    // Seconds in a double are off by up to a quarter of a microsecond.
    const ms = Math.floor(created * 1000 + 0.001);
    const second = Math.floor(ms / 1000);
    if (second !== this.#second) {
      this.#secondText = new Date(second * 1000).toISOString().slice(0, -'.000Z'.length);
      this.#second = second;
    }
    return `${this.#secondText}.${String(ms - second * 1000 + 1000).slice(1)}Z`;
  }
}

function cut(text: string): string {
  if (text.length <= MAX_TEXT) return text;
  return `${text.slice(0, MAX_TEXT)}... [${text.length - MAX_TEXT} more characters]`;
}
