import { ValueError } from './errors.js';

/** The program cannot go on. The severities are those of Python's `logging`; OpenTelemetry's ranges keep the same order. */
export const CRITICAL = 50;
/** The same as {@link CRITICAL}. */
export const FATAL = 50;
/** Something could not be done. */
export const ERROR = 40;
/** Something unexpected, or trouble ahead; work goes on. The root logger's level until it is set. */
export const WARNING = 30;
/** The same as {@link WARNING}. */
export const WARN = 30;
/** Things go as they should. */
export const INFO = 20;
/** Details for whoever looks for a mistake. */
export const DEBUG = 10;
/** On a logger: ask the parent. On a handler: take everything. */
export const NOTSET = 0;

/** A level as the configuration calls take it: a number, or a name that the level table knows. */
export type Level = number | string;

/** The names of levels and the numbers of names. The process has one, in the shared state. */
export class LevelTable {
  readonly #names = new Map<number, string>([
    [CRITICAL, 'CRITICAL'],
    [ERROR, 'ERROR'],
    [WARNING, 'WARNING'],
    [INFO, 'INFO'],
    [DEBUG, 'DEBUG'],
    [NOTSET, 'NOTSET'],
  ]);
  readonly #numbers = new Map<string, number>([
    ['CRITICAL', CRITICAL],
    ['FATAL', FATAL],
    ['ERROR', ERROR],
    ['WARN', WARN],
    ['WARNING', WARNING],
    ['INFO', INFO],
    ['DEBUG', DEBUG],
    ['NOTSET', NOTSET],
  ]);

  add(level: number, name: string): void {
    this.#names.set(level, name);
    this.#numbers.set(name, level);
  }

  /** The name of a number, or `Level 35` where it has none. */
  nameOf(level: number): string {
    return this.#names.get(level) ?? `Level ${level}`;
  }

  /** The name of a number or the number of a name, whichever it is; `Level x` for what is neither. */
  counterpartOf(level: Level): Level {
    return this.#names.get(level as number) ?? this.#numbers.get(level as string) ?? `Level ${level}`;
  }

  /** Every name with its number, in the order in which the names were added. */
  mapping(): Record<string, number> {
    return Object.fromEntries(this.#numbers);
  }

  /**
   * The number of a level given as a number or a name.
   *
   * @throws ValueError for an unknown name; TypeError for what is neither an integer nor a string.
   */
  check(level: unknown): number {
    if (Number.isInteger(level)) return level as number;
    if (typeof level !== 'string') {
      throw new TypeError(`Level not an integer or a valid string: ${describeLevel(level)}`);
    }
    const number = this.#numbers.get(level);
    if (number === undefined) throw new ValueError(`Unknown level: '${level}'`);
    return number;
  }
}

function describeLevel(level: unknown): string {
  try {
    return Array.isArray(level) ? `[${level}]` : String(level);
  } catch {
    return typeof level;
  }
}
