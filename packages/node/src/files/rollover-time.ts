import { ConfigError, ValueError } from '@loggia/core';

const DAY = 86_400;
const HOUR = 3600;

/** What a `when` means. */
export interface Period {
  /** In capitals. */
  readonly when: string;
  /** How long one is, in seconds. */
  readonly seconds: number;
  /** How the time is written in the names of files, for `strftime`. */
  readonly suffix: string;
  /** Finds such a time in a name: no digits may touch it. */
  readonly pattern: RegExp;
}

/** When a file is given up for the next one. */
export interface Schedule {
  readonly when: string;
  /** Seconds. */
  readonly interval: number;
  readonly utc: boolean;
  /** Seconds after midnight; null: midnight. */
  readonly atTime: number | null;
}

const SUFFIXES: Readonly<Record<string, string>> = {
  S: '%Y-%m-%d_%H-%M-%S',
  M: '%Y-%m-%d_%H-%M',
  H: '%Y-%m-%d_%H',
  D: '%Y-%m-%d',
};
const SECONDS: Readonly<Record<string, number>> = { S: 1, M: 60, H: HOUR, D: DAY };

/**
 * Reads `S`, `M`, `H`, `D`, `MIDNIGHT` and `W0` (Monday) to `W6`, in capitals or not.
 *
 * @throws ValueError for anything else.
 */
export function periodOf(name: string): Period {
  const when = String(name).toUpperCase();
  const weekly = when.startsWith('W');
  if (weekly && when.length !== 2) {
    throw new ValueError(`You must specify a day for weekly rollover from 0 to 6 (0 is Monday): ${when}`);
  }
  if (weekly && !/[0-6]$/.test(when)) {
    throw new ValueError(`Invalid day specified for weekly rollover: ${when}`);
  }
  const unit = weekly || when === 'MIDNIGHT' ? 'D' : when;
  const suffix = Object.hasOwn(SUFFIXES, unit) ? SUFFIXES[unit] : undefined;
  if (suffix === undefined) throw new ValueError(`Invalid rollover interval specified: ${when}`);
  const digits = suffix.replace('%Y', '\\d{4}').replace(/%\w/g, '\\d{2}');
  return {
    when,
    seconds: weekly ? 7 * DAY : (SECONDS[unit] as number),
    suffix,
    pattern: new RegExp(`(?<!\\d)${digits}(?!\\d)`),
  };
}

/**
 * Reads `HH:MM:SS`, or `HH:MM`, as seconds after midnight.
 *
 * @throws ConfigError for anything else.
 */
export function timeOfDay(text: string | null): number | null {
  if (text === null) return null;
  const [, hours, minutes, seconds = '0'] =
    /^([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?$/.exec(String(text)) ?? [];
  if (hours === undefined) {
    throw new ConfigError('atTime', `atTime is a time of day such as '17:30:00', not '${String(text)}'`);
  }
  return Number(hours) * HOUR + Number(minutes) * 60 + Number(seconds);
}

/**
 * When the file that is begun at `now` is to be given up. All times are whole seconds since the epoch.
 *
 * Python's rules: by the clock of the wall for `MIDNIGHT` and weekdays, where a change of daylight saving
 * time in between counts as one hour, whatever it is; by seconds that pass for the rest.
 */
export function nextRollover(now: number, { when, interval, utc, atTime }: Schedule): number {
  const weekly = when.startsWith('W');
  if (!weekly && when !== 'MIDNIGHT') return now + interval;
  const clock = clockAt(now, utc);
  let wait = (atTime ?? DAY) - clock.secondOfDay;
  let { weekday } = clock;
  if (wait <= 0) {
    wait += DAY;
    weekday++;
  }
  // The first interval is only as long as it takes to come to the day; the others follow it.
  const days = weekly ? (Number(when[1]) - weekday + 14) % 7 : 0;
  const result = now + wait + days * DAY + interval - (weekly ? 7 * DAY : DAY);
  if (utc) return result;
  const summer = isSummerTime(now);
  if (summer === isSummerTime(result)) return result;
  if (summer) return result + HOUR;
  // An hour earlier it may not be summer yet; then there is no such time of day on that day.
  return isSummerTime(result - HOUR) ? result - HOUR : result;
}

/**
 * The time after which a file is named that is given up at `now`, for `strftime`: the beginning of its interval,
 * moved by an hour if daylight saving time changed since.
 */
export function intervalStart(rolloverAt: number, interval: number, now: number, utc: boolean): number {
  const start = rolloverAt - interval;
  if (utc || isSummerTime(start) === isSummerTime(now)) return start;
  return start + (isSummerTime(now) ? HOUR : -HOUR);
}

function clockAt(time: number, utc: boolean): { secondOfDay: number; weekday: number } {
  const date = new Date(time * 1000);
  const [hours, minutes, seconds, day] = utc
    ? [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds(), date.getUTCDay()]
    : [date.getHours(), date.getMinutes(), date.getSeconds(), date.getDay()];
  // Python's weeks begin on Monday.
  return { secondOfDay: hours * HOUR + minutes * 60 + seconds, weekday: (day + 6) % 7 };
}

// Hosts tell the offset only. Standard time is the one that is further behind, of winter and summer of that year.
function isSummerTime(time: number): boolean {
  const date = new Date(time * 1000);
  const year = date.getFullYear();
  const standard = Math.max(
    new Date(year, 0, 1).getTimezoneOffset(),
    new Date(year, 6, 1).getTimezoneOffset(),
  );
  return date.getTimezoneOffset() < standard;
}
