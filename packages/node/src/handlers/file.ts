import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  ConfigError,
  checkLevel,
  ERROR,
  getLevelName,
  type Level,
  type LogRecord,
  reportError,
  StreamHandler,
  type TextSink,
} from '@loggia/core';
import { type EncodingErrors, fileEncoding } from '../files/encoding.js';
import { FileWriter } from '../files/writer.js';

/** What Python's `open` takes for a file of text that is written to. Nobody reads through a handler, so `+` is no difference. */
export type FileMode = (typeof MODES)[number];
const MODES = ['a', 'w', 'at', 'wt', 'a+', 'w+'] as const;

/** Options of {@link FileHandler}. */
export interface FileHandlerOptions {
  /** `'a'` adds to the file, `'w'` begins it anew; so do Python's `'at'`, `'a+'`, `'wt'` and `'w+'`. Default `'a'`. */
  mode?: FileMode | undefined;
  /** `'utf-8'`, `'utf-16-le'`, `'latin-1'` or `'ascii'`, or another of Python's names for them. Default `'utf-8'`. */
  encoding?: string | null | undefined;
  /** Open the file only when the first record comes. Default false: a path that cannot work throws at once. */
  delay?: boolean | undefined;
  /** What becomes of characters that the encoding lacks. Default `'strict'`: the record goes to `handleError`. */
  errors?: EncodingErrors | null | undefined;
  /**
   * How many bytes may wait in memory, to be written together. Default 0: a record is in the file when the
   * logging call returns, so that nothing is lost even if the process is killed.
   */
  bufferSize?: number | undefined;
  /** How long they may wait, in milliseconds. Default 1000. */
  flushInterval?: number | undefined;
  /** A record at or above this level is written at once, with all that waits. Default `ERROR`. */
  flushLevel?: Level | undefined;
}

/**
 * Writes records to a file. Missing directories are made.
 *
 * Each record is written synchronously, before the logging call returns. With `bufferSize` records wait in
 * memory; they are written when the buffer is full, at `flushInterval`, at `flushLevel`, and when the process
 * ends in whatever way but SIGKILL or a crash of the engine.
 *
 * When writing fails (a full disk), the first error of a row goes to `handleError`; records that are lost are
 * counted, and writing goes on as soon as it can.
 *
 * @example
 * ```ts
 * import { FileHandler, getLogger } from 'loggia/node';
 * const handler = new FileHandler('logs/app.log', { bufferSize: 65_536 });
 * getLogger('shop').addHandler(handler);
 * getLogger('shop').error('no such item: %s', 'hat');
 * handler.close();
 * ```
 */
export class FileHandler extends StreamHandler {
  /** The absolute path of the file. */
  readonly baseFilename: string;
  mode: 'a' | 'w';
  /** See {@link FileHandlerOptions.flushLevel}. */
  flushLevel: number;
  protected readonly writer: FileWriter;
  #closed = false;

  /**
   * @param filename - A path, relative to the current directory, or a `file:` URL.
   * @throws ConfigError for options that make no sense, and for a file that cannot be opened: it names the path
   * and the cure. ValueError or TypeError if `flushLevel` is not a level.
   */
  constructor(filename: string | URL, options: FileHandlerOptions = {}) {
    // All that may throw comes first: a handler that was never finished must not be found by `shutdown`.
    const flushLevel = checkLevel(options.flushLevel ?? ERROR);
    const { mode = 'a', delay = false } = options;
    if (!MODES.includes(mode)) {
      throw new ConfigError(
        'mode',
        `invalid mode: '${mode}'. Use 'a' to add to the file, 'w' to begin it anew`,
      );
    }
    const plain = mode.startsWith('w') ? 'w' : 'a';
    const writer = createWriter(pathOf(filename), options);
    if (!delay) writer.open(plain);
    super();
    this.baseFilename = writer.path;
    this.mode = plain;
    this.flushLevel = flushLevel;
    this.writer = writer;
    this.stream = delay ? null : writer;
  }

  /** Opens the file, as {@link FileHandler.mode} says. Called when a record comes while it is not open. */
  protected open(): void {
    this.writer.open(this.mode);
    this.stream = this.writer;
  }

  /**
   * Writes the record. A handler that was closed opens its file again, unless it would begin it anew: as in
   * Python, mode `'w'` then ignores the record.
   */
  override emit(record: LogRecord): void {
    if (this.stream === null) {
      if (this.#closed && this.mode === 'w') return;
      this.open();
    }
    const { writer } = this;
    if (this.stream !== writer) {
      super.emit(record);
      return;
    }
    const text = this.format(record) + this.terminator;
    const { failure } = writer;
    try {
      writer.write(text);
      if (record.levelno >= this.flushLevel) writer.flush();
    } catch (error) {
      // A full disk stays full for a while; the writer counts what is lost meanwhile.
      if (failure === null || failure.code !== (error as NodeJS.ErrnoException).code) throw error;
    }
  }

  /** How many records could not be written and were given up. */
  get lost(): number {
    return this.writer.lost;
  }

  override close(): void | Promise<void> {
    this.#closed = true;
    const { stream, writer } = this;
    this.stream = null;
    try {
      if (stream !== writer) closeForeign(stream);
      writer.close();
    } finally {
      super.close();
    }
  }

  override toString(): string {
    return `<${this.constructor.name} ${this.baseFilename} (${getLevelName(this.level)})>`;
  }
}

/** As Python does with a stream that the application put in place of the file. */
function closeForeign(stream: (TextSink & { close?(): unknown }) | null): void {
  stream?.flush?.();
  stream?.close?.();
}

function createWriter(path: string, options: FileHandlerOptions): FileWriter {
  const { bufferSize = 0, flushInterval = 1000 } = options;
  checkAmount('bufferSize', 'bytes', bufferSize);
  checkAmount('flushInterval', 'milliseconds', flushInterval);
  const encoding = fileEncoding(options.encoding ?? 'utf-8', options.errors ?? 'strict');
  return new FileWriter(path, {
    encoding,
    bufferSize,
    flushInterval,
    onError: (error) => reportError(null, error),
  });
}

function pathOf(filename: unknown): string {
  const name = filename instanceof URL ? filename.href : filename;
  if (typeof name !== 'string') {
    throw new ConfigError(
      'filename',
      `the name of a log file is a string or a file: URL, not ${typeof name}`,
    );
  }
  if (!(filename instanceof URL) && !name.startsWith('file://')) return resolve(name);
  try {
    return fileURLToPath(name);
  } catch (cause) {
    throw new ConfigError('filename', `'${name}' names no file on this machine: use a path or a file: URL`, {
      cause,
    });
  }
}

function checkAmount(name: string, unit: string, value: unknown): void {
  if (Number.isSafeInteger(value) && (value as number) >= 0) return;
  throw new ConfigError(name, `${name} is a number of ${unit}, an integer from 0 up, not ${String(value)}`);
}
