import type { FilterLike } from './filter.js';
import type { Handler } from './handler.js';
import { settings } from './last-resort.js';
import { type Level, NOTSET } from './levels.js';
import type { Logger } from './logger.js';
import { getLogger } from './root.js';
import { state } from './state.js';
import { filterText, levelName, textOf } from './tree-text.js';

/**
 * Says step by step where a record of that logger at that level would go now, and what would stop it. Filters are
 * named, not asked: there is no record yet.
 *
 * @param logger - A logger or its name.
 * @throws ValueError or TypeError if `level` is not one.
 * @example
 * ```ts
 * import { explain, getLogger, StreamHandler } from 'loggia';
 * getLogger().addHandler(new StreamHandler());
 * console.log(explain('shop.cart', 'INFO'));
 * // A record of "shop.cart" at INFO (20):
 * // - nothing is disabled everywhere
 * // - "shop.cart" is not disabled
 * // - STOPS: it is below the level WARNING (30), which comes from "root"
 * ```
 */
export function explain(logger: Logger | string, level: Level): string {
  const start = typeof logger === 'string' ? getLogger(logger) : logger;
  const levelno = state.levels.check(level);
  const steps = gates(start, levelno);
  if (!steps.some((step) => step.startsWith('STOPS'))) steps.push(...way(start, levelno));
  return `A record of ${quote(start)} at ${withNumber(levelno)}:\n${steps.map((step) => `- ${step}\n`).join('')}`;
}

// All three are told, also where the first would do: who removes one obstacle wants to know of the next.
function gates(logger: Logger, levelno: number): string[] {
  const { disable } = logger.manager;
  const everywhere = disable <= NOTSET ? 'nothing is disabled everywhere' : undefined;
  const limit = `disable(${levelName(disable)}) holds for all loggers`;
  const source = levelSource(logger);
  const effective = logger.getEffectiveLevel();
  const from =
    source === logger ? 'its own' : source === null ? 'set nowhere' : `which comes from ${quote(source)}`;
  const why = source !== null && source.ownLevel !== source.level ? ', overridden' : '';
  const least = `the level ${withNumber(effective)}, ${from}${why}`;
  return [
    everywhere ?? (levelno > disable ? `${limit}, and this is above it` : `STOPS: ${limit}`),
    logger.disabled ? `STOPS: ${quote(logger)} is disabled` : `${quote(logger)} is not disabled`,
    levelno >= effective ? `it reaches ${least}` : `STOPS: it is below ${least}`,
  ];
}

function levelSource(logger: Logger): Logger | null {
  let node: Logger | null = logger;
  while (node !== null && node.ownLevel === NOTSET) node = node.parent;
  return node;
}

function way(logger: Logger, levelno: number): string[] {
  const steps = filterSteps(quote(logger), logger.filters);
  let found = false;
  for (let node: Logger | null = logger; node !== null; node = node.propagate ? node.parent : null) {
    found ||= node.handlers.length > 0;
    if (node.handlers.length === 0) steps.push(`${quote(node)} has no handlers`);
    for (const handler of node.handlers) {
      steps.push(...handlerSteps(quote(node), `of ${quote(node)}`, handler, levelno));
    }
    if (!node.propagate && node.parent !== null)
      steps.push(`${quote(node)} does not propagate: it goes no further`);
  }
  if (found) return steps;
  const { lastResort } = settings;
  return lastResort === null
    ? [...steps, 'STOPS: there is no handler, and no last resort']
    : [...steps, ...handlerSteps('the last resort', 'as the last resort', lastResort, levelno)];
}

function handlerSteps(giver: string, place: string, handler: Handler, levelno: number): string[] {
  const text = textOf(handler);
  return levelno < handler.level
    ? [`${text} ${place} skips it: it takes ${withNumber(handler.level)} and above`]
    : [`${giver} gives it to ${text}`, ...filterSteps(text, handler.filters)];
}

function filterSteps(owner: string, filters: readonly FilterLike[]): string[] {
  return filters.map((filter) => `the filter ${filterText(filter)} of ${owner} may drop it`);
}

function quote(logger: Logger): string {
  return JSON.stringify(logger.name);
}

function withNumber(level: number): string {
  return `${levelName(level)} (${level})`;
}
