import type { LogRecord } from './record.js';
import type { MessageArgs } from './record-attributes.js';

/** What a filter may answer: drop the record, let it pass, or put another in its place. */
export type FilterResult = boolean | LogRecord | null | undefined;

/** A filter: an object with a `filter` method, or a function. A false answer drops the record. */
export type FilterLike = { filter(record: LogRecord): FilterResult } | ((record: LogRecord) => FilterResult);

/**
 * Lets records pass whose logger is the one named, or below it. The empty name lets all pass.
 *
 * @example
 * ```ts
 * import { Filter, StreamHandler } from 'loggia';
 * const handler = new StreamHandler();
 * handler.addFilter(new Filter('shop.cart')); // shop.cart and shop.cart.items, but not shop.cartoons
 * ```
 */
export class Filter {
  readonly name: string;

  constructor(name = '') {
    this.name = name;
  }

  filter(record: LogRecord): FilterResult {
    const { name } = this;
    return name === '' || record.name === name || record.name.startsWith(`${name}.`);
  }
}

/**
 * What loggers and handlers have in common: a list of filters, asked in order.
 *
 * @example
 * ```ts
 * import { StreamHandler } from 'loggia';
 * const handler = new StreamHandler();
 * handler.addFilter((record) => record.levelno < 40); // handlers and loggers are filterers
 * console.log(handler.filters.length); // 1
 * ```
 */
export class Filterer {
  filters: FilterLike[] = [];

  /** Adds a filter, unless it is there already. */
  addFilter(filter: FilterLike): void {
    if (!this.filters.includes(filter)) this.filters.push(filter);
  }

  /** Takes a filter away, if it is there. */
  removeFilter(filter: FilterLike): void {
    const index = this.filters.indexOf(filter);
    if (index >= 0) this.filters.splice(index, 1);
  }

  /**
   * Asks the filters in order until one drops the record.
   *
   * @returns false if one did; else the record, or what the last filter that answered with a record put in its place.
   */
  filter(record: LogRecord): LogRecord | false {
    if (this.filters.length === 0) return record;
    const argsBefore = copyOf(record.args);
    let passed = record;
    for (const filter of this.filters) {
      const result = typeof filter === 'function' ? filter(passed) : filter.filter(passed);
      if (!result) return false;
      if (isRecord(result)) passed = result;
    }
    // A record keeps its text for as long as its args are the same array: one changed in place needs to be another.
    if (passed === record && !sameItems(argsBefore, record.args)) record.args = copyOf(record.args);
    return passed;
  }
}

// Another copy of Loggia in the process has another LogRecord class, so `instanceof` would not do.
function isRecord(result: unknown): result is LogRecord {
  return typeof result === 'object' && typeof (result as LogRecord).getMessage === 'function';
}

// A mapping is the caller's own object: one whose getter throws stays what it is, and the record goes on.
function copyOf(args: MessageArgs): MessageArgs {
  try {
    return Array.isArray(args) ? [...args] : { ...args };
  } catch {
    return args;
  }
}

function sameItems(before: MessageArgs, after: MessageArgs): boolean {
  if (before === after) return true;
  const items = Object.entries(after);
  return (
    items.length === Object.keys(before).length &&
    items.every(([key, item]) => Object.is(item, (before as Record<string, unknown>)[key]))
  );
}
