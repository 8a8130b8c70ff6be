// docs/delivery-compared.md, made of results/latest.json. What it says in words is true of the versions it names.
import { table } from '../../lib/table.mjs';

const number = (value) => value.toLocaleString('en-US');

/** The least and the most of the rounds; one figure where they agree. */
function range(rounds, figure) {
  const values = rounds.map((round) => round[figure]);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return least === most ? number(least) : `${number(least)}–${number(most)}`;
}

/** A row for each scenario that has something to say of an SDK. */
function scenarioTable({ sdks, scenarios }, cellOf, hasRow) {
  const names = Object.keys(sdks);
  const rows = Object.entries(scenarios)
    .filter(([name, scenario]) => hasRow(name, Object.values(scenario.sdks).flat()))
    .map(([, scenario]) => [
      scenario.title,
      number(scenario.logged),
      ...names.map((name) => (scenario.sdks[name] ? cellOf(scenario.sdks[name], scenario) : '')),
    ]);
  return table(['', 'logged', ...names.map((name) => sdks[name].title)], rows);
}

function arrivedCell(rounds, { logged }) {
  const isAll = rounds.every(({ arrived }) => arrived === logged);
  const figure = isAll ? `**${number(logged)}**` : range(rounds, 'arrived');
  return rounds.some(({ declared }) => declared > 0)
    ? `${figure} (${range(rounds, 'declared')} declared)`
    : figure;
}

/** The table of what arrived, for the terminal and for the page. */
export const arrivedTable = (results, names = Object.keys(results.scenarios)) =>
  scenarioTable(results, arrivedCell, (name) => names.includes(name));

const doubledTable = (results) =>
  scenarioTable(
    results,
    (rounds) => range(rounds, 'doubled'),
    (_, rounds) => rounds.some(({ doubled }) => doubled > 0),
  );

const versionsTable = ({ sdks }) =>
  table(
    ['', 'version', 'how it is set up'],
    Object.values(sdks).map(({ title, versions, usage }) => [
      title,
      Object.entries(versions)
        .map(([name, version]) => `\`${name}\` ${version}`)
        .join(', '),
      usage,
    ]),
    '---',
  );

const sumOf = ({ scenarios }, sdk, figure) =>
  Object.values(scenarios)
    .flatMap(({ sdks }) => sdks[sdk] ?? [])
    .reduce((sum, round) => sum + round[figure], 0);

function settleText({ scenarios }) {
  const all = Object.values(scenarios);
  const usual = Math.min(...all.map(({ settleSeconds }) => settleSeconds));
  const others = all.filter(({ settleSeconds }) => settleSeconds !== usual);
  const more = others.map(({ title, settleSeconds }) => `${settleSeconds} s for “${title}”`);
  return `${usual} s pass (${more.join(', ')})`;
}

const beforeReturnText = ({ sdks, scenarios }) =>
  Object.entries(scenarios['close-1000'].sdks)
    .map(([name, rounds]) => `${sdks[name].title}: ${range(rounds, 'beforeReturn')}`)
    .join('; ');

/** The page. */
export function makePage(results) {
  const { date, browser, system, cpus, rounds } = results;
  const doubledOnTheWay = sumOf(results, 'loggia', 'doubledOnTheWay');
  return `# Delivery, compared

Loggia and other SDKs that send what pages log, through the same faults, side by side on one machine. Measured by
\`npm run bench:faults\` on ${date} in ${browser} on ${system}, ${cpus}; no figure in the tables is written by hand.

## What arrived

How many of the records that a page logged the server had at the end, each counted once; bold where it was all of them, every time.
In brackets: how many the SDK told the server that it had dropped.

${arrivedTable(results)}

## What arrived more than once

Deliveries beyond the first, in the faults where there were any. Only Faro of the others gives a server something to know them by, a key
for each batch; the figures are of one that does not look at it.

${doubledTable(results)}

Loggia's pages sent ${number(doubledOnTheWay)} records again, too, all faults and rounds together: a page that got no answer cannot know whether the
server has them. Its endpoint does, by session and number, and gave none to the log a second time. A receiver that does not look at
these gets such records twice, as from the others.

## Who took part

${versionsTable(results)}

## What was done

- Each SDK, in each fault, has a server and a browser context of its own, or a browser, where that is killed. They run side by side;
  where milliseconds decide, at a reload and at closing at once, one after the other.
- All are set up as their own guides do it, with their defaults. Records have level INFO, some 270 characters, no two alike. Where
  nothing else is said, they come one each 10 to 50 ms.
- The server is of the page's origin, so that no request needs a preflight, which some would need elsewhere. It answers what the
  SDK's own server would. A fault hits every request of the SDK, except that the first three are the first three with records.
- After the fault, or after the last record, ${settleText(results)}.
  Then the tab is closed, and a few seconds later it is counted. So an SDK that would try again after that has no more time, and what it tells when it is closed counts.
- A page begins to log a second after it was loaded. One that is opened again logs ten records more, which are not counted.
- Each SDK went through each fault ${rounds} times. Where that came out differently, the least and the most are told.

## Why the figures are what they are

Read in the sources of these versions:

- **Sentry** sends a batch once; its transport for offline use again, if there was no answer at all, but not after one like 500 or 429.
  It waits for an answer for ever, and has forty requests under way at most; what a burst has more is dropped. It does not read the
  answers' bodies: where they must not be stored, Chromium counts the requests as under way until the page is gone, and refuses more.
  It reports to its server what it lost, as only Loggia does besides; not what 500 and 429 cost, but also what arrives though no answer
  came, with the offline transport once for each attempt. That transport takes a batch from its database before
  it sends it: a page that goes in between takes it along.
- **Datadog** sends again after 408, 429 and 5xx, and without an answer only if the browser says that it is offline; else it takes
  the batch as delivered. It waits for an answer for ever. Of each level it takes 3,000 records a minute.
- **Faro** makes three attempts in some seconds, and has room for thirty batches.
- **OpenTelemetry** tries for ten seconds, not after 500, and has room for 2,048 records. A batch has up to 512, of any size.
- **PostHog** tries for long, each time for up to a minute, and takes 1,000 records in three seconds. Three requests in a row without
  an answer while the browser says that it is online, and it drops what comes until the browser was offline and is back; the first
  three that are never answered are just that many. After 413 it halves a batch; its bodies are gzipped, so they meet such a limit later.
- Except Sentry's offline transport and Loggia with \`indexedDBStore()\`, all keep records in memory alone.

## What this does not show

- We made this, and chose the faults: those that Loggia is made for. How to repeat it is below.
- Each SDK does more than to send log records: errors, traces, metrics, sessions. Some of that goes by other roads, with other care.
- For most of them it is a choice: a log record may be lost, if that keeps things simple. Loggia's page has a database instead.
- Of the tab that is closed at once with 300 kB waiting, the servers had before the page was opened again:
  ${beforeReturnText(results)}.
  Loggia sends one request at a time, and 60,000 bytes at most when the page goes; the rest is on the disk, and comes with the next
  visit, or not at all if there is none.
- The network is that of one machine. Real ones lose more while a page goes away. Chromium alone; what Loggia does in Firefox and WebKit
  is in its own tests.

## Run it again

\`\`\`sh
npm install
npm install --prefix bench/faults
npm run bench:faults
npm run bench:faults -- --scenario status-500 --sdk loggia --no-docs
\`\`\`
`;
}
