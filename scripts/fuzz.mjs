// `npm run fuzz`: random cases, answered by this library and by CPython 3.13.
import * as dictconfig from './fuzz/dictconfig.mjs';
import { loadEngines } from './fuzz/engines.mjs';
import * as ini from './fuzz/ini.mjs';
import * as literal from './fuzz/literal.mjs';
import * as printf from './fuzz/printf.mjs';
import { randomFrom } from './fuzz/random.mjs';
import { startReference } from './fuzz/reference.mjs';
import { shrink } from './fuzz/shrink.mjs';
import * as strformat from './fuzz/strformat.mjs';
import * as strftime from './fuzz/strftime.mjs';
import * as template from './fuzz/template.mjs';
import * as tree from './fuzz/tree.mjs';
import { readOptions } from './options.mjs';
import { isMain } from './run.mjs';

const KINDS = { printf, strformat, template, strftime, tree, ini, literal, dictconfig };
/** Of 100: what has the most ways to go wrong is tried the most. */
const SHARES = {
  printf: 30,
  strformat: 30,
  template: 5,
  strftime: 10,
  tree: 10,
  ini: 5,
  literal: 5,
  dictconfig: 5,
};
/** Cases asked at once; the two processes work side by side. */
const BATCH = 500;
/** After so many differences of a kind there is enough to do. */
const MAX_SHOWN = 10;

const HELP = `npm run fuzz -- [--cases N] [--seed N] [--kind NAME,...] [--python PATH]

  --cases N        how many, of all kinds together. Default 100000
  --seed N         what they are made from. Default: another each time
  --kind NAME      of ${Object.keys(KINDS).join(', ')}; several with commas. Default all
  --python PATH    the CPython 3.13 to compare with. Default: the one that is found

Example:
  npm run fuzz -- --kind printf,strformat --cases 20000 --seed 1`;

/** Tries `cases` cases of a kind and returns what differs, each difference made small. */
async function fuzz(kind, cases, seed, engines, reference) {
  const { generate, run } = KINDS[kind];
  const random = randomFrom(seed);
  const differs = async (one) => {
    const answers = await reference.ask(kind, one);
    return Array.isArray(answers) && !isAmong(await run(engines, one), answers);
  };
  const counts = { compared: 0, left: 0 };
  const found = new Map();
  for (let done = 0; done < cases && found.size < MAX_SHOWN; done += BATCH) {
    const batch = Array.from({ length: Math.min(BATCH, cases - done) }, () => generate(random));
    const asked = batch.map((one) => reference.ask(kind, one));
    for (const [i, one] of batch.entries()) {
      const ours = await run(engines, one);
      const answers = await asked[i];
      counts[Array.isArray(answers) ? 'compared' : 'left']++;
      if (!Array.isArray(answers) || isAmong(ours, answers) || found.size >= MAX_SHOWN) continue;
      const small = await shrink(one, differs);
      const text = JSON.stringify(small);
      if (!found.has(text))
        found.set(text, { ours: await run(engines, small), answers: await reference.ask(kind, small) });
    }
    if (process.stdout.isTTY) process.stdout.write(`\r${kind}: ${done + batch.length} of ${cases}`);
  }
  if (process.stdout.isTTY) process.stdout.write('\r');
  console.log(
    `${kind}: ${counts.compared} compared, ${counts.left} shown as in JavaScript, ${found.size} differences`,
  );
  for (const [text, { ours, answers }] of found) {
    const theirs = answers.map(textOf).join(' or ');
    console.log(`  case    ${text}\n  loggia  ${textOf(ours)}\n  python  ${theirs}\n`);
  }
  return found.size;
}

function textOf(answer) {
  return JSON.stringify(answer).slice(0, 1000);
}

function isAmong(ours, answers) {
  const text = JSON.stringify(ours);
  return answers.some((one) => JSON.stringify(one) === text);
}

/** Runs the kinds asked for and returns the number of differences. */
async function main() {
  const { cases, seed, kind, python } = readOptions(HELP, {
    cases: 100_000,
    seed: Date.now() % 2 ** 31,
    kind: 'all',
    python: undefined,
  });
  const kinds = kind === 'all' ? Object.keys(KINDS) : kind.split(',');
  const unknown = kinds.filter((one) => !Object.hasOwn(KINDS, one));
  if (unknown.length > 0) throw new Error(`unknown kind ${unknown}: choose of ${Object.keys(KINDS)} or all`);
  const reference = startReference(python);
  console.log(`fuzz: seed ${seed}`);
  try {
    const engines = await loadEngines();
    const total = kinds.reduce((sum, one) => sum + SHARES[one], 0);
    let differences = 0;
    for (const one of kinds) {
      const share = Math.ceil((cases * SHARES[one]) / total);
      differences += await fuzz(one, share, seed, engines, reference);
    }
    return differences;
  } finally {
    reference.stop();
  }
}

if (isMain(import.meta)) {
  process.exitCode = await main().then(
    (differences) => (differences === 0 ? 0 : 1),
    (error) => {
      console.error(`fuzz: ${error.message}`);
      return 2;
    },
  );
}
