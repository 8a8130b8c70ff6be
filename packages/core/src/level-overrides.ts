import { type LevelOverride, parseOverride } from './level-override-text.js';
import { getManager } from './manager.js';
import { shared, state } from './state.js';

/**
 * Lets other levels count than those that are configured, perhaps for a while: for a look at a running program.
 * Whatever the configuration does meanwhile holds as soon as the override ends. Of two for one logger, the later wins.
 *
 * @param text - `shop.db=DEBUG,shop=INFO`; `:` instead of `=` is as good, a level alone is the root logger's, and
 * `shop.db=DEBUG@15m` ends after 15 minutes (`s`, `m`, `h`, `d`, or a date).
 * @returns What ends it earlier.
 * @throws ConfigError for text that cannot be read; nothing is overridden then.
 * @example
 * ```ts
 * import { getLogger, overrideLevels } from 'loggia';
 * overrideLevels('shop.db=DEBUG@15m');
 * console.log(getLogger('shop.db.pool').isEnabledFor(10)); // true, for a quarter of an hour
 * ```
 */
export function overrideLevels(text: string): Disposable {
  const entries = text.split(',').filter((entry) => entry.trim() !== '');
  const added = entries.map(parseOverride);
  change((active) => [...active, ...added]);
  const cancel = whenFirstEnds(added);
  return {
    [Symbol.dispose]() {
      cancel();
      change((active) => active.filter((override) => !added.includes(override)));
    },
  };
}

/** Ends each override in its time. The result cancels that. */
function whenFirstEnds(overrides: readonly LevelOverride[]): () => void {
  const ends = overrides.flatMap(({ untilMs }) => untilMs ?? []);
  if (ends.length === 0) return () => {};
  let cancel = (): void => {};
  const { platform } = state;
  const delayMs = Math.max(0, Math.min(...ends) - platform.now());
  const cancelTimer = platform.timer(delayMs, () => {
    // Perhaps none: timers may not be able to wait so long.
    const over = overrides.filter(({ untilMs = Infinity }) => untilMs <= platform.now());
    change((active) => active.filter((override) => !over.includes(override)));
    cancel = whenFirstEnds(overrides.filter((override) => !over.includes(override)));
  });
  return () => {
    cancelTimer();
    cancel();
  };
}

function change(update: (active: readonly LevelOverride[]) => readonly LevelOverride[]): void {
  const holder = shared('levelOverrides', () => ({ active: [] as readonly LevelOverride[] }));
  holder.active = update(holder.active);
  getManager().overrides = new Map(holder.active.map(({ name, level }) => [name, level]));
}

/**
 * Overrides levels as a setting from outside says, which must not stop the program: of what cannot be read the user is
 * told on the platform's stderr, and the rest holds.
 *
 * @param source - Where the text comes from, such as `LOGGIA_LEVELS`.
 * @param text - As for {@link overrideLevels}.
 * @returns What ends the overrides.
 * @example
 * ```ts
 * import { overrideLevelsFrom } from 'loggia';
 * overrideLevelsFrom('SHOP_LEVELS', 'shop.db=DEBUG,shop=LOUD'); // SHOP_LEVELS: … unknown level "LOUD" …
 * ```
 */
export function overrideLevelsFrom(source: string, text: string): Disposable {
  const done = text.split(',').flatMap((entry) => {
    try {
      return overrideLevels(entry);
    } catch (error) {
      state.platform.stderr.write(`${source}: ${(error as Error).message}\n`);
      return [];
    }
  });
  return {
    [Symbol.dispose]() {
      for (const one of done) one[Symbol.dispose]();
    },
  };
}
