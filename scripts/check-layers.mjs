// `npm run layers`: what the compiler does not check. Layers, circles, packages, barrels, and the length of files.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { importsOf } from './imports.mjs';
import { parsePolicy } from './layers-policy.mjs';
import { isMain, root } from './run.mjs';

const MAX_LINES = 300;
const FOLDERS = ['packages', 'e2e', 'examples', 'scripts'];
// Tests and their helpers may reach for anything; only their length is checked.
const isTest = (file) => /\.(test|testing)\.ts$/.test(file);

/** Says everything that is wrong below `folder`, a sentence each; `policyText` is that of layers.txt. */
export function findProblems(folder, policyText) {
  const policy = parsePolicy(policyText);
  const packages = readdirSync(join(folder, 'packages')).filter((name) =>
    existsSync(join(folder, 'packages', name, 'package.json')),
  );
  return [
    ...packages.flatMap((name) => checkPackage(folder, name, policy)),
    ...checkPlaces(folder, policy),
    ...checkLengths(folder),
  ];
}

function checkPackage(folder, name, policy) {
  const base = join(folder, 'packages', name);
  const {
    name: packageName,
    exports,
    dependencies = {},
    peerDependencies = {},
  } = JSON.parse(readFileSync(join(base, 'package.json'), 'utf8'));
  const files = sourcesOf(join(base, 'src')).filter((file) => !isTest(file));
  const graph = new Map();
  const problems = [];
  for (const file of files) {
    const from = file.slice(0, -3);
    const say = (problem) => problems.push(`packages/${name}/src/${file} ${problem}`);
    const inside = [];
    for (const one of importsOf(readFileSync(join(base, 'src', file), 'utf8'))) {
      if (one.isExport && !JSON.stringify(exports ?? {}).includes(`/dist/esm/${from}.js"`))
        say(`re-exports ${one.from}; only what package.json exports may`);
      if (one.from.startsWith('.'))
        inside.push(posix.normalize(posix.join(dirname(file), one.from)).replace(/\.[jt]s$/, ''));
      else
        checkPackageImport(one, {
          packageName,
          dependencies: { ...dependencies, ...peerDependencies },
          policy,
          say,
        });
    }
    graph.set(from, inside);
    for (const to of inside) {
      if (to === 'index') say('imports index; files import files');
      else if (packageName === '@loggia/core' && policy.has(from) && !policy.get(from).has(to))
        say(`must not import ${to}`);
    }
    if (packageName === '@loggia/core' && !policy.has(from)) say('has no place in layers.txt');
  }
  for (const circle of findCircles(graph))
    problems.push(`packages/${name}/src has a circle: ${circle.join(' -> ')}`);
  return problems;
}

function checkPackageImport({ from, isType }, { packageName, dependencies, policy, say }) {
  const [target] = /^(@[^/]+\/)?[^/]+/.exec(from);
  if (from.startsWith('node:')) {
    // Ingest has an adapter for node:http, but runs without it.
    const mayUse = packageName === '@loggia/node' || (packageName === '@loggia/ingest' && isType);
    if (!mayUse) say(`imports ${from}; that is for @loggia/node`);
  } else if (target === packageName) say('imports its own package by name');
  else if (policy.has(target) && !policy.get(packageName)?.has(target))
    say(`must not import the package ${target}`);
  else if (dependencies[target] === undefined)
    say(`imports ${target}, which is no dependency in package.json`);
}

function checkPlaces(folder, policy) {
  const isThere = (place) =>
    place === 'loggia' ||
    place.startsWith('@') ||
    existsSync(join(folder, 'packages/core/src', `${place}.ts`));
  return [...policy.keys()]
    .filter((place) => !isThere(place))
    .map((place) => `layers.txt places ${place}, which is not there`);
}

function checkLengths(folder) {
  return FOLDERS.filter((name) => existsSync(join(folder, name))).flatMap((name) =>
    sourcesOf(join(folder, name)).flatMap((file) => {
      const lines = readFileSync(join(folder, name, file), 'utf8').split('\n').length - 1;
      return lines > MAX_LINES ? [`${name}/${file} has ${lines} lines; ${MAX_LINES} are enough`] : [];
    }),
  );
}

/** One circle for each that a walk along the imports comes upon. */
function findCircles(graph) {
  const circles = [];
  const done = new Set();
  const visit = (module, path) => {
    if (path.includes(module)) circles.push([...path.slice(path.indexOf(module)), module]);
    if (path.includes(module) || done.has(module)) return;
    for (const next of graph.get(module) ?? []) visit(next, [...path, module]);
    done.add(module);
  };
  for (const module of graph.keys()) visit(module, []);
  return circles;
}

function sourcesOf(folder) {
  const isSource = (file) => /\.m?[tj]s$/.test(file) && !/(^|\/)(dist|node_modules)\//.test(file);
  return readdirSync(folder, { recursive: true })
    .map((file) => file.replaceAll('\\', '/'))
    .filter(isSource)
    .sort();
}

if (isMain(import.meta)) {
  let problems;
  try {
    problems = findProblems(root, readFileSync(join(root, 'layers.txt'), 'utf8'));
  } catch (error) {
    problems = [error.message];
  }
  console.log(problems.join('\n') || 'layers: ok');
  process.exitCode = problems.length === 0 ? 0 : 1;
}
