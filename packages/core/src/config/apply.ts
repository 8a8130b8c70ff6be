import type { FilterLike } from '../filter.js';
import type { Handler } from '../handler.js';
import { namedHandlers, openHandlers, renameHandler } from '../handler-registry.js';
import { NOTSET } from '../levels.js';
import type { Logger } from '../logger.js';
import { getManager } from '../manager.js';
import { reportError, reportRejection } from '../report.js';
import { getLogger } from '../root.js';
import type { Builder, Built } from './build.js';
import { describeHandlers, handlersInForce, putInForce } from './in-force.js';
import type { ConfigPlan, LoggerPlan } from './plan.js';

/** Puts a configuration in force, whose things are made. What throws undoes it all. */
export function applyPlan(plan: ConfigPlan, builder: Builder): void {
  const { built } = builder;
  // Making a logger runs code of the application, if it has a class of its own for them.
  const loggers = plan.loggers.map((one) => ({ logger: getLogger(one.name), plan: one }));
  const { root, loggerDict } = getManager();
  const undo = remember([root, ...allLoggers()], [...built.handlers.values()]);
  const before = new Set(attachedHandlers());
  const described = describeHandlers(plan, built);
  try {
    setUpHandlers(plan, built, builder);
    const existing = [...loggerDict.keys()].sort();
    const named = new Set(plan.loggers.map(({ name }) => name));
    for (const { logger, plan: one } of loggers) {
      setUpLogger(logger, one, builder);
      logger.disabled = false;
    }
    for (const name of existing) {
      const logger = loggerDict.get(name);
      if (named.has(name) || logger === undefined || !('handlers' in logger)) continue;
      if (isBelowAny(name, named)) {
        logger.setLevel(NOTSET);
        logger.handlers = [];
        logger.propagate = true;
      } else logger.disabled = plan.disableExisting;
    }
    if (plan.root !== null) setUpLogger(root, plan.root, builder);
  } catch (error) {
    undo();
    throw error;
  }
  const stay = withThoseBehind([...attachedHandlers(), ...built.handlers.values()]);
  const gone = new Set([...handlersInForce(), ...before].filter((handler) => !stay.has(handler)));
  putInForce(described);
  nameHandlers(plan, built);
  retire(openHandlers().filter((handler) => gone.has(handler as Handler)) as Handler[]);
}

/** Sets levels and `propagate`, and nothing else. */
export function applyIncremental(plan: ConfigPlan): void {
  const loggers = plan.loggers.map((one) => ({ logger: getLogger(one.name), plan: one }));
  const { root } = getManager();
  const handlers = [...plan.handlerLevels].map(([name, level]) => ({
    handler: namedHandlers().get(name) as Handler,
    level,
  }));
  const undo = remember(
    [root, ...loggers.map(({ logger }) => logger)],
    handlers.map(({ handler }) => handler),
  );
  try {
    for (const { handler, level } of handlers) handler.setLevel(level);
    for (const { logger, plan: one } of loggers) {
      setLevelAndFlow(logger, one);
      logger.disabled = false;
    }
    if (plan.root?.level != null) root.setLevel(plan.root.level);
  } catch (error) {
    undo();
    throw error;
  }
}

function setUpHandlers({ handlers }: ConfigPlan, built: Built, builder: Builder): void {
  for (const { name, level, formatter, filters } of handlers) {
    const handler = built.handlers.get(name)!;
    const initial = built.initial.get(name)!;
    handler.setLevel(level ?? initial.level);
    handler.setFormatter(formatter === null ? initial.formatter : built.formatters.get(formatter)!);
    handler.filters = [...initial.filters];
    for (const filter of filters) handler.addFilter(builder.materialize(filter) as FilterLike);
  }
}

function setUpLogger(logger: Logger, plan: LoggerPlan, builder: Builder): void {
  setLevelAndFlow(logger, plan);
  for (const handler of [...logger.handlers]) logger.removeHandler(handler);
  for (const handler of plan.handlers) logger.addHandler(builder.materialize(handler) as Handler);
  for (const filter of plan.filters) logger.addFilter(builder.materialize(filter) as FilterLike);
}

function setLevelAndFlow(logger: Logger, { level, propagate }: LoggerPlan): void {
  if (level !== null) logger.setLevel(level);
  if (propagate !== null) logger.propagate = propagate;
}

function isBelowAny(name: string, named: ReadonlySet<string>): boolean {
  for (let dot = name.lastIndexOf('.'); dot >= 0; dot = name.lastIndexOf('.', dot - 1)) {
    if (named.has(name.slice(0, dot))) return true;
    if (dot === 0) break;
  }
  return false;
}

/** Every handler is found by its new name, and by no old one. */
function nameHandlers({ handlers }: ConfigPlan, built: Built): void {
  for (const [name, handler] of [...namedHandlers()]) renameHandler(handler, name, null);
  for (const { name } of handlers) {
    const handler = built.handlers.get(name)!;
    if (handler.name === name) renameHandler(handler, null, name);
    else handler.name = name;
  }
}

/** The youngest first, as at the end of a program, so that what buffers goes before what it writes to. */
function retire(handlers: readonly Handler[]): void {
  const close = (): void => {
    for (const handler of handlers) {
      try {
        reportRejection(handler.close());
      } catch (error) {
        reportError(null, error);
      }
    }
  };
  const stops = handlers.flatMap((handler) => {
    const { listener } = handler as { listener?: { stop?(): unknown } | null };
    return typeof listener?.stop === 'function' ? [async () => listener.stop?.()] : [];
  });
  // What waits in a queue still goes to the handlers behind it.
  if (stops.length === 0) close();
  else reportRejection(Promise.all(stops.map((stop) => stop())).finally(close));
}

/** The handlers of loggers that a configuration leaves as they are. */
export function stayingHandlers(plan: ConfigPlan): Set<Handler> {
  const named = new Set(plan.loggers.map(({ name }) => name));
  const { root } = getManager();
  const untouched = allLoggers().filter(({ name }) => !named.has(name) && !isBelowAny(name, named));
  if (plan.root === null && !named.has('root') && !named.has('')) untouched.push(root);
  return withThoseBehind(untouched.flatMap(({ handlers }) => handlers));
}

/** The handlers, and those that they hand records on to. */
function withThoseBehind(handlers: readonly Handler[]): Set<Handler> {
  const found = new Set(handlers);
  // The set grows while it is walked.
  for (const handler of found) {
    const { target, listener } = handler as {
      target?: Handler | null;
      listener?: { handlers?: Handler[] } | null;
    };
    if (target) found.add(target);
    for (const behind of listener?.handlers ?? []) found.add(behind);
  }
  return found;
}

function allLoggers(): Logger[] {
  return [...getManager().loggerDict.values()].filter((entry): entry is Logger => 'handlers' in entry);
}

function attachedHandlers(): Handler[] {
  return [getManager().root, ...allLoggers()].flatMap(({ handlers }) => handlers);
}

/** What puts everything back as it is now. */
function remember(loggers: readonly Logger[], handlers: readonly Handler[]): () => void {
  const loggersBefore = loggers.map(({ level, propagate, disabled, handlers, filters }) => {
    return { level, propagate, disabled, handlers: [...handlers], filters: [...filters] };
  });
  const handlersBefore = handlers.map(({ level, formatter, filters }) => ({
    level,
    formatter,
    filters: [...(filters ?? [])],
  }));
  return () => {
    for (const [i, logger] of loggers.entries()) Object.assign(logger, loggersBefore[i]);
    for (const [i, handler] of handlers.entries()) Object.assign(handler, handlersBefore[i]);
  };
}
