import { OverflowError } from '../errors.js';

/** Whose clock a time is read on: the host's, UTC's, or that of an IANA time zone, such as `Europe/Paris`. */
export type Zone = 'local' | 'utc' | (string & {});

/** The furthest from 1970 that a Date goes, in milliseconds. */
const MAX_MS = 8.64e15;

/** The fields of a clock as a Date whose UTC fields are what the clock shows. */
export interface Moment {
  /** Whole seconds since the epoch. */
  readonly epoch: number;
  readonly shown: Date;
  /** How far the clock is ahead of UTC, in seconds. */
  readonly offset: number;
  readonly zone: Zone;
}

/**
 * What a clock in `zone` shows. A fraction of a second is cut off towards the past.
 *
 * @throws OverflowError for times that no Date can hold, RangeError for an unknown zone.
 */
export function momentOf(epochSeconds: number, zone: Zone): Moment {
  const epoch = Math.floor(epochSeconds);
  if (!(Math.abs(epoch) * 1000 <= MAX_MS)) {
    throw new OverflowError('timestamp out of range for platform time_t');
  }
  const date = new Date(epoch * 1000);
  const shown = zone === 'utc' ? date : zone === 'local' ? localFields(date) : zoneFields(date, zone);
  return { epoch, shown, offset: (shown.getTime() - date.getTime()) / 1000, zone };
}

/** The zone's abbreviation, as the C library has it where the host knows letters; else `+0545`, as it has for the rest. */
export function zoneName({ epoch, offset, zone }: Moment): string {
  if (zone === 'utc') return 'GMT';
  const id = zone === 'local' ? new Intl.DateTimeFormat().resolvedOptions().timeZone : zone;
  for (const time of [epoch, WINTER, SUMMER]) {
    // Hosts forget the names of former times; a season of today with the same offset has the same name.
    const name = time === epoch || momentOf(time, id).offset === offset ? letters(id, time) : undefined;
    if (name !== undefined) return name;
  }
  return offsetText(offset).replace(/00$/, '');
}

/** `+0530`. */
export function offsetText(offset: number): string {
  const minutes = Math.floor(Math.abs(offset) / 60);
  return (offset < 0 ? '-' : '+') + String(Math.floor(minutes / 60) * 100 + (minutes % 60)).padStart(4, '0');
}

// Each knows the abbreviations that are used where it is spoken. British English comes first, since for
// American English winter in Lisbon is GMT.
const LOCALES = ['en-GB', 'en-US', 'en-CA', 'en-AU', 'en-IN', 'en-ZA', 'en-HK'];
// Those excluded exist in English but not in the tz database, which has numbers there.
const LETTERS = /^(?!GST|LH|ACW|PM)[A-Z]{3,5}$/;
// No English has the abbreviations of these, which are the initials of their names.
const INITIALS = /^(Japan|Korean|China|Cuba|Israel|Irish|Philippine) /;

const WINTER = 1_704_067_200; // January 2024
const SUMMER = 1_719_792_000; // July 2024

function letters(id: string, time: number): string | undefined {
  for (const locale of LOCALES) {
    const name = namePart(locale, id, 'short', time);
    if (LETTERS.test(name)) return name;
  }
  const long = namePart('en-US', id, 'long', time);
  return INITIALS.test(long) ? long.replace(/\W*(\w)\w*/g, '$1') : undefined;
}

/** Making one costs about 50 microseconds and 10 kB; a zone needs up to nine. */
const MAX_FORMATS = 100;
const formats: Map<string, Intl.DateTimeFormat> = /* @__PURE__ */ new Map();

function formatFor(
  locale: string,
  timeZone: string,
  options: Intl.DateTimeFormatOptions,
): Intl.DateTimeFormat {
  const key = `${locale} ${timeZone} ${options.timeZoneName}`;
  let format = formats.get(key);
  if (format === undefined) {
    format = new Intl.DateTimeFormat(locale, { ...options, timeZone });
    if (formats.size >= MAX_FORMATS) formats.clear();
    formats.set(key, format);
  }
  return format;
}

function namePart(locale: string, timeZone: string, timeZoneName: 'short' | 'long', epoch: number): string {
  const parts = formatFor(locale, timeZone, { timeZoneName }).formatToParts(epoch * 1000);
  return parts.find((part) => part.type === 'timeZoneName')?.value ?? '';
}

function localFields(date: Date): Date {
  return utcDate(
    date.getFullYear(),
    date.getMonth(),
    date.getDate(),
    date.getHours(),
    date.getMinutes(),
    date.getSeconds(),
  );
}

function zoneFields(date: Date, zone: string): Date {
  const format = formatFor('en-US-u-ca-gregory-nu-latn', zone, {
    era: 'short',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
    hourCycle: 'h23',
  });
  const fields = new Map<string, string>(format.formatToParts(date).map(({ type, value }) => [type, value]));
  const field = (type: string): number => Number(fields.get(type));
  // The year before 1 is called 1 BC, and is 0 for a Date.
  const year = fields.get('era') === 'BC' ? 1 - field('year') : field('year');
  return utcDate(year, field('month') - 1, field('day'), field('hour'), field('minute'), field('second'));
}

// Date.UTC would take the years 0 to 99 for those of the twentieth century.
function utcDate(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
): Date {
  const date = new Date(0);
  date.setUTCFullYear(year, month, day);
  date.setUTCHours(hour, minute, second);
  return date;
}
