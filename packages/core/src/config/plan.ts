import { quote } from '../format/python-text.js';
import { namedHandlers } from '../handler-registry.js';
import { isPlainObject } from '../plain-object.js';
import { Converter, FAILED } from './convert.js';
import { didYouMean, distanceOf } from './nearest.js';
import { EntryPlanner, type HandlerPlan, type Section } from './plan-entries.js';
import { type ObjectPlan, toCamelCase } from './plan-object.js';
import { type Complain, joinPath, type Problems, pathPart, shown } from './problems.js';
import type { Scope } from './resolve.js';
import { loggerOptions, topOptions } from './schema.js';

/** What a logger is to become. */
export interface LoggerPlan {
  readonly name: string;
  readonly level: number | null;
  readonly propagate: boolean | null;
  /** References, and filters themselves. */
  readonly filters: readonly unknown[];
  readonly handlers: readonly unknown[];
}

/** A whole configuration, read and found right. */
export interface ConfigPlan {
  readonly incremental: boolean;
  readonly disableExisting: boolean;
  readonly formatters: ReadonlyMap<string, ObjectPlan>;
  readonly filters: ReadonlyMap<string, ObjectPlan>;
  readonly handlers: readonly HandlerPlan[];
  /** The levels of handlers that are there, in an incremental configuration. */
  readonly handlerLevels: ReadonlyMap<string, number>;
  readonly loggers: readonly LoggerPlan[];
  readonly root: LoggerPlan | null;
}

/** Reads a configuration and notes all that is wrong with it; nothing is made, and nothing changed. */
export function planConfig(config: unknown, scope: Scope, problems: Problems): ConfigPlan | undefined {
  if (!isPlainObject(config)) {
    problems.at('Unable to configure logging')('', `a configuration is an object, not ${shown(config)}`);
    return undefined;
  }
  return new ConfigPlanner(config, scope, problems).plan();
}

type SectionName = 'formatters' | 'filters' | 'handlers' | 'loggers';

class ConfigPlanner {
  readonly #config: Section;
  readonly #scope: Scope;
  readonly #problems: Problems;
  readonly #converter: Converter;

  constructor(config: Section, scope: Scope, problems: Problems) {
    this.#config = config;
    this.#scope = scope;
    this.#problems = problems;
    this.#converter = new Converter(config, scope);
  }

  plan(): ConfigPlan {
    this.#checkVersion();
    this.#checkTopKeys();
    const incremental = this.#flag('incremental', false);
    const disableExisting = this.#flag('disable_existing_loggers', true);
    const formatters = incremental ? {} : this.#section('formatters');
    const filters = incremental ? {} : this.#section('filters');
    const handlers = this.#section('handlers');
    const planner = new EntryPlanner(this.#converter, this.#scope, this.#problems, {
      formatters: Object.keys(formatters),
      filters: Object.keys(filters),
      handlers: Object.keys(handlers),
    });
    return {
      incremental,
      disableExisting,
      formatters: planner.planSimple('formatters', formatters),
      filters: planner.planSimple('filters', filters),
      handlers: incremental ? [] : planner.planHandlers(handlers),
      handlerLevels: incremental ? this.#handlerLevels(handlers, planner) : new Map(),
      loggers: this.#loggers(planner, incremental),
      root: this.#root(planner, incremental),
    };
  }

  #checkVersion(): void {
    if (!Object.hasOwn(this.#config, 'version')) {
      this.#problems.at("dictionary doesn't specify a version")('version', 'missing: add "version": 1');
      return;
    }
    const version = this.#read('version', 'Unable to configure logging');
    // True is 1 in Python.
    if (version === FAILED || version === 1 || version === true) return;
    const text = typeof version === 'string' ? version : shown(version);
    this.#problems.at(`Unsupported version: ${text}`)('version', `must be 1, not ${shown(version)}`);
  }

  // Other keys are there for cfg://, so only what looks like one of Python's is a mistake.
  #checkTopKeys(): void {
    if (!this.#scope.strict) return;
    const known = Object.keys(topOptions);
    const others = Object.keys(this.#config).filter((key) => !known.includes(optionKey(key)));
    if (others.length === 0) return;
    const text = others.some((key) => isNear(key, known)) ? allText(this.#config) : '';
    for (const key of others) {
      if (!isNear(key, known) || new RegExp(`cfg://\\s*${key}\\b`).test(text)) continue;
      this.#problems.at('Unable to configure logging')(pathPart(key), `unknown key${didYouMean(key, known)}`);
    }
  }

  #flag(key: 'incremental' | 'disable_existing_loggers', otherwise: boolean): boolean {
    const written = [key, toCamelCase(key)].find((one) => Object.hasOwn(this.#config, one));
    if (written === undefined) return otherwise;
    const sentence = 'Unable to configure logging';
    const value = this.#read(written, sentence);
    if (value === FAILED || value === undefined) return otherwise;
    return this.#truth(value, written, this.#problems.at(sentence)) ?? otherwise;
  }

  /** Python's truth of what may stand for one; a text such as 'false' is a trap, and a mistake. */
  #truth(value: unknown, path: string, complain: Complain): boolean | undefined {
    if (value === null || typeof value === 'boolean' || typeof value === 'number') return Boolean(value);
    complain(path, `must be true or false, not ${shown(value)}`);
    return undefined;
  }

  #section(name: SectionName): Section {
    if (!Object.hasOwn(this.#config, name)) return {};
    const value = this.#read(name, `Unable to configure the ${name}`);
    if (value === FAILED || isPlainObject(value)) return value === FAILED ? {} : value;
    if (Array.isArray(value) && value.length === 0) return {};
    const complain = this.#problems.at(`Unable to configure the ${name}`, '', 'TypeError');
    complain(name, `must be an object, each key the name of a ${name.slice(0, -1)}, not ${shown(value)}`);
    return {};
  }

  #read(key: string, sentence: string): unknown {
    return this.#converter.shallow(this.#config[key], pathPart(key), this.#problems.at(sentence));
  }

  #loggers(planner: EntryPlanner, incremental: boolean): LoggerPlan[] {
    return Object.entries(this.#section('loggers')).flatMap(([name, raw]) => {
      const complain = this.#problems.at(
        `Unable to configure logger ${quote(name)}`,
        joinPath('loggers', pathPart(name)),
      );
      const entry = planner.readEntry(raw, 'logger', complain);
      return entry === undefined ? [] : [this.#logger(name, entry, planner, incremental, complain)];
    });
  }

  #root(planner: EntryPlanner, incremental: boolean): LoggerPlan | null {
    const complain = this.#problems.at('Unable to configure root logger', 'root');
    const raw = this.#converter.shallow(this.#config['root'], '', complain);
    // What is empty is nothing, in Python.
    if (raw === FAILED || !raw || (Array.isArray(raw) && raw.length === 0)) return null;
    const entry = planner.readEntry(raw, 'logger', complain);
    if (entry === undefined || Object.keys(entry).length === 0) return null;
    return { ...this.#logger('root', entry, planner, incremental, complain), propagate: null };
  }

  #logger(
    name: string,
    entry: Section,
    planner: EntryPlanner,
    incremental: boolean,
    complain: Complain,
  ): LoggerPlan {
    const level = planner.readLevel(entry['level'], complain);
    const handlers = incremental ? [] : planner.readHandlers(entry['handlers'], complain);
    const filters = incremental ? [] : planner.readFilters(entry['filters'], complain);
    const raw = this.#converter.shallow(entry['propagate'], 'propagate', complain);
    const given = raw !== FAILED && raw !== undefined && raw !== null;
    const propagate = given ? (this.#truth(raw, 'propagate', complain) ?? null) : null;
    if (this.#scope.strict) checkKeys(entry, 'a logger', Object.keys(loggerOptions), complain);
    return { name, level, propagate, filters, handlers };
  }

  #handlerLevels(handlers: Section, planner: EntryPlanner): Map<string, number> {
    const levels = new Map<string, number>();
    for (const [name, raw] of Object.entries(handlers)) {
      const path = joinPath('handlers', pathPart(name));
      const open = [...namedHandlers().keys()];
      if (!open.includes(name)) {
        const known = open.length === 0 ? 'no handler has a name' : `there are ${open.map(quote).join(', ')}`;
        this.#problems.at(`No handler found with name ${quote(name)}`, path)(
          '',
          `an incremental configuration changes open handlers: ${known}`,
        );
        continue;
      }
      const complain = this.#problems.at(`Unable to configure handler ${quote(name)}`, path);
      const entry = planner.readEntry(raw, 'handler', complain);
      if (entry === undefined) continue;
      const level = planner.readLevel(entry['level'] || null, complain);
      if (level !== null) levels.set(name, level);
    }
    return levels;
  }
}

function checkKeys(entry: Section, what: string, known: readonly string[], complain: Complain): void {
  for (const key of Object.keys(entry)) {
    if (known.includes(key)) continue;
    const hint = didYouMean(key, known);
    complain(pathPart(key), `unknown key of ${what}${hint === '' ? `: it has ${known.join(', ')}` : hint}`);
  }
}

function optionKey(key: string): string {
  return key === 'disableExistingLoggers' ? 'disable_existing_loggers' : key;
}

function isNear(key: string, known: readonly string[]): boolean {
  const simple = key.replaceAll('_', '').toLowerCase();
  return known.some((one) => distanceOf(simple, one.replaceAll('_', '')) <= 1);
}

/** All strings of a configuration, or none of one that cannot be written down. */
function allText(config: Section): string {
  try {
    return JSON.stringify(config);
  } catch {
    return '';
  }
}
