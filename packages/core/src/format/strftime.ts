import { ValueError } from '../errors.js';
import { type Moment, momentOf, offsetText, type Zone, zoneName } from './zone.js';

const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
const DAY_MS = 86_400_000;

/** What a directive writes: text; or a number, how many digits it has at least, and what sign comes before them. */
type Directive =
  | { text: (moment: Moment) => string; lowers?: boolean }
  | { number: (moment: Moment) => number; digits: number; pad?: string; sign?: (moment: Moment) => string };

/** The C locale's directives that are short for others. */
const COMPOSITES: Readonly<Record<string, string>> = {
  c: '%a %b %e %H:%M:%S %Y',
  D: '%m/%d/%y',
  F: '%Y-%m-%d',
  r: '%I:%M:%S %p',
  R: '%H:%M',
  T: '%H:%M:%S',
  x: '%m/%d/%y',
  X: '%H:%M:%S',
};

const DIRECTIVES: Readonly<Record<string, Directive>> = {
  a: { text: ({ shown }) => DAYS[shown.getUTCDay()]!.slice(0, 3) },
  A: { text: ({ shown }) => DAYS[shown.getUTCDay()]! },
  b: { text: ({ shown }) => MONTHS[shown.getUTCMonth()]!.slice(0, 3) },
  h: { text: ({ shown }) => MONTHS[shown.getUTCMonth()]!.slice(0, 3) },
  B: { text: ({ shown }) => MONTHS[shown.getUTCMonth()]! },
  p: { text: ({ shown }) => (shown.getUTCHours() < 12 ? 'AM' : 'PM'), lowers: true },
  P: { text: ({ shown }) => (shown.getUTCHours() < 12 ? 'am' : 'pm') },
  z: {
    number: ({ offset }) => Number(offsetText(Math.abs(offset))),
    digits: 4,
    sign: ({ offset }) => (offset < 0 ? '-' : '+'),
  },
  Z: { text: zoneName, lowers: true },
  s: { text: (moment) => String(epochAsC(moment)) },
  n: { text: () => '\n' },
  t: { text: () => '\t' },
  '%': { text: () => '%' },
  d: { number: ({ shown }) => shown.getUTCDate(), digits: 2 },
  e: { number: ({ shown }) => shown.getUTCDate(), digits: 2, pad: '_' },
  H: { number: ({ shown }) => shown.getUTCHours(), digits: 2 },
  k: { number: ({ shown }) => shown.getUTCHours(), digits: 2, pad: '_' },
  I: { number: ({ shown }) => shown.getUTCHours() % 12 || 12, digits: 2 },
  l: { number: ({ shown }) => shown.getUTCHours() % 12 || 12, digits: 2, pad: '_' },
  M: { number: ({ shown }) => shown.getUTCMinutes(), digits: 2 },
  S: { number: ({ shown }) => shown.getUTCSeconds(), digits: 2 },
  m: { number: ({ shown }) => shown.getUTCMonth() + 1, digits: 2 },
  j: { number: ({ shown }) => dayOfYear(shown) + 1, digits: 3 },
  y: { number: ({ shown }) => modulo(shown.getUTCFullYear(), 100), digits: 2 },
  Y: { number: ({ shown }) => shown.getUTCFullYear(), digits: 1 },
  C: { number: ({ shown }) => Math.floor(shown.getUTCFullYear() / 100), digits: 1 },
  g: { number: ({ shown }) => modulo(thursdayOf(shown).getUTCFullYear(), 100), digits: 2 },
  G: { number: ({ shown }) => thursdayOf(shown).getUTCFullYear(), digits: 1 },
  V: { number: ({ shown }) => Math.floor(dayOfYear(thursdayOf(shown)) / 7) + 1, digits: 2 },
  U: { number: ({ shown }) => Math.floor((dayOfYear(shown) + 7 - shown.getUTCDay()) / 7), digits: 2 },
  W: { number: ({ shown }) => Math.floor((dayOfYear(shown) + 7 - sinceMonday(shown)) / 7), digits: 2 },
  u: { number: ({ shown }) => sinceMonday(shown) + 1, digits: 1 },
  w: { number: ({ shown }) => shown.getUTCDay(), digits: 1 },
};

// Flags, width, a modifier (the C locale has no alternative forms), the directive.
const DIRECTIVE = /%([-_0^#]*)(\d*)([EO]?)(.?)/gsu;
/** Directives that C allows no modifier with. */
const UNMODIFIED: Readonly<Record<string, string>> = { E: 'aAbBdDeFgGhHIjklmMSUVwW', O: 'aAcDFxXY' };

/** Writes a time as a format says that was read before. */
export type TimeWriter = (moment: Moment) => string;

/**
 * Reads a format once, for use with many times.
 *
 * @throws ValueError for a format with a NUL in it, as C's strings have none.
 */
export function compileStrftime(format: string): TimeWriter {
  if (format.includes('\0')) throw new ValueError('embedded null character');
  const parts: (string | TimeWriter)[] = [];
  let end = 0;
  for (const match of format.matchAll(DIRECTIVE)) {
    const [whole, flags = '', width = '', modifier = '', name = ''] = match;
    const known = UNMODIFIED[modifier]?.includes(name) ? '' : name;
    parts.push(format.slice(end, match.index), writerFor(known, flags, Number(width), whole));
    end = match.index + whole.length;
  }
  parts.push(format.slice(end));
  return (moment) => {
    let text = '';
    for (const part of parts) text += typeof part === 'string' ? part : part(moment);
    return text;
  };
}

/**
 * Writes a time as C's `strftime` does in the C locale.
 *
 * @param format - Text with directives such as `%Y-%m-%d %H:%M:%S`. An unknown one stands for itself.
 * @param epochSeconds - Seconds since the Unix epoch; a fraction is cut off.
 * @param zone - Whose clock: the host's, UTC's, or that of an IANA time zone.
 * @throws RangeError for an unknown zone, OverflowError for a time that JavaScript's dates cannot hold,
 * ValueError for a format with a NUL in it.
 * @example
 * ```ts
 * import { strftime } from '@loggia/core/format';
 * console.log(strftime('%a %d %b %Y, %H:%M %Z', 1_700_000_000, 'Europe/Paris')); // Tue 14 Nov 2023, 23:13 CET
 * ```
 */
export function strftime(format: string, epochSeconds: number, zone: Zone): string {
  return compileStrftime(format)(momentOf(epochSeconds, zone));
}

function writerFor(name: string, flags: string, width: number, whole: string): TimeWriter {
  // The last of the padding flags counts, and a width without one fills numbers with zeros, text with blanks.
  const flag = flags.replace(/[\^#]/g, '').at(-1);
  const upper = flags.includes('^');
  const swap = flags.includes('#');
  if (Object.hasOwn(COMPOSITES, name)) {
    return padded(compileStrftime(COMPOSITES[name]!), flag, width, upper);
  }
  // What is no directive stands for itself, but in the width and the case that it asks for, as in C.
  if (!Object.hasOwn(DIRECTIVES, name)) return padded(() => whole, flag, width, upper);
  const directive = DIRECTIVES[name]!;
  if ('number' in directive) {
    const { number, digits, pad = '0', sign } = directive;
    const least = flag === '-' ? width : Math.max(digits, width);
    const write: TimeWriter = (moment) => padNumber(number(moment), least, flag ?? pad);
    // C fills the width twice: before the sign, and after it.
    const lead = sign && padded(sign, flag, width, false);
    return lead === undefined ? write : (moment) => lead(moment) + write(moment);
  }
  const { text, lowers } = directive;
  if (swap && lowers) return padded((moment) => text(moment).toLowerCase(), flag, width, false);
  return padded(text, flag, width, (upper || swap) && name !== 'P');
}

function padded(write: TimeWriter, flag: string | undefined, width: number, upper: boolean): TimeWriter {
  if (!upper && width === 0) return write;
  const fill = flag === '0' ? '0' : ' ';
  return (moment) => {
    const text = write(moment);
    return (upper ? text.toUpperCase() : text).padStart(width, fill);
  };
}

function padNumber(value: number, width: number, flag: string): string {
  const digits = String(Math.abs(value));
  const sign = value < 0 ? '-' : '';
  return flag === '_' || flag === '-'
    ? (sign + digits).padStart(width)
    : sign + digits.padStart(width - sign.length, '0');
}

function modulo(value: number, divisor: number): number {
  return ((value % divisor) + divisor) % divisor;
}

function sinceMonday(date: Date): number {
  return (date.getUTCDay() + 6) % 7;
}

/** Counted from 0. */
function dayOfYear(date: Date): number {
  const newYear = new Date(0).setUTCFullYear(date.getUTCFullYear(), 0, 1);
  return Math.floor((date.getTime() - newYear) / DAY_MS);
}

/** An ISO week belongs to the year that its Thursday is in. */
function thursdayOf(date: Date): Date {
  return new Date(date.getTime() + (3 - sinceMonday(date)) * DAY_MS);
}

// C makes the seconds out of the fields, and takes them for the host's standard time even where they are UTC's.
function epochAsC({ epoch, shown, zone }: Moment): number {
  if (zone !== 'utc') return epoch;
  const year = shown.getUTCFullYear();
  const west = [0, 6].map((month) => new Date(year, month, 1).getTimezoneOffset());
  return epoch + Math.max(...west) * 60;
}
