// `npm run size`: what a page pays for what it imports, in bytes of esbuild's bundle, minified and gzipped, written to README.md.
// With `--check`: whether README.md says so. Its figures are the budget: more than 2 % away from one, the check fails.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { isMain, root } from './run.mjs';

const TOLERANCE = 0.02;
const README = join(root, 'README.md');
const TABLE = /(?<=<!-- sizes -->\n\n).*?(?=\n\n<!-- \/sizes -->)/s;

const facadeOf = (entry) => `
  import { getLogger } from '${entry}';
  getLogger('shop').info('added %d', 2);`;

const consoleWith = (formatter) => `
  import { ConsoleHandler, getLogger, ${formatter} } from 'loggia';
  const handler = new ConsoleHandler();
  handler.setFormatter(new ${formatter}('%(levelname)s %(name)s: %(message)s'));
  const log = getLogger('shop');
  log.addHandler(handler);
  log.warning('added %d', 2);`;

/** Programs, by what a reader of the README takes them for. */
export const SETS = {
  '`getLogger` of `@loggia/core`: all that a library needs': facadeOf('@loggia/core'),
  '`getLogger` of `loggia`, which brings the platform': facadeOf('loggia'),
  '`info`, and the handler that it makes for the root logger': `
    import { info } from 'loggia';
    info('added %d', 2);`,
  'loggers, `PercentFormatter`, `ConsoleHandler`': consoleWith('PercentFormatter'),
  'loggers, `Formatter` with its three styles and `strftime`, `ConsoleHandler`': consoleWith('Formatter'),
  '`ConsoleHandler`, `HTTPHandler`, `indexedDBStore`, `installErrorCapture`': `
    import { ConsoleHandler, getLogger, HTTPHandler, indexedDBStore, installErrorCapture } from 'loggia/browser';
    const log = getLogger('shop');
    log.addHandler(new ConsoleHandler());
    log.addHandler(new HTTPHandler('/logs', { store: indexedDBStore() }));
    installErrorCapture({ logger: log });`,
};

/** The bundle of a program: its bytes minified, and those minified and gzipped, and what each module adds to the former. */
export async function measure(program) {
  const { outputFiles, metafile } = await build({
    // As a package of a user would resolve it: through `exports`, to what is built.
    stdin: { contents: program, resolveDir: join(root, 'packages/loggia') },
    absWorkingDir: root,
    outfile: 'page.js',
    bundle: true,
    minify: true,
    format: 'esm',
    conditions: ['browser'],
    target: 'es2022',
    metafile: true,
    write: false,
  });
  const [{ contents }] = outputFiles;
  const modules = Object.entries(Object.values(metafile.outputs)[0].inputs);
  return {
    minified: contents.length,
    gzip: gzipSync(contents, { level: 9 }).length,
    modules: modules.map(([file, { bytesInOutput }]) => [file, bytesInOutput]).sort(([, a], [, b]) => b - a),
  };
}

function tableOf(results) {
  const rows = results.map(([name, { gzip }]) => [name, `${(gzip / 1000).toFixed(1)} kB`]);
  rows.unshift(['imported', 'gzipped']);
  const [left, right] = [0, 1].map((column) => Math.max(...rows.map((row) => row[column].length)));
  const [header, ...lines] = rows.map(([name, size]) => `| ${name.padEnd(left)} | ${size.padStart(right)} |`);
  return [header, `| ${'-'.repeat(left)} | ${'-'.repeat(right - 1)}: |`, ...lines].join('\n');
}

/** A sentence for each figure of the README that is not true, or missing. */
function problemsIn(readme, results) {
  const table = readme.match(TABLE)?.[0] ?? '';
  return results.flatMap(([name, { gzip }]) => {
    const row = table.split('\n').find((one) => one.startsWith(`| ${name} `));
    const said = Number(row?.match(/([\d.]+) kB/)?.[1] ?? Number.NaN) * 1000;
    if (Math.abs(gzip - said) <= said * TOLERANCE) return [];
    return `${name}: ${gzip} bytes, and README.md says ${said}; if that is worth it, run \`npm run size\``;
  });
}

if (isMain(import.meta)) {
  const results = [];
  for (const [name, program] of Object.entries(SETS)) results.push([name, await measure(program)]);
  const readme = readFileSync(README, 'utf8');
  if (process.argv.includes('--check')) {
    const problems = problemsIn(readme, results);
    for (const problem of problems) console.log(problem);
    process.exitCode = problems.length === 0 ? 0 : 1;
  } else {
    writeFileSync(
      README,
      readme.replace(TABLE, () => tableOf(results)),
    );
    for (const [name, { minified, gzip, modules }] of results) {
      console.log(`${name}: ${gzip} bytes gzipped, ${minified} minified`);
      if (process.argv.includes('--modules'))
        for (const [file, bytes] of modules) console.log(`${String(bytes).padStart(8)}  ${file}`);
    }
  }
}
