import type { FilterLike } from './filter.js';
import type { RecordFormatter } from './format/base-formatter.js';
import type { Handler } from './handler.js';
import { settings } from './last-resort.js';
import { NOTSET } from './levels.js';
import type { Logger } from './logger.js';
import { getManager } from './manager.js';
import { state } from './state.js';

/** What handlers have that pass records on: a `MemoryHandler`, a `QueueHandler` that knows its listener. */
interface PassesOn {
  readonly target?: Handler | null;
  readonly flushLevel?: number;
  readonly listener?: { readonly handlers?: Iterable<Handler> } | null;
}

/** Handlers behind handlers; more of them may be a circle. */
const MAX_BEHIND = 8;

/**
 * The tree of loggers as text, for people: each logger with its level, filters and handlers, and these with their
 * formatters, filters, and the handlers that they pass records on to. `o<--` is a logger whose records go on to its
 * parent's handlers, `o   ` one that keeps them.
 *
 * @example
 * ```ts
 * import { basicConfig, describeTree, getLogger } from 'loggia';
 * basicConfig();
 * getLogger('shop.cart').setLevel('DEBUG');
 * console.log(describeTree());
 * // "root"
 * // |   Level WARNING
 * // |   Handler <StreamHandler (NOTSET)>
 * // |     Formatter <Formatter "%(levelname)s:%(name)s:%(message)s">
 * // |
 * // o<--"shop.cart"
 * //     Level DEBUG
 * ```
 */
export function describeTree(): string {
  const { root, disable } = getManager();
  const lines = disable > NOTSET ? [`Disabled up to ${levelName(disable)}, everywhere`, ''] : [];
  lines.push(...nodeLines(root));
  if (!root.hasHandlers()) lines.push('', ...handlerLines('Last resort', settings.lastResort));
  return `${lines.join('\n')}\n`;
}

function nodeLines(logger: Logger): string[] {
  const children = [...logger.children].sort((a, b) => (a.name < b.name ? -1 : 1));
  const details = [...levelLines(logger), ...logger.filters.map(filterLine)];
  for (const handler of logger.handlers) details.push(...handlerLines('Handler', handler));
  const lines = [JSON.stringify(logger.name), ...indent(details, children.length > 0 ? '|   ' : '    ')];
  children.forEach((child, i) => {
    const [first = '', ...rest] = nodeLines(child);
    lines.push('|', `${child.propagate ? 'o<--' : 'o   '}${first}`);
    lines.push(...indent(rest, i < children.length - 1 ? '|   ' : '    '));
  });
  return lines;
}

function levelLines(logger: Logger): string[] {
  const lines = [
    logger.level === NOTSET
      ? `Level NOTSET so inherits level ${levelName(logger.getEffectiveLevel())}`
      : `Level ${levelName(logger.level)}`,
  ];
  if (logger.ownLevel !== logger.level) lines.push(`Overridden by level ${levelName(logger.ownLevel)}`);
  if (!logger.propagate) lines.push('Propagate off');
  if (logger.disabled) lines.push('Disabled');
  return lines;
}

function handlerLines(role: string, handler: Handler | null | undefined, depth = 0): string[] {
  if (!handler) return [`${role} none`];
  const lines = [
    `${role} ${textOf(handler)}${handler.name === null ? '' : ` named ${textOf(handler.name)}`}`,
  ];
  if (depth >= MAX_BEHIND) return lines;
  const details = handler.formatter === null ? [] : [`Formatter ${formatterText(handler.formatter)}`];
  details.push(...handler.filters.map(filterLine));
  const { target, flushLevel, listener } = handler as PassesOn;
  if (flushLevel !== undefined) details.push(`Flushes at ${levelName(flushLevel)}`);
  if (target !== undefined) details.push(...handlerLines('Target', target, depth + 1));
  for (const behind of listener?.handlers ?? []) details.push(...handlerLines('Listener', behind, depth + 1));
  return [...lines, ...indent(details, '  ')];
}

function formatterText(formatter: RecordFormatter): string {
  const { fmt, datefmt } = formatter as { fmt?: unknown; datefmt?: unknown };
  const formats = [fmt, datefmt].filter((format) => typeof format === 'string');
  return `<${[className(formatter), ...formats.map((format) => JSON.stringify(format))].join(' ')}>`;
}

function filterLine(filter: FilterLike): string {
  return `Filter ${filterText(filter)}`;
}

/** A filter in a few words. */
export function filterText(filter: FilterLike): string {
  if (typeof filter === 'function') return `function ${filter.name || '(anonymous)'}`;
  const { name } = filter as { name?: unknown };
  return typeof name === 'string'
    ? `<${className(filter)} ${JSON.stringify(name)}>`
    : `<${className(filter)}>`;
}

/** The text of a handler, whatever its `toString` does. */
export function textOf(thing: unknown): string {
  try {
    return String(thing);
  } catch {
    return `<${className(thing as object)}>`;
  }
}

/** The name of a level. */
export function levelName(level: number): string {
  return state.levels.nameOf(level);
}

function className(thing: object): string {
  return thing.constructor?.name || 'Object';
}

function indent(lines: readonly string[], by: string): string[] {
  return lines.map((line) => (by + line).trimEnd());
}
