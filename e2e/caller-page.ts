// A page whose calls say in what function they are made; served once whole and once minified.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { build } from 'esbuild';
import { withEntry } from './bundle-for-browser.js';

// Each message names the function that its call is in. Names of methods survive a minifier, others do not.
const PROGRAM = `import * as logging from 'loggia';
const { LoggerAdapter, getLogger, root } = logging;
const found = [];
class Keep extends logging.Handler {
  emit(record) {
    const { msg, pathname, filename, lineno, funcName, stackInfo } = record;
    found.push({ msg, pathname, filename, lineno, funcName, stackInfo });
  }
}
root.addHandler(new Keep());
root.setLevel('INFO');
new logging.Formatter('%(lineno)d');
const log = getLogger('shop');
const adapter = log.with({ a: 1 });
const nested = adapter.with({ b: 2 }).with({ c: 3 });
class Loud extends logging.Logger {
  error(msg, ...args) { super.error(msg, ...args, { stackLevel: 2 }); }
}
const loud = new Loud('loud');
loud.addHandler(new Keep());
const deep = (depth, msg) => {
  if (depth > 0) deep(depth - 1, msg);
  else log.info(msg, { stackLevel: 102 });
};
const wrapper = (msg) => { log.info(msg, { stackLevel: 2 }); };
const calls = {
  ofLogger() { log.info('ofLogger'); },
  ofLog() { log.log(20, 'ofLog'); },
  ofAdapter() { adapter.warning('ofAdapter'); },
  ofAdapterLog() { adapter.log(20, 'ofAdapterLog'); },
  ofNested() { nested.info('ofNested'); },
  ofNestedLog() { nested.log(20, 'ofNestedLog'); },
  ofModule() { logging.info('ofModule'); },
  ofModuleWarn() { logging.warn('ofModuleWarn'); },
  ofModuleLog() { logging.log(20, 'ofModuleLog'); },
  ofModuleAfterDisabled() { logging.debug('no'); adapter.log(20, 'ofModuleAfterDisabled'); },
  info() { log.info('info'); },
  warning() { adapter.warning('warning'); },
  error() { logging.error('error'); },
  log() { adapter.log(20, 'log'); },
  ofSubclass() { loud.error('ofSubclass'); },
  ofWrapper() { wrapper('ofWrapper'); },
  ofCallback() { ['ofCallback'].forEach(wrapper); },
  ofDeep() { deep(100, 'ofDeep'); },
  ofStack() { adapter.info('ofStack', { stackInfo: true }); },
  async ofAsync() { await null; log.info('ofAsync'); },
  Cart: class { constructor() { log.info('Cart'); } },
};
for (const [name, call] of Object.entries(calls)) {
  if (/^[A-Z]/.test(name)) new call();
  else await call();
}
globalThis.found = found;
`;

/** What an application or an old engine may have done to Error before Loggia came. */
export const CONDITIONS: Readonly<Record<string, string>> = {
  'as it is': '',
  'without captureStackTrace': 'delete Error.captureStackTrace;',
  'with a captureStackTrace that knows no boundary':
    'Error.captureStackTrace = function standIn(target) { target.stack = new Error().stack; };',
  'with stackTraceLimit 0': 'Error.stackTraceLimit = 0;',
  'with stacks of its own kind': 'Error.prepareStackTrace = (error, frames) => frames;',
};

/** A call as the page found it. */
export interface FoundCall {
  readonly msg: string;
  readonly pathname: string;
  readonly filename: string;
  readonly lineno: number;
  readonly funcName: string;
  readonly stackInfo: string | null;
}

/** The page's address under each condition, and what it must find. */
export interface CallerPage {
  readonly url: (condition: string) => string;
  readonly expected: readonly Omit<FoundCall, 'stackInfo'>[];
  close(): void;
}

export async function serveCallerPage(minify: boolean): Promise<CallerPage> {
  const options = { bundle: true, write: false, format: 'esm', minify, logLevel: 'error' } as const;
  const code = await withEntry(PROGRAM, async (entry) => {
    const { outputFiles } = await build({ ...options, entryPoints: [entry], target: 'es2022' });
    return outputFiles[0]!.text;
  });
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://page');
    const isScript = pathname === '/my%20app.js';
    const page = `<!doctype html><script>${CONDITIONS[searchParams.get('is') ?? ''] ?? ''}</script>
      <script type="module" src="/my%20app.js?v=1.2"></script>`;
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html');
    response.end(isScript ? code : page);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const lines = code.split('\n');
  const names = Array.from(
    PROGRAM.matchAll(/^ {2}(?:async )?(\w+)(?:\(\) \{|: class)/gm),
    ([, name]) => name!,
  );
  return {
    url: (condition) => `${origin}/?is=${encodeURIComponent(condition)}`,
    expected: names.map((msg) => ({
      msg,
      pathname: `${origin}/my%20app.js`,
      filename: 'my%20app.js',
      lineno: 1 + lines.findLastIndex((line) => line.includes(`"${msg}"`)),
      funcName: msg,
    })),
    close: () => server.close(),
  };
}
