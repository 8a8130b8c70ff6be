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

/** Bytes of a page's bundle, minified and gzipped, by what is imported and from whom. */
export async function bundles() {
  const results = {};
  for (const [set, programs] of Object.entries(SETS)) {
    results[set] = {};
    for (const [peer, contents] of Object.entries(programs)) {
      const program = { contents, resolveDir: new URL('../', import.meta.url).pathname };
      const bundled = (await pageBundle(program, { logLevel: 'silent' })).contents;
      results[set][peer] = { minified: bundled.length, gzip: gzipSync(bundled, { level: 9 }).length };
    }
  }
  return results;
}
