import { ValueError } from '../errors.js';
import { quote } from '../format/python-text.js';
import { isPlainObject } from '../plain-object.js';
import { state } from '../state.js';
import { type Converter, EntryReference, FAILED } from './convert.js';
import { didYouMean } from './nearest.js';
import { level as levelOption } from './option.js';
import { type ObjectPlan, type PlanContext, planObject } from './plan-object.js';
import { NotYet, referrer } from './plan-references.js';
import { type Complain, joinPath, Problems, pathPart, pythonError, shown } from './problems.js';
import type { Scope } from './resolve.js';
import { handlerOptions, isFilterLike } from './schema.js';

/** A handler that is to be made, or kept. */
export interface HandlerPlan extends ObjectPlan {
  readonly name: string;
  readonly level: number | null;
  readonly formatter: string | null;
  readonly filters: readonly unknown[];
}

export type Section = Readonly<Record<string, unknown>>;
type Names = Readonly<Record<'formatters' | 'filters' | 'handlers', readonly string[]>>;

/** Plans the entries of one configuration, in Python's order. */
export class EntryPlanner {
  readonly #converter: Converter;
  readonly #scope: Scope;
  readonly #problems: Problems;
  readonly #names: Names;
  #mayWait = true;

  constructor(converter: Converter, scope: Scope, problems: Problems, names: Names) {
    this.#converter = converter;
    this.#scope = scope;
    this.#problems = problems;
    this.#names = names;
  }

  /** Formatters or filters. */
  planSimple(section: 'formatters' | 'filters', entries: Section): Map<string, ObjectPlan> {
    const kind = section === 'formatters' ? 'formatter' : 'filter';
    const plans = new Map<string, ObjectPlan>();
    for (const [name, raw] of Object.entries(entries)) {
      const complain = this.#problems.at(
        `Unable to configure ${kind} ${quote(name)}`,
        joinPath(section, pathPart(name)),
      );
      const entry = this.readEntry(raw, kind, complain);
      const plan = entry && planObject(kind, entry, [], this.#context(), complain);
      if (plan) plans.set(name, plan);
      this.#converter.markMade(section, name);
    }
    return plans;
  }

  /** Handlers, in the order in which they are to be made. */
  planHandlers(entries: Section): HandlerPlan[] {
    const plans: (HandlerPlan | undefined)[] = [];
    const waiting: string[] = [];
    const planInto = (name: string): void => {
      const problems = new Problems();
      const sentence = `Unable to configure handler ${quote(name)}`;
      const complain = problems.at(sentence, joinPath('handlers', pathPart(name)));
      try {
        plans.push(this.#planHandler(name, entries[name], complain));
        this.#converter.markMade('handlers', name);
        this.#problems.add(problems);
      } catch (error) {
        if (!(error instanceof NotYet)) throw error;
        if (problems.isEmpty) waiting.push(name);
        else this.#converter.markMade('handlers', name);
        this.#problems.add(problems);
      }
    };
    this.#mayWait = true;
    for (const name of Object.keys(entries).sort()) planInto(name);
    this.#mayWait = false;
    for (const name of [...waiting]) planInto(name);
    return plans.flatMap((plan) => plan ?? []);
  }

  /** An entry as an object, whatever it was written as. */
  readEntry(raw: unknown, kind: string, complain: Complain): Section | undefined {
    const entry = this.#converter.shallow(raw, '', complain);
    if (entry === FAILED) return undefined;
    if (isPlainObject(entry)) return entry;
    complain(
      '',
      `a ${kind} is described by an object, not ${shown(entry)}`,
      pythonError(notDict(kind, entry), 'not a dict'),
    );
    return undefined;
  }

  /** A level's number, or null where none is given. */
  readLevel(raw: unknown, complain: Complain): number | null {
    const value = this.#converter.shallow(raw, 'level', complain);
    if (value === FAILED || value === undefined || value === null) return null;
    let isGood = true;
    levelOption.check(value, 'level', (...problem) => {
      isGood = false;
      complain(...problem);
    });
    return isGood ? state.levels.check(value) : null;
  }

  /** What a list of filters names; a filter itself stands for itself. */
  readFilters(raw: unknown, complain: Complain): unknown[] {
    return this.#readNames(raw, 'filters', complain, (item, path, complainOfItem) => {
      if (item instanceof EntryReference || isFilterLike(item)) return item;
      return this.#find('filters', item, path, complainOfItem, `Unable to add filter ${shown(item)}`);
    });
  }

  /** What a list of handlers names. */
  readHandlers(raw: unknown, complain: Complain): unknown[] {
    return this.#readNames(raw, 'handlers', complain, (item, path, complainOfItem) =>
      this.#find('handlers', item, path, complainOfItem, `Unable to add handler ${shown(item)}`),
    );
  }

  #readNames(
    raw: unknown,
    key: string,
    complain: Complain,
    read: (item: unknown, path: string, complain: Complain) => unknown,
  ): unknown[] {
    const value = this.#converter.shallow(raw, key, complain);
    if (value === FAILED || isNothing(value)) return [];
    // Python goes through the characters of a string, which is right for names of one character alone.
    const isText = typeof value === 'string';
    if (!isText && !Array.isArray(value)) {
      complain(key, `must be a list of names, not ${shown(value)}`, pythonError('TypeError', 'not iterable'));
      return [];
    }
    const items: unknown[] = [...(value as Iterable<unknown>)];
    const readAll = (complainOfItem: Complain): unknown[] =>
      items.flatMap((one, i) => {
        const path = isText ? key : joinPath(key, i);
        const item = this.#converter.shallow(one, path, complainOfItem);
        const found = item === FAILED ? FAILED : read(item, path, complainOfItem);
        return found === FAILED ? [] : [found];
      });
    if (!isText) return readAll(complain);
    const causes: (Error | undefined)[] = [];
    const found = readAll((_path, _message, cause) => void causes.push(cause));
    if (causes.length > 0)
      complain(key, `must be a list of names, not ${shown(value)}: write [${shown(value)}]`, causes[0]);
    return found;
  }

  #planHandler(name: string, raw: unknown, complain: Complain): HandlerPlan | undefined {
    const entry = this.readEntry(raw, 'handler', complain);
    if (entry === undefined) return undefined;
    const formatter = this.#readFormatter(entry['formatter'], complain);
    // Python looks into these before the class, and at what they say after it.
    const rawLevel = this.#converter.shallow(entry['level'], 'level', complain);
    const rawFilters = this.#converter.shallow(entry['filters'], 'filters', complain);
    const plan = planObject('handler', entry, Object.keys(handlerOptions), this.#context(), complain);
    const level = this.readLevel(rawLevel, complain);
    const filters = this.readFilters(rawFilters, complain);
    return plan && { ...plan, name, level, formatter, filters };
  }

  #readFormatter(raw: unknown, complain: Complain): string | null {
    const name = this.#converter.shallow(raw, 'formatter', complain);
    if (name === FAILED || isNothing(name)) return null;
    const found = this.#find(
      'formatters',
      name,
      'formatter',
      complain,
      `Unable to set formatter ${shown(name)}`,
    );
    return found instanceof EntryReference ? found.name : null;
  }

  #find(section: keyof Names, item: unknown, path: string, complain: Complain, sentence: string): unknown {
    const names = this.#names[section];
    if (typeof item === 'string' && names.includes(item)) return new EntryReference(section, item);
    const cause = new ValueError(sentence, { cause: pythonError('KeyError', shown(item)) });
    const kind = section.slice(0, -1);
    const hint = typeof item === 'string' ? didYouMean(item, names) : '';
    const known = names.length === 0 ? `there are no ${section}` : `there are ${names.map(quote).join(', ')}`;
    complain(path, `there is no ${kind} ${shown(item)}${hint === '' ? `: ${known}` : hint}`, cause);
    return FAILED;
  }

  #context(): PlanContext {
    const refer = referrer(this.#names.handlers, this.#converter, this.#scope, () => this.#mayWait);
    return { scope: this.#scope, converter: this.#converter, refer };
  }
}

/** Python finds out in another way for each kind. */
function notDict(kind: string, entry: unknown): string {
  if (kind === 'logger') return 'AttributeError';
  return kind !== 'handler' && (typeof entry === 'string' || Array.isArray(entry))
    ? 'AttributeError'
    : 'TypeError';
}

/** What is false in Python. */
function isNothing(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0;
  return !value || (isPlainObject(value) && Object.keys(value).length === 0);
}
