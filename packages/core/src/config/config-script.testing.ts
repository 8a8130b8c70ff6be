import { freshConfig } from '../fresh.testing.js';
import type { ConfigError, FilterLike, Handler, Logger } from '../index.js';

/** One step of a script of vectors/dictconfig.json. */
export type ConfigStep = [name: string, ...args: never[]];

interface VectorCause {
  type: string;
  message: string;
  loose?: boolean;
}

/** What was raised, and what it was raised from. */
export interface VectorError extends VectorCause {
  causes?: VectorCause[];
  /** What of our message is Python's. */
  sentence?: string;
}

export interface ConfigVector {
  id: string;
  steps: ConfigStep[];
  expect: { results: (null | { error: VectorError })[]; state: unknown };
}

type Fresh = Awaited<ReturnType<typeof freshConfig>>;

/** A logging module as it is just after import, and what a script does with it. */
export class ConfigScript {
  readonly #core: Fresh['core'];
  readonly #config: Fresh['config'];
  readonly #stdout = { write: () => {} };

  static async start(): Promise<ConfigScript> {
    return new ConfigScript(await freshConfig());
  }

  private constructor({ core, config }: Fresh) {
    this.#core = core;
    this.#config = config;
    core.replacePlatform({ ...core.neutralPlatform, stdout: this.#stdout });
  }

  /** Runs one step; what it throws is its outcome, as CPython says it. */
  run([name, ...args]: ConfigStep): unknown {
    try {
      const step = this.#steps[name];
      if (step === undefined) throw new Error(`no such step: ${name}`);
      step(...args);
      return null;
    } catch (error) {
      return { error: describe(error as Error) };
    }
  }

  readonly #steps: Record<string, (...args: never[]) => unknown> = {
    getLogger: (name) => this.#core.getLogger(name),
    setLevel: (name, level) => this.#core.getLogger(name).setLevel(level),
    setPropagate: (name, on: boolean) => {
      this.#core.getLogger(name).propagate = on;
    },
    setDisabled: (name, on: boolean) => {
      this.#core.getLogger(name).disabled = on;
    },
    addNullHandler: (name) => this.#core.getLogger(name).addHandler(new this.#core.NullHandler()),
    addFilter: (name, filter) => this.#core.getLogger(name).addFilter(new this.#core.Filter(filter)),
    addLevelName: (level, name) => this.#core.addLevelName(level, name),
    dictConfig: (config) => this.#config.dictConfig(config),
  };

  /** What is there, as the vectors write it. */
  state(): unknown {
    const { root } = this.#core;
    const entries = [...root.manager.loggerDict];
    const isLogger = (entry: object): entry is Logger => 'handlers' in entry;
    const loggers = entries.flatMap(([, entry]) => (isLogger(entry) ? [entry] : []));
    const byName = (a: { name: string }, b: { name: string }): number => (a.name < b.name ? -1 : 1);
    return {
      loggers: [root, ...loggers.sort(byName)].map((logger) => this.#logger(logger)),
      placeHolders: entries.flatMap(([name, entry]) => (isLogger(entry) ? [] : [name])).sort(),
    };
  }

  /** What the vectors say is there; a formatter keeps its style to itself, so that what it writes stands for it. */
  expected(state: unknown): unknown {
    if (Array.isArray(state)) return state.map((one) => this.expected(one));
    if (typeof state !== 'object' || state === null) return state;
    const entries = Object.entries(state).map(([key, value]) => {
      if (key !== 'formatter' || value === null) return [key, this.expected(value)];
      const { fmt, ...options } = value as { fmt: string };
      return [key, this.#write(new this.#core.Formatter(fmt, { ...options, validate: false }))];
    });
    return Object.fromEntries(entries);
  }

  #write(formatter: Handler['formatter']): string | undefined {
    const record = this.#core.makeLogRecord({ name: 'n', levelname: 'L', msg: 'm', created: 1e9 });
    try {
      return formatter?.format(record);
    } catch (error) {
      return (error as Error).name;
    }
  }

  #logger({ name, level, propagate, disabled, filters, handlers }: Logger): unknown {
    return {
      name,
      level,
      propagate: Boolean(propagate),
      disabled,
      filters: filters.map(filterState),
      handlers: handlers.map((handler) => this.#handler(handler)),
    };
  }

  #handler(handler: Handler): unknown {
    const own = handler as Handler & Record<string, unknown>;
    const state: Record<string, unknown> = {
      class: handler.constructor.name,
      name: handler.name,
      level: handler.level,
      formatter: handler.formatter && this.#write(handler.formatter),
      filters: handler.filters.map(filterState),
    };
    if (handler instanceof this.#core.StreamHandler) {
      state['stream'] = handler.stream === this.#stdout ? 'stdout' : 'stderr';
      if (handler.terminator !== '\n') state['terminator'] = handler.terminator;
    }
    for (const key of ['capacity', 'flushLevel', 'flushOnClose']) if (key in own) state[key] = own[key];
    if ('target' in own)
      state['target'] = own['target'] === null ? null : this.#handler(own['target'] as Handler);
    return state;
  }
}

function filterState(filter: FilterLike): unknown {
  return { class: filter.constructor.name, name: (filter as { name?: string }).name };
}

function describe(error: Error): VectorError {
  const causes: VectorCause[] = [];
  for (let cause = error.cause; cause instanceof Error; cause = cause.cause) {
    causes.push({ type: cause.name, message: cause.message });
  }
  const { pythonName: type = error.name, problems = [] } = error as ConfigError;
  const [first] = problems;
  // What Python says comes first, then what is wrong where.
  const end =
    first === undefined ? -1 : error.message.indexOf(`: ${first.path && `${first.path}: `}${first.message}`);
  const sentence = end < 0 ? error.message : error.message.slice(0, end);
  return { type, message: error.message, sentence, ...(causes.length > 0 ? { causes } : {}) };
}
