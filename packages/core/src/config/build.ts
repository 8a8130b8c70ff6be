import type { FilterLike } from '../filter.js';
import type { RecordFormatter } from '../format/base-formatter.js';
import type { Handler } from '../handler.js';
import { openHandlers, type RegisteredHandler } from '../handler-registry.js';
import { isPlainObject, setOwn } from '../plain-object.js';
import { reportRejection } from '../report.js';
import { callWithOptions, wayToMake } from './callable.js';
import type { Callable, ClassTable } from './class-spec.js';
import { EntryReference } from './convert.js';
import type { ConfigPlan } from './plan.js';
import type { HandlerPlan } from './plan-entries.js';
import { type ObjectPlan, toCamelCase } from './plan-object.js';
import { ListenerReference, PartReference } from './plan-references.js';
import { type Complain, joinPath, pathPart, shown } from './problems.js';
import { isFilterLike } from './schema.js';

/** What a class's `static fromConfig(options, context)` is told beside its options. */
export interface FromConfigContext {
  /** The name of the entry. */
  readonly name: string;
  /** The handler of that name, if it is made by now: those come first whose names do. */
  getHandler(name: string): Handler | undefined;
}

/** What a configuration made, or keeps. */
export interface Built {
  readonly formatters: Map<string, RecordFormatter>;
  readonly filters: Map<string, FilterLike>;
  readonly handlers: Map<string, Handler>;
  /** The handlers as they were when they were made, before a configuration set their level and so on. */
  readonly initial: Map<string, InitialState>;
}

/** What a configuration sets on handlers, whoever made them. */
export interface InitialState {
  readonly level: number;
  readonly formatter: RecordFormatter | null;
  readonly filters: readonly FilterLike[];
}

/** Says which handler of the configuration in force does what a plan asks for, if there is one. */
export type FindKept = (plan: HandlerPlan, built: Built) => KeptHandler | undefined;

/** A handler that stays, and what it was when it was new. */
export interface KeptHandler {
  readonly handler: Handler;
  readonly initial: InitialState;
}

/** Makes what configurations plan, and takes it back when it comes to nothing. */
export class Builder {
  readonly built: Built = {
    formatters: new Map(),
    filters: new Map(),
    handlers: new Map(),
    initial: new Map(),
  };
  readonly #table: ClassTable;
  readonly #openBefore: ReadonlySet<RegisteredHandler> = new Set(openHandlers());

  constructor(table: ClassTable) {
    this.#table = table;
  }

  /** Makes everything, or complains of what could not be made and stops. */
  build(plan: ConfigPlan, findKept: FindKept, complainOf: (kind: string, name: string) => Complain): boolean {
    const { formatters, filters, handlers } = this.built;
    const make = <T>(kind: string, name: string, into: Map<string, T>, body: () => T): boolean => {
      try {
        into.set(name, body());
        return true;
      } catch (error) {
        const { path, message } = error as { path?: unknown; message?: unknown };
        const at = typeof path === 'string' && /^\w+(\.\w+)*$/.test(path) ? path : '';
        complainOf(kind, name)(at, typeof message === 'string' ? message : shown(error), error as Error);
        return false;
      }
    };
    return (
      [...plan.formatters].every(([name, one]) =>
        make('formatter', name, formatters, () => this.#make(one, name) as RecordFormatter),
      ) &&
      [...plan.filters].every(([name, one]) =>
        make('filter', name, filters, () => this.#make(one, name) as FilterLike),
      ) &&
      plan.handlers.every((one) =>
        make('handler', one.name, handlers, () => this.#handler(one, findKept(one, this.built))),
      )
    );
  }

  /** What stands for something of the configuration becomes that. */
  materialize(value: unknown): unknown {
    if (value instanceof EntryReference) return this.#find(value);
    if (value instanceof PartReference) return this.#make(value.plan, '');
    if (value instanceof ListenerReference) return this.#listenerMaker(value);
    if (Array.isArray(value)) {
      const items = value.map((one) => this.materialize(one));
      return items.every((one, i) => Object.is(one, value[i])) ? value : items;
    }
    if (!isPlainObject(value)) return value;
    const entries = Object.entries(value).map(([key, one]) => [key, this.materialize(one)] as const);
    if (entries.every(([key, one]) => Object.is(one, value[key]))) return value;
    const copy: Record<string, unknown> = {};
    for (const [key, one] of entries) setOwn(copy, key, one);
    return copy;
  }

  /** Closes every handler that came about since this began: those made, half made, and made by the way. */
  discard(): void {
    for (const handler of openHandlers()) {
      if (this.#openBefore.has(handler)) continue;
      try {
        reportRejection(handler.close());
      } catch {
        // It was never finished, so there is nothing in it to lose.
      }
    }
  }

  #handler(plan: HandlerPlan, kept: KeptHandler | undefined): Handler {
    const handler = kept?.handler ?? (this.#make(plan, plan.name) as Handler);
    const { level, formatter, filters } = kept?.initial ?? handler;
    this.built.initial.set(plan.name, { level, formatter, filters: [...(filters ?? [])] });
    return handler;
  }

  #make(plan: ObjectPlan, name: string): object {
    const options: Record<string, unknown> = {};
    for (const [key, value] of Object.entries(plan.options)) setOwn(options, key, this.materialize(value));
    const made = this.#call(plan, options, name);
    checkMade(plan, made);
    for (const [key, value] of Object.entries(plan.attributes)) {
      setAttribute(made as Record<string, unknown>, key, this.materialize(value));
    }
    return made as object;
  }

  #call({ way }: ObjectPlan, options: Record<string, unknown>, name: string): unknown {
    if (way.kind === 'table') return way.spec.make(options, way.type);
    if (way.kind === 'options') {
      const create = (own: object): object => callWithOptions(way.type, own) as object;
      return way.spec?.makeOwn?.(options, create) ?? create(options);
    }
    const context: FromConfigContext = { name, getHandler: (other) => this.built.handlers.get(other) };
    const type = way.type as unknown as { fromConfig(options: object, context: FromConfigContext): unknown };
    return type.fromConfig(options, context);
  }

  #find({ section, name }: EntryReference): unknown {
    return this.built[section as keyof Built].get(name);
  }

  #listenerMaker({ maker }: ListenerReference): (options: object) => unknown {
    const type = 'way' in maker ? (this.#make(maker, '') as unknown as Callable) : maker;
    const way = wayToMake(type, this.#table);
    return (options) =>
      way.kind === 'table' ? way.spec.make(options as never, way.type) : callWithOptions(way.type, options);
  }
}

/** What each kind must be able to do. */
const METHODS: Readonly<Record<string, readonly string[]>> = {
  handler: ['handle', 'setLevel', 'setFormatter', 'addFilter', 'close'],
  formatter: ['format'],
  queue: ['put'],
};

function checkMade({ kind, way }: ObjectPlan, made: unknown): void {
  const methods = METHODS[kind] ?? [];
  const holder = (made ?? {}) as Record<string, unknown>;
  const isRight =
    kind === 'filter'
      ? isFilterLike(made)
      : kind === 'listener'
        ? typeof made === 'function'
        : methods.every((method) => typeof holder[method] === 'function');
  if (isRight) return;
  const needs =
    kind === 'filter' ? 'a function, or filter(record)' : methods.map((one) => `${one}()`).join(', ');
  throw new TypeError(
    `${way.type.name || 'what makes it'} gave ${shown(made)}, which is no ${kind}: it needs ${needs}`,
  );
}

/** `default_time_format` means `defaultTimeFormat` where there is such a property. */
function setAttribute(holder: Record<string, unknown>, key: string, value: unknown): void {
  const name = !(key in holder) && toCamelCase(key) in holder ? toCamelCase(key) : key;
  if (typeof holder[name] === 'function' && typeof value !== 'function') {
    throw new TypeError(
      `${joinPath("['.']", pathPart(key))}: ${name} is a method, and cannot be ${shown(value)}`,
    );
  }
  holder[name] = value;
}
