// `npm run bench:faults`: Loggia and the loggers of others, each in a page of Chromium, through the same faults.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, release, type } from 'node:os';
import { build } from '../../scripts/build.mjs';
import { readOptions } from '../../scripts/options.mjs';
import { openBrowser } from './lib/browser.mjs';
import { bundle, versionsOf } from './lib/bundle.mjs';
import { arrivedTable, makePage } from './lib/report.mjs';
import { runOne } from './lib/run-one.mjs';
import { SCENARIOS } from './lib/scenarios.mjs';
import { SDKS } from './sdks/index.mjs';

const HELP = `npm run bench:faults -- [--scenario NAME]... [--sdk NAME]... [--rounds N] [--no-docs]

Sends Loggia and other SDKs that log from pages through the same faults, in Chromium, and counts what arrives.
All SDKs go through a scenario side by side, and some scenarios run at a time; all of it takes a quarter of an hour.
The SDKs are installed by: npm install --prefix bench/faults

  --scenario NAME  only this one; may be repeated. One of:
                   ${SCENARIOS.map(({ name }) => name).join(' ')}
  --sdk NAME       only this one; may be repeated. One of:
                   ${SDKS.map(({ name }) => name).join(' ')}
  --rounds N       how often each goes through each. Default 3
  --no-docs        leave results/latest.json and docs/delivery-compared.md as they are

Examples:
  npm run bench:faults -- --scenario status-500 --scenario status-429 --rounds 1 --no-docs
  npm run bench:faults -- --sdk loggia --no-docs
  npm run bench:faults -- --scenario burst
`;

/** Scenarios at a time: they mostly wait. */
const AT_ONCE = 7;

const RESULTS = new URL('results/latest.json', import.meta.url);
const PAGE = new URL('../../docs/delivery-compared.md', import.meta.url);

function choose(all, names, what) {
  const wrong = names.find((name) => !all.some((one) => one.name === name));
  if (wrong !== undefined) throw new Error(`'${wrong}' is no ${what}. See npm run bench:faults -- --help`);
  return names.length === 0 ? all : all.filter(({ name }) => names.includes(name));
}

async function main() {
  const options = readOptions(HELP, { scenario: [], sdk: [], rounds: 3, 'no-docs': false });
  const scenarios = choose(SCENARIOS, options.scenario, 'scenario');
  const sdks = choose(SDKS, options.sdk, 'SDK');
  if (!existsSync(new URL('node_modules', import.meta.url))) {
    throw new Error('the SDKs are not installed: npm install --prefix bench/faults');
  }
  const { rounds } = options;
  if (!(rounds >= 1)) throw new Error(`'${rounds}' is no number of rounds`);
  await build();
  const shared = await openBrowser();
  try {
    const done = await measure({ scenarios, sdks, rounds, browser: shared.browser });
    const results = merge({ done, sdks, rounds, browser: await shared.browser.version() }, before());
    console.log(`\n${arrivedTable(results, Object.keys(done))}`);
    if (!options['no-docs']) save(results);
  } finally {
    await shared.close();
  }
}

/** The figures of all rounds, by scenario and SDK. */
async function measure({ scenarios, sdks, rounds, browser }) {
  const scripts = new Map();
  for (const sdk of sdks) scripts.set(sdk, await bundle(sdk));
  const done = {};
  let finished = 0;
  const all = scenarios.flatMap((scenario) => Array.from({ length: rounds }, () => scenario));
  const runAll = async (scenario) => {
    const { name, title, logged, settleMs } = scenario;
    console.log(`${name}: ${title.replaceAll('`', '')}; ${logged} logged ...`);
    const figures = await Promise.all(sdks.map((sdk) => runOne(scenario, sdk, scripts.get(sdk), browser)));
    done[name] ??= { title, logged, settleSeconds: settleMs / 1000, sdks: {} };
    console.log(`${name}: done, ${++finished} of ${all.length}`);
    for (const [i, sdk] of sdks.entries()) {
      done[name].sdks[sdk.name] ??= [];
      done[name].sdks[sdk.name].push(figures[i]);
      console.log(`  ${sdk.name.padEnd(15)} ${JSON.stringify(figures[i])}`);
    }
  };
  // What takes long goes first.
  const waiting = all.filter(({ atOnce }) => !atOnce).sort((a, b) => b.settleMs - a.settleMs);
  const lane = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await runAll(next);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  await Promise.all(all.filter(({ atOnce }) => atOnce).map(runAll));
  return done;
}

const before = () =>
  existsSync(RESULTS) ? JSON.parse(readFileSync(RESULTS, 'utf8')) : { sdks: {}, scenarios: {} };

/** Scenarios and SDKs that were not run keep their figures of before. */
function merge({ done, sdks, rounds, browser }, old) {
  const results = {
    date: new Date().toISOString().slice(0, 10),
    browser,
    system: `${type()} ${release().split('-')[0]}`,
    cpus: `${cpus().length} × ${cpus()[0].model}`,
    rounds,
    sdks: {},
    scenarios: {},
  };
  for (const sdk of SDKS) {
    const { name, title, usage } = sdk;
    const versions = sdks.includes(sdk) ? versionsOf(sdk) : old.sdks[name]?.versions;
    if (versions !== undefined) results.sdks[name] = { title, usage, versions };
  }
  for (const { name } of SCENARIOS) {
    const [was, is] = [old.scenarios[name], done[name]];
    if (was ?? is) results.scenarios[name] = { ...(is ?? was), sdks: { ...was?.sdks, ...is?.sdks } };
  }
  return results;
}

function save(results) {
  mkdirSync(new URL('results/', import.meta.url), { recursive: true });
  writeFileSync(RESULTS, `${JSON.stringify(results, null, 1)}\n`);
  writeFileSync(PAGE, makePage(results));
  console.log('\nwrote bench/faults/results/latest.json and docs/delivery-compared.md');
}

await main().catch((error) => {
  console.error(`bench:faults: ${error.message}`);
  process.exitCode = 1;
});
