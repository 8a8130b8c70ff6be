import { describeError, type ErrorData, errorFromData, isError } from '../format/error-data.js';
import { hasText, throwsText } from '../format/inspect.js';
import { reportError } from '../report.js';

/** What stands in place of a value: a text, or what a function makes of the value and its path (`headers.cookie`). */
export type Censor = string | ((value: unknown, path: string) => unknown);

/** One step of a path; the last one leads to null. Linked, so that what is left of a path is no new object. */
interface Step {
  readonly key: string;
  readonly next: Step | null;
}

interface Walk {
  /** Values that may still be looked at. */
  left: number;
  /** The containers around the value, outermost first. */
  readonly holders: object[];
  readonly keys: string[];
  /** Whether to look at what no path leads to, too. */
  readonly whole: boolean;
}

const CENSORED = '[redacted]';
/** Containers within containers: more than any formatter shows, and room for an error's chain of causes. */
const MAX_DEPTH = 32;
/** Values of one record: what is not looked at is not passed on, so a formatter must not show as many. */
const MAX_VALUES = 10_000;
const NONE: readonly Step[] = [];

/**
 * Replaces what is secret in any value, by where it is and by what it looks like. The value itself is never
 * changed: what holds a secret is copied, the rest is shared. What cannot be looked at (a cycle, too deep, too
 * much) does not get through. It never throws.
 */
export class Redactor {
  readonly hasPatterns: boolean;
  readonly #paths: readonly Step[];
  readonly #patterns: readonly RegExp[];
  readonly #censor: Censor;

  constructor(paths: readonly string[], patterns: readonly RegExp[], censor: Censor = CENSORED) {
    this.#paths = paths.map(parsePath);
    // Global, to find all matches; not sticky, to find them anywhere.
    this.#patterns = patterns.map(
      ({ source, flags }) => new RegExp(source, `${flags.replace(/[gy]/g, '')}g`),
    );
    this.hasPatterns = patterns.length > 0;
    this.#censor = censor;
  }

  /** The value without its secrets; itself if there are none. Paths begin at its keys. */
  clean(value: unknown): unknown {
    const quick = this.#clean(value, this.#paths, newWalk([], this.hasPatterns));
    // What no path leads to may point back to where a secret is, and print it by that way: once there is a
    // copy, it is no cycle any more.
    return this.hasPatterns || quick === value ? quick : this.#clean(value, this.#paths, newWalk([], true));
  }

  /** As {@link clean}, by the patterns alone; `name` is the path that a censor function hears of. */
  cleanByPattern(value: unknown, name: string): unknown {
    return this.#clean(value, NONE, newWalk([name], true));
  }

  #clean(value: unknown, steps: readonly Step[], walk: Walk): unknown {
    if (typeof value === 'string') return this.#cleanText(value, walk);
    if (typeof value !== 'object' || value === null) return value;
    if (steps.length === 0 && !walk.whole) return value;
    const { holders } = walk;
    // The way round a cycle leads to the original, not to the copy.
    if (holders.includes(value)) return '[Circular]';
    if (holders.length >= MAX_DEPTH) return '[Object]';
    holders.push(value);
    try {
      return this.#cleanObject(value, steps, walk);
    } catch (error) {
      return throwsText(error);
    } finally {
      holders.pop();
    }
  }

  #cleanText(text: string, walk: Walk): string {
    let clean = text;
    for (const pattern of this.#patterns) {
      clean = clean.replace(pattern, (match) => String(this.#replace(match, walk)));
    }
    return clean;
  }

  #cleanObject(value: object, steps: readonly Step[], walk: Walk): unknown {
    if (ArrayBuffer.isView(value)) return value;
    if (isError(value)) {
      const data = describeError(value);
      const clean = this.#cleanItems(data, steps, newWalk(walk.keys, walk.whole));
      return clean === data ? value : errorFromData(clean as ErrorData);
    }
    const own = this.#cleanItems(value, steps, walk);
    const form = printedForm(value);
    if (form === undefined) return own;
    const clean = this.#clean(form, steps, walk);
    return own === value && clean === form ? value : clean;
  }

  #cleanItems(value: object, steps: readonly Step[], walk: Walk): object {
    const items: [key: unknown, item: unknown][] = [];
    let changed = false;
    for (const key of keysOf(value)) {
      if (walk.left-- <= 0) {
        items.push(['...', '[cut]']);
        changed = true;
        break;
      }
      let item: unknown;
      let clean: unknown;
      try {
        item = itemOf(value, key);
        clean = this.#cleanItem(item, typeof key === 'object' ? '' : String(key), steps, walk);
      } catch (error) {
        item = clean = throwsText(error);
      }
      changed ||= !Object.is(item, clean);
      items.push([key, clean]);
    }
    return changed ? rebuild(value, items) : value;
  }

  #cleanItem(item: unknown, key: string, steps: readonly Step[], walk: Walk): unknown {
    walk.keys.push(key);
    try {
      const left: (Step | null)[] = [];
      for (const step of steps) follow(step, key, left);
      return left.includes(null) ? this.#replace(item, walk) : this.#clean(item, left as Step[], walk);
    } finally {
      walk.keys.pop();
    }
  }

  #replace(value: unknown, walk: Walk): unknown {
    const censor = this.#censor;
    if (typeof censor === 'string') return censor;
    try {
      return censor(value, walk.keys.join('.'));
    } catch (error) {
      reportError(null, error);
      return CENSORED;
    }
  }
}

function newWalk(keys: readonly string[], whole: boolean): Walk {
  return { left: MAX_VALUES, holders: [], keys: [...keys], whole };
}

// `users[0].name` and `users[*].name` are other ways to write `users.0.name` and `users.*.name`.
function parsePath(path: string): Step {
  const keys = path.replace(/\[(\w+|\*)\]/g, '.$1').split('.');
  return keys.reduceRight<Step | null>((next, key) => ({ key, next }), null) as Step;
}

/** Adds to `left` what is left of a path below `key`: null for nothing, so that all of the path has matched. */
function follow(step: Step, key: string, left: (Step | null)[]): void {
  if (step.key === '**') {
    left.push(step);
    if (step.next === null) left.push(null);
    else follow(step.next, key, left);
  } else if (step.key === '*' || step.key === key) left.push(step.next);
}

/** What formatters print instead of an object's items, if anything: it may show what no item does. */
function printedForm(value: object): unknown {
  const { toJSON } = value as { toJSON?: unknown };
  if (typeof toJSON === 'function') {
    const form: unknown = toJSON.call(value, '');
    return form === value ? undefined : form;
  }
  return Object.keys(value).length === 0 && hasText(value) ? String(value) : undefined;
}

function keysOf(value: object): Iterable<unknown> {
  if (value instanceof Map || value instanceof Set) return value.keys();
  return Array.isArray(value) ? Array.prototype.keys.call(value) : Object.keys(value);
}

function itemOf(value: object, key: unknown): unknown {
  if (value instanceof Map) return value.get(key);
  return value instanceof Set ? key : (value as Record<string, unknown>)[key as string];
}

// The copy of an object with a class is a plain one: without its constructor there is no other of its kind.
function rebuild(value: object, items: readonly [key: unknown, item: unknown][]): object {
  if (value instanceof Map) return new Map(items);
  const values = (): unknown[] => items.map(([, item]) => item);
  if (value instanceof Set) return new Set(values());
  return Array.isArray(value) ? values() : Object.fromEntries(items as [string, unknown][]);
}
