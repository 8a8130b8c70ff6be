import { freshCore } from './fresh.testing.js';
import type { Filter, FilterLike, Handler, Logger, LogRecord } from './index.js';
import { decode, type Encoded } from './vectors.testing.js';

/** One step of a script of vectors/levels.json or vectors/hierarchy.json. */
export type Op = [name: string, ...args: Encoded[]];
export type Outcome = { error: { type: string; message: string; loose?: boolean } } | unknown;

type Core = Awaited<ReturnType<typeof freshCore>>;
type Spec = Record<string, unknown>;

/** A logging module as it is just after import, and the names that a script gives to handlers and filters. */
export class TreeScript {
  readonly #core: Core;
  readonly #handlers = new Map<string, Handler>();
  readonly #filters = new Map<string, FilterLike>();
  #emitted: unknown[] = [];

  static async start(): Promise<TreeScript> {
    const core = await freshCore();
    const script = new TreeScript(core);
    const { stderr, ...platform } = core.neutralPlatform;
    // The spread has copied the getters' values; only where text goes needs to change.
    core.replacePlatform({
      ...platform,
      stderr: { ...stderr, write: (text) => script.#emitted.push(['stderr', text]) },
    });
    core.settings.lastResort = script.#newHandler('lastResort', 30);
    return script;
  }

  private constructor(core: Core) {
    this.#core = core;
  }

  /** Runs one step; an error that it throws is its outcome. */
  run([name, ...encoded]: Op): Outcome {
    // The filters' descriptions are plain JSON.
    const args = (name === 'newFilter' ? encoded : encoded.map((arg) => decode(arg))) as never[];
    this.#emitted = [];
    try {
      return this.#step(name, args) ?? null;
    } catch (error) {
      return { error: { type: (error as Error).name, message: (error as Error).message } };
    }
  }

  #step(name: string, args: never[]): unknown {
    const step = this.#steps[name];
    if (step === undefined) throw new Error(`no such operation: ${name}`);
    return step(...args);
  }

  readonly #steps: Record<string, (...args: never[]) => unknown> = {
    getLevelName: (level) => this.#core.getLevelName(level),
    addLevelName: (level, name) => this.#core.addLevelName(level, name),
    getLevelNamesMapping: () => this.#core.getLevelNamesMapping(),
    checkLevel: (level) => new this.#core.Handler(level).level,
    getLogger: (name) => this.#logger(name).name,
    setLevel: (name, level) => this.#logger(name).setLevel(level),
    level: (name) => this.#logger(name).level,
    getEffectiveLevel: (name) => this.#logger(name).getEffectiveLevel(),
    isEnabledFor: (name, level) => this.#logger(name).isEnabledFor(level),
    disable: (...level) => this.#core.disable(...(level as [])),
    managerDisable: () => this.#core.root.manager.disable,
    setManagerDisable: (level) => assign(this.#core.root.manager, 'disable', level),
    setDisabled: (name, disabled) => assign(this.#logger(name), 'disabled', disabled),
    disabled: (name) => this.#logger(name).disabled,
    newHandler: (id, level) => this.#keep(this.#handlers, id, this.#newHandler(id, level)),
    handlerSetLevel: (id, level) => this.#handler(id).setLevel(level),
    handlerLevel: (id) => this.#handler(id).level,
    repr: (name) => String(this.#logger(name)),
    setRaiseExceptions: (on) => assign(this.#core.settings, 'raiseExceptions', on),
    addHandler: (name, id) => this.#logger(name).addHandler(this.#handler(id)),
    removeHandler: (name, id) => this.#logger(name).removeHandler(this.#handler(id)),
    handlers: (name) => this.#logger(name).handlers.map((handler) => handler.name),
    setPropagate: (name, propagate) => assign(this.#logger(name), 'propagate', propagate),
    hasHandlers: (name) => this.#logger(name).hasHandlers(),
    getChild: (name, suffix) => this.#logger(name).getChild(suffix).name,
    getChildren: (name) => [...this.#logger(name).getChildren()].map((child) => child.name).sort(),
    parent: (name) => this.#logger(name).parent?.name,
    loggerDict: () => this.#loggerDict(),
    setLastResort: (id) => assign(this.#core.settings, 'lastResort', this.#lastResort(id)),
    newFilter: (id, spec) => this.#keep(this.#filters, id, this.#newFilter(spec)),
    addFilter: (kind, owner, id) => this.#owner(kind, owner).addFilter(this.#filters.get(id) as FilterLike),
    removeFilter: (kind, owner, id) =>
      this.#owner(kind, owner).removeFilter(this.#filters.get(id) as FilterLike),
    log: (name, level, msg, args = [] as never, extra) =>
      this.#emits(() => this.#logger(name).log(level, msg, ...(args as unknown[]), ...asOptions(extra))),
    call: (name, method, msg, args = [] as never, extra) =>
      this.#emits(() =>
        (this.#logger(name)[method] as Logger['info'])(msg, ...(args as unknown[]), ...asOptions(extra)),
      ),
    handle: (name, attributes) =>
      this.#emits(() => this.#logger(name).handle(this.#core.makeLogRecord(attributes))),
  };

  #logger(name: string): Logger {
    return this.#core.getLogger(name);
  }

  #owner(kind: string, id: string): Logger | Handler {
    return kind === 'logger' ? this.#logger(id) : this.#handler(id);
  }

  #keep<T>(things: Map<string, T>, id: string, thing: T): null {
    things.set(id, thing);
    return null;
  }

  #emits(body: () => unknown): unknown {
    body();
    return this.#emitted;
  }

  #handler(id: string): Handler {
    return this.#handlers.get(id) as Handler;
  }

  #newHandler(id: string, level = 0): Handler {
    const emitted = (record: LogRecord): unknown =>
      this.#emitted.push([id, record.name, record.levelname, record.getMessage()]);
    class NotingHandler extends this.#core.Handler {
      override emit(record: LogRecord): void {
        emitted(record);
      }
    }
    const handler = new NotingHandler(level);
    handler.name = id;
    return handler;
  }

  #lastResort(id: string | null): Handler | null {
    if (id === null) return null;
    return id === 'default' ? this.#newHandler('lastResort', 30) : this.#handler(id);
  }

  #loggerDict(): unknown {
    const entries = [...(this.#core.root.manager as never as { loggerDict: Map<string, object> }).loggerDict];
    return entries
      .map(([name, entry]) => [name, 'loggers' in entry ? 'PlaceHolder' : 'Logger'])
      .sort(([a], [b]) => ((a as string) < (b as string) ? -1 : 1));
  }

  #newFilter(spec: Spec): FilterLike {
    if ('name' in spec) return new this.#core.Filter(spec['name'] as string) satisfies Filter;
    if ('object' in spec) return { filter: filterFunction(spec['object'] as Spec, this.#core) };
    return filterFunction(spec, this.#core);
  }
}

function assign(holder: object, key: string, value: unknown): null {
  Reflect.set(holder, key, value);
  return null;
}

function asOptions(extra: unknown): object[] {
  return extra === undefined ? [] : [{ extra }];
}

/** The filter functions that the vectors describe. */
export function filterFunction(spec: Spec, core: Core): (record: LogRecord) => never {
  const [[kind, value]] = Object.entries(spec) as [[string, never]];
  const answers: Record<string, (record: LogRecord) => unknown> = {
    filterMinLevel: (record) => record.levelno >= value,
    filterMaxLevel: (record) => record.levelno <= value,
    filterName: (record) => record.name === value,
    filterContains: (record) => record.getMessage().includes(value),
    returns: () => value,
    prefix: (record) => {
      record.msg = `${value}${record.msg}`;
      return true;
    },
    replace: (record) => core.makeLogRecord({ ...record, msg: `${value}${record.msg}` }),
  };
  const answer = answers[kind];
  if (answer === undefined) throw new Error(`no such filter: ${kind}`);
  return answer as never;
}
