// A handful of zones: both hemispheres, half and quarter hours, no summer time, names that changed.
const ZONES = [
  'UTC',
  'Europe/London',
  'Europe/Paris',
  'America/New_York',
  'America/Los_Angeles',
  'Australia/Lord_Howe',
  'Australia/Sydney',
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'Asia/Tokyo',
  'America/Sao_Paulo',
];
const DIRECTIVES = [...'aAbBcCdDeFgGhHIjklmMnpPrRsStTuUVwWxXyYzZ%', 'E', 'O', 'f', 'i', 'Q', 'é'];
const DAY = 86_400;

function epoch(random) {
  const year = random.integer(1975, 2037);
  const newYear = Date.UTC(year, 0, 1) / 1000;
  // Around New Year the weeks are hard, and an hour's change falls on a Sunday at night.
  const seconds = random.chance(0.3)
    ? newYear + random.integer(-8 * DAY, 8 * DAY)
    : newYear + random.integer(0, 365 * DAY);
  if (random.chance(0.2)) return { float: seconds + random.pick([0.25, 0.5, 0.999999]) };
  return {
    int: String(random.chance(0.2) ? Math.round(seconds / 3600) * 3600 - random.integer(0, 1) : seconds),
  };
}

function directive(random) {
  const flags = random.list(random.chance(0.2) ? 2 : 0, () => random.pick([...'-_0^#'])).join('');
  const width = random.maybe(0.1, () => String(random.integer(1, 14)));
  // What # does to a directive that its modifier makes unknown is an accident of the C library's code.
  const modifier = flags.includes('#') ? '' : random.maybe(0.05, () => random.pick(['E', 'O']));
  return `%${flags}${width}${modifier}${random.pick(DIRECTIVES)}`;
}

/** One case as in vectors/strftime.json. */
export function generate(random) {
  const formats = Array.from({ length: random.integer(1, 4) }, () =>
    [0, ...random.list(3, () => 0)]
      .map(() => random.maybe(0.3, () => random.pick(['-', ' ', 'T', 'é', ':'])) + directive(random))
      .join(''),
  );
  if (random.chance(0.02)) formats.push(random.pick(['', '%', 'x%', '\0', '%-', '%5', '%E']));
  const converter = random.pick(['localtime', 'localtime', 'gmtime']);
  // The C library reads UTC's fields on the local clock, by the rules of the time: an accident too.
  const shown = converter === 'gmtime' ? formats.map((format) => format.replaceAll('s', 'S')) : formats;
  return { tz: random.pick(ZONES), epoch: epoch(random), converter, formats: shown };
}

/** What our engine makes of a case; the zone is asked for in each way that there is. */
export function run({ strftime, decode, outcomeOf }, { tz, epoch: seconds, converter, formats }) {
  if (process.env.TZ !== tz) process.env.TZ = tz;
  const zones = converter === 'gmtime' ? ['utc'] : ['local', tz];
  const [first, second = first] = zones.map((zone) =>
    formats.map((format) => outcomeOf(() => strftime(format, decode(seconds), zone))),
  );
  if (JSON.stringify(first) === JSON.stringify(second)) return first;
  return { local: first, [tz]: second };
}
