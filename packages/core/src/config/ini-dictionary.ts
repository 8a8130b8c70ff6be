import { KeyError, ValueError } from '../errors.js';
import { quote } from '../format/python-text.js';
import { setOwn } from '../plain-object.js';
import { type FileProblem, problemOf } from './file-problems.js';
import type { Ini, IniSection } from './ini.js';
import { handlerEntry, readArgs, readDict } from './ini-arguments.js';
import { didYouMean, nearest } from './nearest.js';
import { pathPart } from './problems.js';
import { type Scope, UnresolvedError } from './resolve.js';
import type { FormatterConfig, HandlerConfig, LoggerConfig, LoggingConfig } from './schema.js';

const OPTIONS = {
  formatter: ['format', 'datefmt', 'style', 'validate', 'class', 'defaults'],
  handler: ['class', 'level', 'formatter', 'args', 'kwargs', 'target'],
  logger: ['level', 'handlers', 'propagate', 'qualname'],
} as const;
type Kind = keyof typeof OPTIONS;

/** The dictionary that an INI file stands for, as far as it could be read. */
export interface IniDictionary {
  readonly config: LoggingConfig;
  readonly problems: readonly FileProblem[];
  /** Where in the file it is what stands at a path of the dictionary, and under what name. */
  whereIs(path: string): readonly [path: string, name: string];
}

/** Reads an INI file for `dictConfig`, and finds what is wrong with it. */
export function readDictionary(ini: Ini, scope: Scope, disableExistingLoggers: boolean): IniDictionary {
  const reader = new DictionaryReader(ini, scope);
  return {
    config: reader.read(disableExistingLoggers),
    problems: reader.problems,
    whereIs: (path) => reader.whereIs(path),
  };
}

class DictionaryReader {
  readonly problems: FileProblem[] = [];
  readonly #ini: Ini;
  readonly #scope: Scope;
  /** Paths of the dictionary, and where that is in the file. Later ones are longer. */
  readonly #places: [path: string, place: string][] = [];

  constructor(ini: Ini, scope: Scope) {
    this.#ini = ini;
    this.#scope = scope;
  }

  read(disableExistingLoggers: boolean): LoggingConfig {
    const formatterNames = this.#keys('formatters');
    const formatters = this.#entries('formatter', formatterNames, (section) => this.#formatter(section));
    const handlerNames = this.#keys('handlers');
    const handlers = this.#entries('handler', handlerNames, (section, path) => ({
      ...this.#handler(section, path, handlerNames),
      ...this.#level(section),
      ...this.#reference(section, 'formatter', formatterNames),
    }));
    const loggers = this.#loggers(handlerNames);
    return { version: 1, disable_existing_loggers: disableExistingLoggers, formatters, handlers, ...loggers };
  }

  whereIs(path: string): readonly [string, string] {
    const found = this.#places.findLast(([start]) => path === start || path.startsWith(`${start}.`));
    if (found === undefined) return [path, ''];
    const rest = path.slice(found[0].length);
    // An argument has no place of its own, but a name.
    return /\.(kw)?args$/.test(found[1])
      ? [found[1], path.slice(path.lastIndexOf('.') + 1)]
      : [found[1] + rest, ''];
  }

  /** The names that a section lists. */
  #keys(sectionName: 'formatters' | 'handlers' | 'loggers'): readonly string[] {
    const section = this.#section(sectionName, '');
    const keys = section && this.#required(section, 'keys');
    return keys ? splitList(keys) : [];
  }

  #entries<T extends object>(
    kind: 'formatter' | 'handler',
    names: readonly string[],
    readEntry: (section: IniSection, path: string) => T,
  ): Record<string, T> {
    const entries: Record<string, T> = {};
    for (const name of new Set(names)) {
      const path = `${kind}s.${pathPart(name)}`;
      this.#places.push([path, `${kind}_${name}`]);
      const section = this.#section(`${kind}_${name}`, `${kind}s.keys`);
      if (section === undefined) continue;
      setOwn(entries, name, readEntry(section, path));
      this.#checkOptions(section, kind);
    }
    return entries;
  }

  #formatter(section: IniSection): FormatterConfig {
    const defaults = section.raw('defaults');
    const texts = {
      format: section.raw('format'),
      datefmt: section.raw('datefmt'),
      class: this.#get(section, 'class'),
    };
    return {
      // An empty text is none, as in Python.
      ...Object.fromEntries(Object.entries(texts).filter(([, value]) => value)),
      style: (section.raw('style') ?? '%') as '%',
      validate: this.#validate(section),
      ...(defaults !== undefined && {
        defaults: this.#attempt(section, 'defaults', () => readDict(defaults, this.#scope)) ?? {},
      }),
    };
  }

  #handler(section: IniSection, path: string, handlerNames: readonly string[]): HandlerConfig {
    const className = this.#required(section, 'class');
    const args = this.#attempt(section, 'args', () => readArgs(section.get('args') ?? '()', this.#scope));
    const kwargs = this.#attempt(section, 'kwargs', () =>
      readDict(section.get('kwargs') ?? '{}', this.#scope),
    );
    // What is wrong has been said; something must stand in its place for what refers to it.
    const nothing: HandlerConfig = { class: 'NullHandler' };
    if (className === undefined || args === undefined || kwargs === undefined) return nothing;
    const made = this.#attempt(section, 'class', () => handlerEntry(className, args, kwargs, this.#scope));
    if (made === undefined) return nothing;
    this.#places.push([`${path}.()`, `${section.name}.class`]);
    for (const key of Object.keys(made.entry)) {
      const option = Object.hasOwn(kwargs, key) ? 'kwargs' : 'args';
      if (key !== 'class' && key !== '()') this.#places.push([`${path}.${key}`, `${section.name}.${option}`]);
    }
    // Only handlers that pass records on are asked for it.
    const passesOn = made.spec !== undefined && Object.hasOwn(made.spec.options, 'target');
    return { ...made.entry, ...(passesOn && this.#reference(section, 'target', handlerNames)) };
  }

  #loggers(handlerNames: readonly string[]): { root: LoggerConfig; loggers: Record<string, LoggerConfig> } {
    const names = this.#keys('loggers');
    const loggers: Record<string, LoggerConfig> = {};
    let root: LoggerConfig = {};
    if (!names.includes('root') && this.#ini.section('loggers') !== undefined) {
      const error = new ValueError('list.remove(x): x not in list');
      this.problems.push(problemOf('loggers.keys', error, 'root must be among them'));
    }
    // Of two sections for one logger the later wins, so the root's own is the first one.
    for (const name of new Set(['root', ...names])) {
      const section = names.includes(name) ? this.#section(`logger_${name}`, 'loggers.keys') : undefined;
      if (section === undefined) continue;
      const loggerName = name === 'root' ? 'root' : this.#required(section, 'qualname');
      const logger = {
        ...this.#level(section),
        ...(name !== 'root' && { propagate: this.#propagate(section) }),
        handlers: this.#handlersOf(section, handlerNames),
      };
      const isRoot = loggerName === 'root' || loggerName === '';
      if (isRoot) root = { ...root, ...logger };
      else if (loggerName !== undefined) setOwn(loggers, loggerName, { ...loggers[loggerName], ...logger });
      this.#places.push([isRoot ? 'root' : `loggers.${pathPart(loggerName ?? '')}`, section.name]);
      this.#checkOptions(section, 'logger');
    }
    return { loggers, root };
  }

  #handlersOf(section: IniSection, handlerNames: readonly string[]): string[] {
    const names = splitList(this.#required(section, 'handlers') || undefined);
    return names.filter((name) => this.#exists(section, 'handlers', name, handlerNames));
  }

  #propagate(section: IniSection): boolean {
    const text = this.#get(section, 'propagate')?.trim() ?? '1';
    if (/^[+-]?\d(?:_?\d)*$/.test(text)) return Number(text.replaceAll('_', '')) !== 0;
    const error = new ValueError(`invalid literal for int() with base 10: ${quote(text)}`);
    this.problems.push(problemOf(`${section.name}.propagate`, error, 'must be 1 or 0'));
    return true;
  }

  /** What Python's documents show and its code passes over: here it counts. */
  #validate(section: IniSection): boolean {
    const text = this.#get(section, 'validate') ?? 'True';
    if (!/^(true|1|false|0)$/i.test(text)) {
      const error = new ValueError(`Not a boolean: ${text}`);
      this.problems.push(problemOf(`${section.name}.validate`, error, 'must be True or False'));
    }
    return !/^(false|0)$/i.test(text);
  }

  #level(section: IniSection): { level?: string } {
    const level = this.#get(section, 'level');
    return level === undefined ? {} : { level };
  }

  #reference(section: IniSection, option: 'formatter' | 'target', names: readonly string[]): object {
    const name = this.#get(section, option);
    return name && this.#exists(section, option, name, names) ? { [option]: name } : {};
  }

  #exists(section: IniSection, option: string, name: string, names: readonly string[]): boolean {
    if (names.includes(name)) return true;
    const kind = option === 'formatter' ? 'formatters' : 'handlers';
    const message = `${quote(name)} is not among the keys of [${kind}]${didYouMean(name, names)}`;
    this.problems.push(problemOf(`${section.name}.${option}`, new KeyError(quote(name)), message));
    return false;
  }

  #section(name: string, namedIn: string): IniSection | undefined {
    const section = this.#ini.section(name);
    if (section !== undefined) return section;
    const where = namedIn === '' ? 'the file needs it' : `${namedIn} names it`;
    const message = `there is no section [${name}], and ${where}${didYouMean(name, this.#ini.sectionNames)}`;
    this.problems.push(problemOf(name, new KeyError(quote(name)), message));
    return undefined;
  }

  #required(section: IniSection, option: string): string | undefined {
    const { length } = this.problems;
    const value = this.#get(section, option);
    if (value === undefined && this.problems.length === length) {
      const message = `missing: add it to [${section.name}]`;
      this.problems.push(problemOf(`${section.name}.${option}`, new KeyError(quote(option)), message));
    }
    return value;
  }

  #get(section: IniSection, option: string): string | undefined {
    return this.#attempt(section, option, () => section.get(option));
  }

  #attempt<T>(section: IniSection, option: string, body: () => T): T | undefined {
    try {
      return body();
    } catch (error) {
      const isUnresolved = error instanceof UnresolvedError;
      this.problems.push(
        isUnresolved
          ? problemOf(`${section.name}.${option}`, error.cause, error.cure)
          : problemOf((error as { path?: string }).path ?? `${section.name}.${option}`, error),
      );
      return undefined;
    }
  }

  // Values may stand in a section for other values to refer to, so only what looks like an option is a mistake.
  #checkOptions(section: IniSection, kind: Kind): void {
    if (!this.#scope.strict) return;
    const known: readonly string[] = OPTIONS[kind];
    for (const name of section.ownNames) {
      const meant = known.includes(name) ? undefined : nearest(name, known);
      if (meant === undefined || section.raw(meant) !== undefined) continue;
      const sentence = `unknown option (did you mean ${meant}?)`;
      this.problems.push({ path: `${section.name}.${name}`, sentence, pythonName: 'ValueError' });
    }
  }
}

function splitList(text: string | undefined): string[] {
  return text === undefined ? [] : text.split(',').map((name) => name.trim());
}
