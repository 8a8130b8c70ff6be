import { BASIC_FORMAT, makeDefaultHandler } from './default-handler.js';
import { ConfigError, ValueError } from './errors.js';
import { type FormatStyle, Formatter } from './format/formatter.js';
import { inspect } from './format/inspect.js';
import type { Handler } from './handler.js';
import { StreamHandler } from './handlers/stream.js';
import type { Level } from './levels.js';
import { getManager } from './manager.js';
import type { TextSink } from './platform.js';
import { reportRejection } from './report.js';
import { state } from './state.js';

/** What {@link basicConfig} takes; Python's keywords. */
export interface BasicConfig {
  /** Log to this file. Only where there are files. */
  filename?: string | { readonly href: string } | undefined;
  /** `'a'` adds to the file, `'w'` begins it anew. Default `'a'`. */
  filemode?: 'a' | 'w' | undefined;
  /** The format of the lines. Default `%(levelname)s:%(name)s:%(message)s`, in the style's way of writing it. */
  format?: string | null | undefined;
  /** The format of `asctime`, for `strftime`. */
  datefmt?: string | null | undefined;
  /** How `format` is written. Default `'%'`. */
  style?: FormatStyle | undefined;
  /** The root logger's level. */
  level?: Level | undefined;
  /** Log to this stream. */
  stream?: TextSink | null | undefined;
  /** Log to these handlers; those without a formatter get one from the other options. */
  handlers?: Iterable<Handler> | null | undefined;
  /** Take away and close the handlers that the root logger has. Default false: with handlers there, nothing is done. */
  force?: boolean | undefined;
  /** The file's encoding. Default `'utf-8'`. */
  encoding?: string | null | undefined;
  /** What becomes of characters that the encoding lacks. Default `'backslashreplace'`. */
  errors?: string | null | undefined;
}

const FORMATS: Readonly<Record<FormatStyle, string>> = {
  '%': BASIC_FORMAT,
  '{': '{levelname}:{name}:{message}',
  $: '$levelname:$name:$message',
};

const KEYWORDS: ReadonlySet<string> = /* @__PURE__ */ new Set<keyof BasicConfig>([
  'filename',
  'filemode',
  'format',
  'datefmt',
  'style',
  'level',
  'stream',
  'handlers',
  'force',
  'encoding',
  'errors',
]);

/**
 * Configures the root logger in one call: a handler, a format, a level. It does nothing if the root logger
 * has handlers, unless `force` is given. Everything is checked before anything is changed.
 *
 * @throws ValueError for options that contradict each other, unknown ones, a bad format or level; TypeError for what is
 * no handler among `handlers`;
 * ConfigError for a file where the host has none.
 * @example
 * ```ts
 * import { basicConfig, getLogger } from 'loggia';
 * basicConfig({ level: 'INFO', format: '%(asctime)s %(levelname)s %(name)s: %(message)s' });
 * getLogger('shop').info('open');
 * ```
 */
export function basicConfig(config: BasicConfig = {}): void {
  const { root } = getManager();
  if (root.handlers.length > 0 && config.force !== true) return;
  const { level, datefmt = null, style = '%' } = config;
  checkKeywords(config);
  if (!Object.hasOwn(FORMATS, style)) throw new ValueError(`Style must be one of: ${Object.keys(FORMATS)}`);
  const formatter = new Formatter(config.format ?? FORMATS[style], { datefmt, style });
  const levelno = level === undefined || level === null ? null : state.levels.check(level);
  const handlers = config.handlers ? checkHandlers(config.handlers) : [makeHandler(config)];

  for (const handler of [...root.handlers]) {
    root.removeHandler(handler);
    reportRejection(handler.close());
  }
  for (const handler of handlers) {
    if (handler.formatter === null) handler.setFormatter(formatter);
    root.addHandler(handler);
  }
  if (levelno !== null) root.setLevel(levelno);
}

function checkKeywords(config: BasicConfig): void {
  const given = Object.keys(config).filter((key) => config[key as keyof BasicConfig] !== undefined);
  const has = (key: string): boolean => given.includes(key);
  if (config.handlers) {
    if (has('stream') || has('filename')) {
      throw new ValueError("'stream' or 'filename' should not be specified together with 'handlers'");
    }
  } else if (has('stream') && has('filename')) {
    throw new ValueError("'stream' and 'filename' should not be specified together");
  }
  const unknown = given.filter((key) => !KEYWORDS.has(key));
  if (unknown.length > 0) {
    throw new ValueError(
      `Unrecognised argument(s): ${unknown.join(', ')} (basicConfig takes ${[...KEYWORDS].join(', ')})`,
    );
  }
}

function checkHandlers(given: Iterable<Handler>): Handler[] {
  const handlers = [...given];
  const wrong = handlers.findIndex(
    (handler) => typeof (handler as Partial<Handler> | null)?.handle !== 'function',
  );
  if (wrong >= 0)
    throw new TypeError(`handlers[${wrong}] must be a handler, not ${inspect(handlers[wrong])}`);
  return handlers;
}

function makeHandler(config: BasicConfig): Handler {
  const { platform } = state;
  const { filename } = config;
  if (!filename) return config.stream ? new StreamHandler(config.stream) : makeDefaultHandler();
  if (platform.openFileHandler === undefined) {
    throw new ConfigError(
      'filename',
      `Unable to open '${String(filename)}': this host (${platform.name}) has no files. ` +
        'Log to the console (leave out filename), or ship records to a server with HTTPHandler',
    );
  }
  return platform.openFileHandler(filename, {
    mode: config.filemode ?? 'a',
    encoding: config.encoding ?? 'utf-8',
    errors: config.errors ?? 'backslashreplace',
  }) as Handler;
}
