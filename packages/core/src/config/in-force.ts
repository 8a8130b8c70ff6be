import type { Handler } from '../handler.js';
import { openHandlers } from '../handler-registry.js';
import { shared } from '../state.js';
import type { Built, KeptHandler } from './build.js';
import { EntryReference } from './convert.js';
import type { ConfigPlan } from './plan.js';
import type { HandlerPlan } from './plan-entries.js';
import type { ObjectPlan } from './plan-object.js';
import { makesTheSame, snapshot } from './same-plan.js';

/** What a handler is told after it was made. */
interface Manner {
  readonly level: number | null;
  readonly formatter: ObjectPlan | undefined;
  /** What makes each filter, or the filter itself. */
  readonly filters: readonly unknown[];
}

/** Handlers by name, with what they were made by. */
export type HandlersInForce = ReadonlyMap<
  string,
  KeptHandler & { readonly plan: ObjectPlan; readonly manner: Manner }
>;

interface InForce {
  /** Those that the last configuration made or kept. */
  handlers: HandlersInForce;
}

function inForce(): InForce {
  return shared('configInForce', () => ({ handlers: new Map() }));
}

/**
 * The open handler of the configuration in force that is what a plan asks for. One that is only to be told another
 * level, formatter or filter is kept, too, unless a logger that is not configured anew goes on to use it as it is.
 *
 * @param staying - The handlers of such loggers.
 */
export function keptHandler(
  wanted: HandlerPlan,
  plan: ConfigPlan,
  built: Built,
  staying: ReadonlySet<Handler>,
): KeptHandler | undefined {
  const { handlers } = inForce();
  const known = handlers.get(wanted.name);
  if (known === undefined || !openHandlers().includes(known.handler)) return undefined;
  const isKept = (name: string): boolean => handlers.get(name)?.handler === built.handlers.get(name);
  if (!makesTheSame(known.plan, wanted, isKept)) return undefined;
  return !staying.has(known.handler) || isSameManner(known.manner, mannerOf(wanted, plan))
    ? known
    : undefined;
}

/** The handlers that the configuration in force has. */
export function handlersInForce(): Handler[] {
  return [...inForce().handlers.values()].map(({ handler }) => handler);
}

/** Notes what is in force from now on. */
export function putInForce(handlers: HandlersInForce): void {
  inForce().handlers = handlers;
}

/** What is to be known of a configuration's handlers once it is in force, whatever becomes of what it was read from. */
export function describeHandlers(plan: ConfigPlan, built: Built): HandlersInForce {
  return new Map(
    plan.handlers.map((one) => {
      const handler = built.handlers.get(one.name)!;
      const initial = built.initial.get(one.name)!;
      return [one.name, { plan: snapshot(one), manner: mannerOf(one, plan), handler, initial }];
    }),
  );
}

function mannerOf({ level, formatter, filters }: HandlerPlan, plan: ConfigPlan): Manner {
  const plans = filters.map((one) => (one instanceof EntryReference ? plan.filters.get(one.name) : one));
  const copy = <T>(one: T): T => (isPlan(one) ? (snapshot(one) as T) : one);
  return { level, formatter: copy(plan.formatters.get(formatter ?? '')), filters: plans.map(copy) };
}

function isSameManner(a: Manner, b: Manner): boolean {
  return (
    a.level === b.level &&
    isSamePlan(a.formatter, b.formatter) &&
    a.filters.length === b.filters.length &&
    a.filters.every((filter, i) => isSamePlan(filter, b.filters[i]))
  );
}

function isSamePlan(a: unknown, b: unknown): boolean {
  return isPlan(a) && isPlan(b) ? makesTheSame(a, b, () => false) : Object.is(a, b);
}

function isPlan(value: unknown): value is ObjectPlan {
  return typeof value === 'object' && value !== null && 'way' in value && 'attributes' in value;
}
