import { gzipSync } from 'node:zlib';
import { pageBundle } from './page-bundle.mjs';

const consoleWith = (formatter) =>
  `import { ConsoleHandler, ${formatter}, getLogger } from 'loggia'; const h = new ConsoleHandler(); h.setFormatter(new ${formatter}('%(levelname)s %(message)s')); getLogger('a').addHandler(h); getLogger('a').warning('x %d', 1);`;

const SETS = {
  getLogger: { loggia: "import { getLogger } from 'loggia'; getLogger('a').info('x');" },
  'loggers + % formatter + console': {
    loggia: consoleWith('PercentFormatter'),
    'loggia, with all styles and strftime': consoleWith('Formatter'),
    pino: "import pino from 'pino'; pino({ level: 'info' }).info('x %d', 1);",
    logtape:
      "import { configureSync, getConsoleSink, getLogger } from '@logtape/logtape'; configureSync({ sinks: { c: getConsoleSink() }, loggers: [{ category: 'a', sinks: ['c'] }] }); getLogger('a').info('x {i}', { i: 1 });",
    tslog: "import { Logger } from 'tslog'; new Logger({ name: 'a' }).info('x', 1);",
    loglevel: "import loglevel from 'loglevel'; loglevel.getLogger('a').info('x');",
  },
  'console + HTTP batching + IndexedDB + error capture': {
    loggia:
      "import { ConsoleHandler, getLogger, HTTPHandler, indexedDBStore, installErrorCapture } from 'loggia/browser'; const log = getLogger('a'); log.addHandler(new ConsoleHandler()); log.addHandler(new HTTPHandler('/logs', { store: indexedDBStore() })); installErrorCapture({ logger: log });",
  },
};

/** What our modules are for; the first that fits. */
const AREAS = [
  ['IndexedDB', /browser\/.*\/(indexeddb|store)\b|idb-keyval/],
  ['error capture', /(error|console)-capture|capture-warnings/],
  ['the page as a platform', /browser\//],
  ['batches, retries and HTTP', /core\/.*\/(delivery\/|handlers\/http)/],
  ['formats, and the text of any value', /core\/.*\/format\//],
  ['loggers, records, filters, handlers', /core\//],
];

/** Minified bytes by what they are for. */
function areasOf(modules) {
  const areas = Object.fromEntries(AREAS.map(([name]) => [name, 0]).reverse());
  for (const [file, bytes] of modules) {
    const area = AREAS.find(([, pattern]) => pattern.test(file));
    if (area !== undefined) areas[area[0]] += bytes;
  }
  return areas;
}

/** Bytes of a page's bundle, minified and gzipped, by what is imported and from whom. */
export async function bundles() {
  const results = {};
  for (const [set, programs] of Object.entries(SETS)) {
    results[set] = {};
    for (const [peer, contents] of Object.entries(programs)) {
      const program = { contents, resolveDir: new URL('../', import.meta.url).pathname };
      const { contents: bundled, modules } = await pageBundle(program, { logLevel: 'silent' });
      const areas = peer === 'loggia' ? { areas: areasOf(modules) } : {};
      results[set][peer] = {
        minified: bundled.length,
        gzip: gzipSync(bundled, { level: 9 }).length,
        ...areas,
      };
    }
  }
  return results;
}
