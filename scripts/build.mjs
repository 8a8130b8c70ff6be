// `npm run build [package...]`: JavaScript by Rollup, declarations by the compiler; what did not change is left alone.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { rollup } from 'rollup';
import { configFor, entriesOf, packageNames } from '../rollup.config.mjs';
import { isMain, root, run } from './run.mjs';

/** Builds the packages named, or all, and those that they depend on. Rejects with what is wrong. */
export async function build(names = packageNames) {
  const started = performance.now();
  // Dependencies come first: a package is compiled against the declarations of what it imports.
  const stale = [...withDependencies(names)].filter((name) => readStamp(name) !== stampFor(name));
  const mistakes = new Set();
  for (const name of stale) for (const line of await buildPackage(name)) mistakes.add(line);
  if (mistakes.size > 0) throw new Error(`the types are wrong\n${[...mistakes].join('\n')}`);
  if (stale.length === 0) console.log('build: nothing changed');
  else console.log(`build: ${stale.join(', ')} in ${((performance.now() - started) / 1000).toFixed(1)} s`);
}

/** Returns what the compiler complains of; the package is written all the same, so that others can be checked. */
async function buildPackage(name) {
  const stamp = stampFor(name);
  const dist = join(root, 'packages', name, 'dist');
  for (const part of ['esm', 'cjs', 'node', '.stamp'])
    rmSync(join(dist, part), { recursive: true, force: true });
  const { output, ...options } = configFor(name);
  const bundle = await rollup({
    ...options,
    onLog: (level, log) => level === 'warn' && console.warn(`${name}: ${log.message}`),
  });
  for (const one of output) await bundle.write(one);
  await bundle.close();
  writeFileSync(join(dist, 'cjs/package.json'), '{ "type": "commonjs" }\n');
  await writeWrappers(name, dist);

  const types = await run('tsc', ['-b', `packages/${name}`]);
  copyTypes(name, dist);
  // Last, so that a build that failed or was interrupted is done again.
  if (types.code === 0) writeFileSync(join(dist, '.stamp'), stamp);
  return types.code === 0 ? [] : types.output.trim().split('\n');
}

/**
 * For Node's `import`: modules that pass on what the CommonJS build exports, so that `import` and `require` share one
 * copy, which Node reads in a fraction of the time that a tree of ES modules takes.
 */
async function writeWrappers(name, dist) {
  mkdirSync(join(dist, 'node'));
  for (const entry of entriesOf(name)) {
    const { output } = await run(process.execPath, [
      '-p',
      `Object.keys(require(${JSON.stringify(join(dist, 'cjs', `${entry}.js`))})).join()`,
    ]);
    const names = output.trim();
    const text = `import { createRequire } from 'node:module';\n\nexport const { ${names.replaceAll(',', ', ')} } = createRequire(import.meta.url)('../cjs/${entry}.js');\n`;
    writeFileSync(join(dist, 'node', `${entry}.js`), text);
  }
}

/**
 * The declarations for those who `require`: what the entries lead to, and without comments, which editors show from the
 * others. What no entry leads to is for our own tests, and is not published.
 */
function copyTypes(name, dist) {
  const seen = new Set();
  const copy = (file) => {
    const from = join(dist, 'esm', file);
    if (seen.has(file) || !existsSync(from)) return;
    seen.add(file);
    const text = readFileSync(from, 'utf8');
    mkdirSync(dirname(join(dist, 'cjs', file)), { recursive: true });
    writeFileSync(join(dist, 'cjs', file), text.replace(/^ *\/\*\*[\s\S]*?\*\/\n/gm, ''));
    for (const [, to] of text.matchAll(/(?:from |import\()['"](\.[^'"]+)\.js['"]/g))
      copy(join(dirname(file), `${to}.d.ts`));
  };
  for (const entry of entriesOf(name)) copy(`${entry}.d.ts`);
  const others = readdirSync(join(dist, 'esm'), { recursive: true }).filter(
    (file) => file.endsWith('.d.ts') && !seen.has(file),
  );
  writeFileSync(join(dist, '.npmignore'), others.map((file) => `/esm/${file}\n`).join(''));
}

function withDependencies(names, found = new Set()) {
  for (const name of names) {
    const { dependencies = {} } = JSON.parse(
      readFileSync(join(root, 'packages', name, 'package.json'), 'utf8'),
    );
    withDependencies(
      packageNames.filter((one) => dependencies[`@loggia/${one}`] !== undefined),
      found,
    );
    found.add(name);
  }
  return found;
}

/** A digest of everything that the output of a package depends on. */
function stampFor(name) {
  const hash = createHash('sha256');
  const folder = join(root, 'packages', name);
  const sources = readdirSync(join(folder, 'src'), { recursive: true }).filter((file) =>
    /(?<!\.test)\.ts$/.test(file),
  );
  const files = [
    ...sources.sort().map((file) => join(folder, 'src', file)),
    join(folder, 'package.json'),
    join(folder, 'tsconfig.json'),
    // What a package passes on of others is written down by name.
    ...[...withDependencies([name])].flatMap((one) =>
      entriesOf(one).map((entry) => join(root, 'packages', one, 'src', `${entry}.ts`)),
    ),
  ];
  for (const file of ['tsconfig.base.json', 'rollup.config.mjs', 'scripts/build.mjs'])
    files.push(join(root, file));
  for (const file of files) hash.update(`${file}\0`).update(readFileSync(file));
  return hash.digest('hex');
}

function readStamp(name) {
  const file = join(root, 'packages', name, 'dist/.stamp');
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

if (isMain(import.meta)) {
  const names = process.argv.slice(2);
  await build(names.length > 0 ? names : undefined).catch((error) => {
    console.error(`build: ${error.message}`);
    process.exitCode = 1;
  });
}
