import { undisturbed } from './samples.mjs';
import { table } from './table.mjs';

/** What is no peer: Loggia in all its settings, and what a program writes by hand. */
const OURS = /^(loggia|raw)/;

const atMost = (limit) => ({ limit: `≤ ${limit}`, holds: (value) => value <= limit });
const atLeast = (limit) => ({ limit: `≥ ${limit}`, holds: (value) => value >= limit });

/** How many times as fast as a peer; without one, as the best. */
const faster = (name, of) => (rows) => {
  const { rows: all, unit, reference } = rows(name);
  const ours = all.find(({ peer }) => /^loggia/.test(peer));
  const isSpeed = unit === 'lines/s';
  // Within a round where that was measured, else of the medians.
  if (of === reference) return isSpeed ? ours.ratio : 1 / ours.ratio;
  const peers = all.filter(({ peer }) => (of === undefined ? !OURS.test(peer) : peer === of));
  return Math.min(...peers.map(({ value }) => (isSpeed ? ours.value / value : value / ours.value)));
};
const slower = (name, of) => (rows) => 1 / faster(name, of)(rows);
const sumOf = (lists) => lists.flat().reduce((sum, one) => sum + Number(one), 0);
const loggiaOf = (result) =>
  Object.entries(result)
    .filter(([peer]) => peer.startsWith('loggia'))
    .map(([, row]) => row);
const kB = (set) => (_, cases) => cases.bundle[set].loggia.gzip / 1000;

/** What we want of ourselves: the work, the unit, the bar, and how it is read from the results. */
const BARS = [
  ['a disabled call', '× loglevel', atMost(1.5), slower('disabled', 'loglevel'), 'disabled'],
  ['the same, four loggers deep', '× loglevel', atMost(1.5), slower('deep', 'loglevel'), 'deep'],
  ['the same, through an adapter', '× loglevel', atMost(1.5), slower('adapter', 'loglevel'), 'adapter'],
  ['a JSON line to nowhere', '× as fast as pino', atLeast(1.1), faster('json', 'pino'), 'json'],
  ['a text line to nowhere', '× as fast as the best peer', atLeast(4), faster('text'), 'text'],
  ['ten bound fields', '× as fast as pino', atLeast(1), faster('bound', 'pino'), 'bound'],
  ['ten fields in the call', '× as fast as pino', atLeast(1), faster('percall', 'pino'), 'percall'],
  ['an error with its cause', '× as fast as pino', atLeast(1), faster('error', 'pino'), 'error'],
  ['a new error each time', '× as fast as pino', atLeast(1), faster('fresh', 'pino'), 'fresh'],
  ...[
    ['JSON lines to a file, each at once', 'file-json', 'raw:writeSync', 0.75],
    ['text lines to a file, each at once', 'file-text', 'raw:writeSync', 0.75],
    ['JSON lines to a file, buffered', 'buffered-json', 'raw:buf64k', 0.4],
    ['text lines to a file, buffered', 'buffered-text', 'raw:buf64k', 0.4],
    ['rotation by size, each line at once', 'rotation-durable', 'raw:writeSync', 0.75],
    ['rotation by size, buffered', 'rotation-buffered', 'raw:buf64k', 0.4],
  ].map(([work, name, of, limit]) => [work, '× as fast as raw', atLeast(limit), faster(name, of), name]),
  [
    'peak memory of 2,000,000 lines in a loop',
    'MiB',
    atMost(110),
    (_, { memory }) => Math.max(...loggiaOf(memory).map(({ peakMiB }) => peakMiB)),
    'memory',
  ],
  [
    'of them lost',
    'lines',
    atMost(0),
    (_, { memory }) => sumOf(loggiaOf(memory).map(({ lost }) => lost)),
    'memory',
  ],
  ['lost at six ends', 'lines', atMost(0), (_, { exit }) => sumOf(loggiaOf(exit).map(Object.values)), 'exit'],
  [
    'start-up over an empty process',
    'ms',
    atMost(8),
    (_, { startup }) => undisturbed(startup.loggia) - undisturbed(startup.empty),
    'startup',
  ],
  ['packages to install', '', atMost(6), (_, { install }) => install.loggia.packages, 'install'],
  ['what they weigh', 'KiB', atMost(900), (_, { install }) => install.loggia.KiB, 'install'],
  ['`getLogger` in a page', 'kB', atMost(3), kB('getLogger'), 'bundle'],
  ['with `%` formats and the console', 'kB', atMost(5.5), kB('loggers + % formatter + console'), 'bundle'],
  [
    'console, HTTP, IndexedDB and error capture',
    'kB',
    atMost(11),
    kB('console + HTTP batching + IndexedDB + error capture'),
    'bundle',
  ],
];

/** Each bar, what was measured, and whether it is met. @param rowsOf - Gives the rows of a case that has rounds. */
export function barsTable(cases, rowsOf) {
  const rows = BARS.filter(([, , , , needs]) => cases[needs] !== undefined).map(([work, unit, bar, read]) => {
    const value = read((name) => rowsOf(name, cases[name]), cases);
    const shown = value >= 100 ? Math.round(value).toLocaleString('en-US') : Number(value.toPrecision(2));
    return [work, unit, bar.limit, shown, bar.holds(value) ? 'yes' : '**no**'];
  });
  return table(['', '', 'bar', 'measured', 'met'], rows);
}
