import { spawnSync } from 'node:child_process';
import { lstatSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PACKAGES = {
  loggia: 'loggia',
  pino: 'pino',
  winston: 'winston',
  log4js: 'log4js',
  logtape: '@logtape/logtape',
  bunyan: 'bunyan',
  tslog: 'tslog',
  loglevel: 'loglevel',
};

/** Milliseconds that a process takes which imports the package, and one that imports nothing. */
export function startup(peer) {
  const here = new URL('../', import.meta.url).pathname;
  const script = join(here, `.startup-${peer}.mjs`);
  writeFileSync(script, PACKAGES[peer] ? `import '${PACKAGES[peer]}';\n` : '\n');
  const started = process.hrtime.bigint();
  const { status } = spawnSync(process.execPath, [script], { cwd: here, stdio: 'ignore' });
  const ms = Number(process.hrtime.bigint() - started) / 1e6;
  rmSync(script);
  return status === 0 ? ms : null;
}

/** What `npm install` of a peer brings: packages, files and KiB. */
export function installed(peer, root) {
  const folder = mkdtempSync(join(tmpdir(), 'loggia-install-'));
  try {
    const what = peer === 'loggia' ? packed(root, folder) : [PACKAGES[peer]];
    writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
    const args = [
      'install',
      '--silent',
      '--no-audit',
      '--no-fund',
      '--ignore-scripts',
      '--omit=optional',
      '--legacy-peer-deps',
    ];
    const { status, stderr } = spawnSync('npm', [...args, ...what], { cwd: folder, encoding: 'utf8' });
    if (status !== 0) return { failed: stderr.split('\n')[0] };
    return sizeOf(join(folder, 'node_modules'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The packages as they would be published. `testing` is for those who ask for it. */
function packed(root, folder) {
  return ['core', 'node', 'browser', 'ingest', 'loggia'].map((name) => {
    const { stdout } = spawnSync('npm', ['pack', '--silent', '--pack-destination', folder], {
      cwd: join(root, 'packages', name),
      encoding: 'utf8',
    });
    return join(folder, stdout.trim().split('\n').at(-1));
  });
}

/** What the files of our packages are for; the first that fits. */
const KINDS = [
  ['idb-keyval', /node_modules\/idb-keyval\//],
  ['ES modules, for bundlers', /dist\/esm\/.*\.js$/],
  ['CommonJS, which Node runs', /dist\/(cjs|node)\/.*\.js$/],
  ['declarations, half of them what editors show', /dist\/esm\/.*\.d\.ts$/],
  ['declarations for those who `require`', /dist\/cjs\/.*\.d\.ts$/],
  ['the schema of configurations', /schema\.json$/],
  ['the rest', /./],
];

function sizeOf(folder) {
  const total = { packages: 0, files: 0, KiB: 0 };
  const kinds = Object.fromEntries(KINDS.map(([name]) => [name, 0]));
  const walk = (path) => {
    for (const name of readdirSync(path)) {
      const file = join(path, name);
      const stat = lstatSync(file);
      if (stat.isSymbolicLink()) {
        if (realpathSync(file).includes('node_modules')) continue;
      } else if (stat.isDirectory()) {
        if (name !== '.bin') walk(file);
      } else if (name !== '.package-lock.json') {
        total.files++;
        total.KiB += stat.size / 1024;
        kinds[KINDS.find(([, pattern]) => pattern.test(file))[0]] += stat.size / 1024;
        if (name === 'package.json' && /node_modules\/(@[^/]+\/)?[^/@]+$/.test(path)) total.packages++;
      }
    }
  };
  walk(folder);
  return { ...total, KiB: Math.round(total.KiB), kinds };
}
