import { isEmpty } from '../plain-object.js';
import type { LogRecord } from '../record.js';
import type { RecordAttributes } from '../record-attributes.js';
import { state } from '../state.js';
import type { RecordFormatter } from './base-formatter.js';
import { CALLER_FIELDS } from './field.js';
import { toJSONValue } from './json-value.js';
import { RecentFields } from './recent-fields.js';
import { cached } from './template-cache.js';

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

/** Writes what stands under one name; undefined if the record has no such thing. */
type Writer = (record: LogRecord) => string | undefined;
interface Part {
  /** The name as it begins a line. */
  readonly first: string;
  /** The name as it goes on with one. */
  readonly label: string;
  readonly write: Writer;
}

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
  readonly #recent: RecentFields = new RecentFields();
  // Programs have few loggers and levels, and fields few names.
  readonly #short: (text: string) => string = cached((text) => this.value(cut(text)));
  readonly #label: (name: string) => string = cached((name) => this.separator + this.label(name));

  constructor(names: Readonly<Record<string, string | null>>, { keys = {}, fields = {} }: StructuredOptions) {
    const chosen = Object.entries({ ...names, ...keys }).filter(
      (entry): entry is [string, string] => entry[1] !== null,
    );
    const part = ([key, name]: [string, string]): Part => ({
      first: this.label(name),
      label: this.#label(name),
      write: this.#writerOf(key),
    });
    const isLast = ([key]: [string, string]): boolean => key === 'error' || key === 'stack';
    this.#head = chosen.filter((entry) => !isLast(entry)).map(part);
    this.#tail = chosen.filter(isLast).map(part);
    const taken = new Set(chosen.map(([, name]) => name));
    this.#taken = taken;
    this.#fixed = this.#anew(fields, (name) => taken.add(name));
    if (CALLER_FIELDS.some((name) => Object.hasOwn(keys, name))) state.callerWanted = true;
  }

  format(record: LogRecord): string {
    const head = this.#write('', this.#head, record);
    const text = this.#write(head + this.#fixed + this.#members(record.extra), this.#tail, record);
    return this.line(head === '' ? text.slice(this.separator.length) : text);
  }

  /** What parts a value from the next name. */
  protected abstract get separator(): string;
  /** What stands before a value. */
  protected abstract label(name: string): string;
  /** A value, which is plain JSON data. */
  protected abstract value(value: unknown): string;
  /** The whole line, made from labels and values. */
  protected abstract line(members: string): string;
  /** {@link value} of a time, which never needs quoting or escaping for its content. */
  protected abstract time(iso: string): string;
  protected abstract level(record: LogRecord): string;
  /** The error as it is written; undefined if there is none. */
  protected abstract error(record: LogRecord): string | undefined;

  #write(before: string, parts: readonly Part[], record: LogRecord): string {
    let text = before;
    for (const part of parts) {
      const value = part.write(record);
      if (value !== undefined) text += (text === '' ? part.first : part.label) + value;
    }
    return text;
  }

  #members(fields: Readonly<Record<string, unknown>>): string {
    try {
      if (isEmpty(fields)) return '';
      const known = this.#recent.find(fields);
      if (known !== undefined) return known;
      const text = this.#anew(fields);
      this.#recent.keep(fields, text);
      return text;
    } catch {
      // A collection that throws when it is looked at.
      return this.#anew(fields);
    }
  }

  #anew(fields: Readonly<Record<string, unknown>>, note?: (name: string) => void): string {
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
      text += this.#label(free) + this.value(value);
    }
    return text;
  }

  #writerOf(key: string): Writer {
    const writers: Readonly<Record<string, Writer>> = {
      time: (record) => {
        const iso = this.#isoTime(record.created);
        return iso && this.time(iso);
      },
      level: (record) => this.#short(this.level(record)),
      // A record that was made from data, such as Python's `makeLogRecord({})`, may have none.
      logger: ({ name }) => ((name ?? null) === null ? undefined : this.#short(name)),
      message: (record) => this.value(cut(record.getMessage())),
      error: (record) => this.error(record),
      stack: (record) => this.#any(record.stackInfo),
    };
    if (Object.hasOwn(writers, key)) return writers[key]!;
    return (record) =>
      Object.hasOwn(record, key)
        ? this.#any(toJSONValue((record as unknown as Record<string, unknown>)[key]))
        : undefined;
  }

  #any(value: unknown): string | undefined {
    if (value === null || value === undefined) return undefined;
    return this.value(typeof value === 'string' ? cut(value) : value);
  }

  /** `2023-11-14T22:13:20.123Z`; undefined for what is no time. */
  #isoTime(created: number): string | undefined {
    // Seconds in a double are off by up to a quarter of a microsecond.
    const ms = Math.floor(created * 1000 + 0.001);
    const second = Math.floor(ms / 1000);
    if (second !== this.#second) {
      const date = new Date(second * 1000);
      if (Number.isNaN(date.getTime())) return undefined;
      this.#secondText = date.toISOString().slice(0, -'.000Z'.length);
      this.#second = second;
    }
    return `${this.#secondText}.${String(ms - second * 1000 + 1000).slice(1)}Z`;
  }
}

/** A text, cut visibly if it is too long. What was made from data may hold something else. */
export function cut(value: unknown): string {
  const text = String(value);
  if (text.length <= MAX_TEXT) return text;
  return `${text.slice(0, MAX_TEXT)}... [${text.length - MAX_TEXT} more characters]`;
}
