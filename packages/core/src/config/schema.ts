import type { FilterLike } from '../filter.js';
import type { Level } from '../levels.js';
import type { Callable } from './class-spec.js';
import { flag, integer, level, name, type Option, text } from './option.js';
import { anything, list, mapping, type OptionTable } from './option-compound.js';

/** What {@link ConfigOptions} adds to a configuration. */
export interface ConfigOptions {
  /**
   * What `ext://` and `()` find, by name or through objects: `{ 'project.util.owned': f }` or
   * `{ project: { util: { owned: f } } }`. Nothing else is looked up, and nothing is imported.
   */
  readonly ext?: Readonly<Record<string, unknown>> | undefined;
  /** Classes of the application, by the names that the configuration uses. See also `registerClass`. */
  readonly classes?: Readonly<Record<string, unknown>> | undefined;
  /** Whether keys that mean nothing are mistakes. Default true. */
  readonly strict?: boolean | undefined;
}

/** What entries that make something have in common. */
export interface FactoryConfig {
  /** What makes it: a function or a class, or its name. It gets one object, with the other keys as written. */
  '()'?: string | Callable | undefined;
  /** A class, or its name: the environment's with or without `logging.` or `logging.handlers.`, or the application's. */
  class?: string | Callable | undefined;
  /** Properties that are set on what was made. */
  '.'?: Readonly<Record<string, unknown>> | undefined;
  /** The options of the class, in camelCase or snake_case. */
  [option: string]: unknown;
}

/** A formatter. Without `()` and `class` it is a `Formatter`. */
export interface FormatterConfig extends FactoryConfig {
  format?: string | null | undefined;
  datefmt?: string | null | undefined;
  /** `%`, `{` or `$`. A string, so that a literal need not be `as const`. */
  style?: string | undefined;
  validate?: boolean | undefined;
  defaults?: Readonly<Record<string, unknown>> | null | undefined;
}

/** A filter. Without `()` and `class` it is a `Filter`, which lets the logger `name` and those below it pass. */
export interface FilterConfig extends FactoryConfig {
  name?: string | undefined;
}

/** A handler. */
export interface HandlerConfig extends FactoryConfig {
  level?: Level | null | undefined;
  /** The name of a formatter. */
  formatter?: string | null | undefined;
  /** Names of filters, or filters. */
  filters?: readonly (string | FilterLike)[] | null | undefined;
}

/** A logger. */
export interface LoggerConfig {
  level?: Level | null | undefined;
  /** Whether records go on to the handlers of the parent. Means nothing for the root. */
  propagate?: boolean | null | undefined;
  /** Names of filters, or filters. */
  filters?: readonly (string | FilterLike)[] | null | undefined;
  /** Names of handlers. */
  handlers?: readonly string[] | null | undefined;
}

/** The sections of a configuration, Python's. */
export interface ConfigSections {
  /** 1. */
  version: number;
  /** Only levels and `propagate` are set, of handlers and loggers that are there. Default false. */
  incremental?: boolean | undefined;
  /** Whether loggers that are there and not mentioned, nor below one that is, are disabled. Default true. */
  disable_existing_loggers?: boolean | undefined;
  formatters?: Readonly<Record<string, FormatterConfig | string>> | undefined;
  filters?: Readonly<Record<string, FilterConfig | string>> | undefined;
  handlers?: Readonly<Record<string, HandlerConfig | string>> | undefined;
  loggers?: Readonly<Record<string, LoggerConfig | string>> | undefined;
  root?: LoggerConfig | string | null | undefined;
}

/** What `dictConfig` takes: Python's dictionary. Other keys hold what `cfg://` refers to. */
export interface LoggingConfig extends ConfigSections {
  /** The same as `disable_existing_loggers`. */
  disableExistingLoggers?: boolean | undefined;
  [other: string]: unknown;
}

const names: Option<readonly string[]> = /* @__PURE__ */ list(name);
/** A name, or a filter itself. */
const filterNames = {
  ...names,
  schema: { type: 'array', items: { type: 'string' } },
} as Option<readonly (string | FilterLike)[]>;

/** Whether something can be asked as a filter is. */
export function isFilterLike(value: unknown): boolean {
  // A list has a `filter`, too.
  if (typeof value === 'function' || Array.isArray(value)) return typeof value === 'function';
  return typeof (value as { filter?: unknown } | null)?.filter === 'function';
}

/** The keys of a logger. */
export const loggerOptions: OptionTable<LoggerConfig> = {
  level,
  propagate: flag,
  filters: filterNames,
  handlers: names,
};

/** The keys of a handler besides those of its class. */
export const handlerOptions: { readonly [K in 'level' | 'formatter' | 'filters']: Option<unknown> } = {
  level,
  formatter: text,
  filters: filterNames,
};

/** The keys at the top. */
export const topOptions: OptionTable<ConfigSections> = {
  version: integer(1, 1),
  incremental: flag,
  disable_existing_loggers: flag,
  formatters: mapping(anything) as Option<ConfigSections['formatters']>,
  filters: mapping(anything) as Option<ConfigSections['filters']>,
  handlers: mapping(anything) as Option<ConfigSections['handlers']>,
  loggers: mapping(anything) as Option<ConfigSections['loggers']>,
  root: mapping(anything) as Option<LoggerConfig>,
};
