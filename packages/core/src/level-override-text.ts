import { ConfigError } from './errors.js';
import { state } from './state.js';

/** A level that counts for a logger in place of its own. */
export interface LevelOverride {
  /** The logger's name; `root` for the root logger. */
  readonly name: string;
  readonly level: number;
  /** When it ends, in milliseconds since the epoch; undefined for never. */
  readonly untilMs: number | undefined;
}

const ENTRY = /^(?:(.*?)\s*[=:])?\s*([^=:@]+?)\s*(?:@\s*(.*))?$/;
const DURATION = /^(\d+(?:\.\d+)?)([smhd])$/;
const UNIT_MS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/**
 * Reads one override: `shop.db=DEBUG`, `shop.db:DEBUG@15m`, or `DEBUG` for the root logger. After `@` stands how
 * long it holds (`90s`, `15m`, `2h`, `1d`) or the time of its end (`2030-01-31T12:00:00Z`).
 *
 * @throws ConfigError that says what is wrong with it.
 */
export function parseOverride(entry: string): LevelOverride {
  const [, name = 'root', levelText = '', until] = ENTRY.exec(entry.trim()) ?? [];
  const fail = (what: string): never => {
    throw new ConfigError(name, `Unable to override the level of ${JSON.stringify(name)}: ${what}`);
  };
  let level: number;
  try {
    level = state.levels.check(/^\d+$/.test(levelText) ? Number(levelText) : levelText.toUpperCase());
  } catch {
    const known = Object.keys(state.levels.mapping()).join(', ');
    return fail(`unknown level ${JSON.stringify(levelText)} (write a number or one of ${known})`);
  }
  if (name === '') fail('there is no name before the level (the root logger is "root")');
  return { name, level, untilMs: until === undefined ? undefined : (endOf(until) ?? fail(badEnd(until))) };
}

function endOf(text: string): number | undefined {
  const [, count, unit = ''] = DURATION.exec(text) ?? [];
  const untilMs =
    count === undefined ? Date.parse(text) : state.platform.now() + Number(count) * UNIT_MS[unit]!;
  // What a Date cannot hold cannot be written back as one.
  return Math.abs(untilMs) <= 8.64e15 ? untilMs : undefined;
}

function badEnd(text: string): string {
  return `${JSON.stringify(text)} is neither a time such as 90s, 15m, 2h or 1d nor a date such as 2030-01-31T12:00:00Z`;
}

/**
 * The same overrides with dates for durations, and without those whose time is over: for where they are kept, so that
 * fifteen minutes do not begin anew whenever they are read.
 *
 * @example
 * ```ts
 * import { withEndDates } from 'loggia';
 * console.log(withEndDates('shop.db=DEBUG@15m,shop=INFO@2001-01-01')); // shop.db=DEBUG@…T…Z
 * ```
 */
export function withEndDates(text: string): string {
  const now = state.platform.now();
  return text
    .split(',')
    .flatMap((entry) => {
      try {
        const { untilMs } = parseOverride(entry);
        if (untilMs === undefined) return entry;
        return untilMs > now
          ? `${entry.slice(0, entry.indexOf('@'))}@${new Date(untilMs).toISOString()}`
          : [];
      } catch {
        return entry; // told of by whoever overrides
      }
    })
    .join(',');
}
