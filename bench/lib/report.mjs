import { writeFileSync } from 'node:fs';
import { barsTable } from './bars.mjs';
import { chart } from './chart.mjs';
import { median, undisturbed } from './samples.mjs';
import { table } from './table.mjs';

/** What each case is, and the reference that ratios are taken to: `peer` or `peer:mode`. */
const CASES = {
  disabled: ['A call whose level is off', 'loglevel'],
  deep: ['The same, four loggers deep (or a child, where a peer has no tree)', 'loglevel'],
  adapter: ['The same, through a logger with bound fields', 'loglevel'],
  json: ['One JSON line with one argument, to nowhere', 'pino'],
  text: ['One text line with time, name, level and message, to nowhere', 'log4js'],
  bound: ['A JSON line with ten bound fields', 'pino'],
  percall: ['A JSON line with an object of ten fields given in the call', 'pino'],
  error: ['A JSON line with one error and its cause, again and again', 'pino'],
  fresh: ['The same with a new error each time (which costs most of it)', 'pino'],
  'file-json': ['JSON lines to a file, each written before the call returns', 'raw:writeSync'],
  'file-text': ['Text lines to a file, each written before the call returns', 'raw:writeSync'],
  'buffered-json': ['JSON lines to a file, buffered, until all are in the file', 'raw:buf64k'],
  'buffered-text': ['Text lines to a file, buffered, until all are in the file', 'raw:buf64k'],
  'rotation-durable': [
    'Size rotation at 1 MiB, five backups, each line written before the call returns',
    'raw:writeSync',
  ],
  'rotation-buffered': ['Size rotation at 1 MiB, five backups, buffered', 'raw:buf64k'],
};

const number = (value, digits = 3) =>
  value >= 1000 ? Math.round(value).toLocaleString('en-US') : Number(value.toPrecision(digits)).toString();

/** Rows of a case that has rounds: peer, median, range, and the median of the ratios within a round. */
function rowsOf(name, samples) {
  const speed = 'linesPerSecond';
  const measured = (sample) => sample[speed] ?? sample.nsPerCall;
  const reference = samples[CASES[name][1]] ?? samples[Object.keys(samples)[0]];
  const isSpeed = measured(reference[0]) === reference[0][speed];
  const rows = Object.entries(samples)
    .filter(([, list]) => list.some((sample) => measured(sample) !== undefined))
    .map(([peer, list]) => {
      const values = list.map(measured).filter((value) => value !== undefined);
      const ratios = values.map(
        (value, round) => value / measured(reference[Math.min(round, reference.length - 1)]),
      );
      return {
        peer,
        value: median(values),
        min: Math.min(...values),
        max: Math.max(...values),
        ratio: median(ratios),
        flaws: flawsOf(list),
      };
    });
  rows.sort((a, b) => (isSpeed ? b.value - a.value : a.value - b.value));
  return { rows, unit: isSpeed ? 'lines/s' : 'ns a call', reference: CASES[name][1] };
}

function flawsOf(list) {
  const flaws = [];
  const missing = Math.max(...list.map((sample) => sample.missing ?? 0));
  const torn = Math.max(...list.map((sample) => sample.torn ?? 0));
  const largest = Math.max(...list.filter(({ files }) => files > 1).map((sample) => sample.largest ?? 0), 0);
  if (missing > 0) flaws.push(`${number(missing)} lines missing`);
  if (torn > 0) flaws.push(`${torn} files end inside a line`);
  if (largest > 1.01 * 1_048_576) flaws.push(`files up to ${(largest / 1_048_576).toFixed(1)} MiB`);
  return flaws.join('; ');
}

function rounded(name, samples) {
  const { rows, unit, reference } = rowsOf(name, samples);
  const hasFlaws = rows.some(({ flaws }) => flaws !== '');
  return table(
    ['', unit, 'min..max', `× ${reference}`, ...(hasFlaws ? [''] : [])],
    rows.map(({ peer, value, min, max, ratio, flaws }) => [
      peer === 'loggia' || peer.startsWith('loggia:') ? `**${peer}**` : peer,
      number(value),
      `${number(min)}..${number(max)}`,
      number(ratio, 2),
      ...(hasFlaws ? [flaws] : []),
    ]),
  );
}

const OTHERS = {
  memory: [
    'Memory: 2,000,000 lines in a loop without a turn of the event loop',
    (result) =>
      table(
        ['', 'peak MiB', 'calls', 'lines lost'],
        Object.entries(result).map(([peer, { peakMiB, logged, lost, failed }]) =>
          failed ? [peer, '', '', `ended by ${failed}`] : [peer, peakMiB, number(logged), number(lost)],
        ),
      ),
  ],
  exit: [
    'Of 10,000 lines, lost when the process ends',
    (result) => {
      const endings = Object.keys(Object.values(result)[0]);
      return table(
        ['', ...endings],
        Object.entries(result).map(([peer, row]) => [peer, ...endings.map((one) => row[one])]),
      );
    },
  ],
  startup: [
    'Start-up: milliseconds over an empty process, of each the fastest of fifty',
    (result) => {
      const empty = undisturbed(result.empty);
      const rows = Object.entries(result).filter(([name, list]) => name !== 'empty' && !list.includes(null));
      rows.sort(([, a], [, b]) => undisturbed(a) - undisturbed(b));
      return table(
        ['', 'ms'],
        rows.map(([name, list]) => [name, (undisturbed(list) - empty).toFixed(1)]),
      );
    },
  ],
  'startup-profile': [
    'What it is made of',
    ({ total, resolve, compile, KiB }) => {
      const parts = {
        [`the engine compiles ${Math.round(KiB)} KiB`]: compile,
        'Node finds packages and files': resolve,
        'it reads and runs them': total - compile - resolve,
      };
      return partsOf(parts, 'ms');
    },
  ],
  'write-profile': [
    'What a text line is made of that is written at once',
    (result) =>
      table(
        ['', 'ns'],
        Object.entries(result).map(([name, ns]) => [name, number(ns, 4)]),
      ),
  ],
  install: [
    'What npm install brings',
    (result) => {
      const all = table(
        ['', 'packages', 'files', 'KiB'],
        Object.entries(result).map(([peer, { packages, files, KiB, failed }]) =>
          failed ? [peer, failed, '', ''] : [peer, packages, files, KiB],
        ),
      );
      return `${all}\n\nOf Loggia:\n\n${partsOf(result.loggia.kinds, 'KiB')}`;
    },
  ],
  bundle: [
    'A page: bytes after minifying and gzip',
    (result) => {
      const all = table(
        ['', 'gzip', 'minified'],
        Object.entries(result).flatMap(([set, peers]) =>
          Object.entries(peers).map(([peer, { gzip, minified }]) => [
            `${set}: ${peer}`,
            number(gzip),
            number(minified),
          ]),
        ),
      );
      const sets = Object.keys(result);
      const areas = Object.keys(result[sets[0]].loggia.areas);
      const ours = table(
        ['', ...sets],
        areas.map((area) => [area, ...sets.map((set) => number(result[set].loggia.areas[area]))]),
      );
      return `${all}\n\nOf Loggia, minified:\n\n${ours}`;
    },
  ],
};

/** A row for each part of a whole. */
function partsOf(parts, unit) {
  return table(
    ['', unit],
    Object.entries(parts).map(([name, amount]) => [name, number(amount, amount < 100 ? 2 : 3)]),
  );
}

/** A case for the terminal and for the page. */
export function summarize(name, result) {
  const [title, text] =
    name in OTHERS ? [OTHERS[name][0], OTHERS[name][1](result)] : [CASES[name][0], rounded(name, result)];
  return `## ${title}\n\n${text}`;
}

const BARS_HEAD = `## The bars

What we ask of ourselves, and where we stand in this run:
`;
const BARS_FOOT = `Where a bar is not met, the tables below say what the time and the bytes go to. In short:

- **Pages**: what \`getLogger\` needs (a tree of loggers whose levels change while it runs, records with all of Python's
  attributes, filters, the call with its fields and errors, adapters) is more than twice the bar by itself, before a single format. The rest is Python's
  \`%\` with its numbers, the text of any value, and delivery that loses nothing. Shorter names and other minifiers were
  tried: 1 to 4 %.
- **Install**: bundlers leave out best what stands in ES modules of its own, and Node starts fastest with few CommonJS files, which
  \`require\` needs, too; so there are both. With the ES modules alone it would be about 900 KiB.
- **Start-up**: Python's whole surface is one import, and its classes are there when it returns; to compile them is the largest part.
- **Files, each line at once**: most of the time is the system's. What comes between two
  calls of the system runs with cold caches, and so costs two to three times what it does in a loop.`;

/** Writes docs/performance.md and its chart. */
export function writeReport(results, root) {
  const order = [...Object.keys(CASES), ...Object.keys(OTHERS)].filter(
    (name) => results.cases[name] !== undefined,
  );
  const parts = order.map((name) => summarize(name, results.cases[name]));
  const head = `# Performance

Measured by \`npm run bench\` on ${results.date} with Node ${results.node} on ${results.cpus}. Peers take turns round by round, each in a process
of its own, on the same work; what is shown is the median, and the ratio within a round. Trust the ratios: other work ran on the machine.
\`raw\` is what a program without a library would write by hand, a limit that no library reaches.

![Nanoseconds a call: Loggia beside its peers](performance.svg)
`;
  const bars = barsTable(results.cases, (name, samples) => rowsOf(name, samples));
  const text = [head, BARS_HEAD, bars, '', BARS_FOOT, '', parts.join('\n\n'), ''];
  writeFileSync(`${root}docs/performance.md`, text.join('\n'));
  const charted = ['json', 'text', 'bound', 'percall', 'error'].filter((name) => results.cases[name]);
  const data = charted.map((name) => ({
    title: CASES[name][0],
    rows: rowsOf(name, results.cases[name]).rows,
  }));
  writeFileSync(`${root}docs/performance.svg`, chart(data));
}
