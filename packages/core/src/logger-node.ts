import { Filterer } from './filter.js';
import type { Handler } from './handler.js';
import type { Settings } from './last-resort.js';
import { type Level, NOTSET, WARNING } from './levels.js';
import type { LogRecord } from './record.js';
import { state } from './state.js';

/** What a node asks of the manager of its tree. */
export interface NodeTree {
  /** Records at or below this level are made by no logger of the tree. Takes a name, too. */
  get disable(): number;
  set disable(level: Level);
  /** Levels that count in place of those set on the loggers of these names. */
  readonly overrides: ReadonlyMap<string, number>;
  /** Says once that a record found no handler. */
  warnNoHandlers(name: string): void;
}

const DEFAULT_LAST_RESORT = { level: WARNING };

/**
 * A logger's place in the tree: its level, its handlers, its parent, and what follows from them. `Logger`
 * adds the calls that applications make.
 *
 * @typeParam Self - What the nodes of the tree are.
 * @typeParam Tree - What manages them.
 */
export class LoggerNode<Self extends LoggerNode<Self, Tree>, Tree extends NodeTree> extends Filterer {
  readonly name: string;
  /** The handlers of this logger itself, in the order in which they are called. */
  handlers: Handler[] = [];
  /** Whether records go on to the handlers of the parent. */
  propagate = true;
  /**
   * The lowest level that this logger makes records of, all things considered: its own level or an ancestor's,
   * `disabled`, and the manager's `disable`. Kept up to date by whatever changes one of them, so that a
   * disabled call costs one comparison. @internal
   */
  threshold: number = NOTSET;
  /** The loggers whose parent this is. @internal */
  readonly children: Set<Self> = new Set();
  #level: number;
  #parent: Self | null = null;
  #disabled = false;
  #tree: Tree | undefined;

  constructor(name: string, level: Level = NOTSET) {
    super();
    this.name = name;
    this.#level = state.levels.check(level);
    this.refresh();
  }

  /** The level set on this logger; `NOTSET` leaves it to the ancestors. */
  get level(): number {
    return this.#level;
  }

  set level(level: number) {
    this.#level = level;
    this.refresh();
  }

  /** @throws ValueError or TypeError if `level` is not one. */
  setLevel(level: Level): void {
    this.level = state.levels.check(level);
  }

  get parent(): Self | null {
    return this.#parent;
  }

  set parent(parent: Self | null) {
    const self = this as unknown as Self;
    this.#parent?.children.delete(self);
    this.#parent = parent;
    parent?.children.add(self);
    this.refresh();
  }

  /** A disabled logger makes and handles no records at all. */
  get disabled(): boolean {
    return this.#disabled;
  }

  set disabled(disabled: boolean) {
    this.#disabled = disabled;
    this.refresh();
  }

  /** The manager of the tree that this logger belongs to; the process's own for a logger made by hand. */
  get manager(): Tree {
    return this.#tree ?? (state.slots.get('manager') as Tree);
  }

  set manager(tree: Tree) {
    this.#tree = tree;
    this.refresh();
  }

  /** Whether a record of that level would be made. */
  isEnabledFor(level: number): boolean {
    return this.threshold <= level;
  }

  /** The level that counts: the logger's own, or the nearest one set on an ancestor. */
  getEffectiveLevel(): number {
    for (let node: LoggerNode<Self, Tree> | null = this; node !== null; node = node.#parent) {
      if (node.ownLevel !== NOTSET) return node.ownLevel;
    }
    return NOTSET;
  }

  /** What counts of this logger itself: the level that overrides the one set on it, or that one. @internal */
  get ownLevel(): number {
    // There is no manager yet while the first root logger is made.
    const overrides = (this.manager as Tree | undefined)?.overrides;
    if (overrides === undefined || overrides.size === 0) return this.#level;
    const { name } = this;
    const own = overrides.get(name) ?? this.#level;
    if (own !== NOTSET || overrides.has(name)) return own;
    // What overrides an ancestor that nobody has asked for has no logger to be found at.
    for (let dot = name.lastIndexOf('.'); dot > 0; dot = name.lastIndexOf('.', dot - 1)) {
      const ancestor = name.slice(0, dot);
      if (ancestor === this.#parent?.name) break;
      const level = overrides.get(ancestor);
      if (level !== undefined) return level;
    }
    return NOTSET;
  }

  /** Adds a handler, unless it is there already. */
  addHandler(handler: Handler): void {
    if (!this.handlers.includes(handler)) this.handlers.push(handler);
  }

  /** Takes a handler away, if it is there. It is not closed. */
  removeHandler(handler: Handler): void {
    const index = this.handlers.indexOf(handler);
    if (index >= 0) this.handlers.splice(index, 1);
  }

  /** Whether a record of this logger would find a handler, its own or an ancestor's. */
  hasHandlers(): boolean {
    for (let node: LoggerNode<Self, Tree> | null = this; node !== null; node = node.#next()) {
      if (node.handlers.length > 0) return true;
    }
    return false;
  }

  /** Gives a record to the handlers of this logger and, while they propagate, of its ancestors. */
  callHandlers(record: LogRecord): void {
    let found = false;
    // The lists are read anew for each record: applications change them in place, as Python's do.
    for (let node: LoggerNode<Self, Tree> | null = this; node !== null; node = node.#next()) {
      for (const handler of node.handlers) {
        found = true;
        if (record.levelno >= handler.level) handler.handle(record);
      }
    }
    if (found) return;
    const { lastResort } = state.settings as Partial<Settings>;
    if (lastResort === null) this.manager.warnNoHandlers(this.name);
    else if (record.levelno < (lastResort ?? DEFAULT_LAST_RESORT).level) return;
    else if (lastResort) lastResort.handle(record);
    // What the default handler would do, in programs that hold no handler at all.
    else state.platform.stderr.write(`${state.renderer.format(record)}\n`);
  }

  override toString(): string {
    return `<${this.constructor.name} ${this.name} (${state.levels.nameOf(this.getEffectiveLevel())})>`;
  }

  /** Works out the threshold of this logger and of all below it. @internal */
  refresh(): void {
    this.#refresh(this.#parent?.getEffectiveLevel() ?? NOTSET);
  }

  #refresh(inherited: number): void {
    const { ownLevel } = this;
    const effective = ownLevel === NOTSET ? inherited : ownLevel;
    // What is disabled is disabled up to and including that level, and levels are integers.
    const lowest = ((this.manager as Tree | undefined)?.disable ?? NOTSET) + 1;
    this.threshold = this.#disabled ? Number.POSITIVE_INFINITY : Math.max(effective, lowest);
    for (const child of this.children) child.#refresh(effective);
  }

  #next(): Self | null {
    return this.propagate ? this.#parent : null;
  }
}
