import { flushesNothing } from '../exit-flush.js';
import { Handler } from '../handler.js';
import type { TextSink } from '../platform.js';
import type { LogRecord } from '../record.js';
import { reportRejection } from '../report.js';
import { state } from '../state.js';

/**
 * Writes records as lines of text to a stream: anything with `write(text)`, and `flush()` if it has one.
 *
 * @example
 * ```ts
 * import { getLogger, StreamHandler } from 'loggia';
 * const lines: string[] = [];
 * getLogger('shop').addHandler(new StreamHandler({ write: (text) => lines.push(text) }));
 * ```
 */
export class StreamHandler extends Handler {
  /** What ends each record's text. */
  terminator = '\n';
  // undefined: the platform's stderr, asked for at every write, so that a platform installed later is used.
  #stream: TextSink | null | undefined;

  /** @param stream - Where to write; by default the platform's stderr. */
  constructor(stream?: TextSink | null) {
    // `emit` has done it already.
    flushesNothing(StreamHandler.prototype.flush);
    super();
    this.#stream = stream ?? undefined;
  }

  /** Where this handler writes; null while it has nothing open. */
  get stream(): TextSink | null {
    return this.#stream === undefined ? state.platform.stderr : this.#stream;
  }

  set stream(stream: TextSink | null) {
    this.#stream = stream;
  }

  /**
   * Writes to another stream from now on, after flushing the present one.
   *
   * @returns The stream used before, or null if it is the same.
   */
  setStream(stream: TextSink): TextSink | null {
    const before = this.stream;
    if (before === stream) return null;
    reportRejection(this.flush());
    this.#stream = stream;
    return before;
  }

  override emit(record: LogRecord): void {
    const { stream } = this;
    if (stream === null) return;
    const written = stream.write(this.format(record) + this.terminator);
    // A stream that writes later may fail later; the application must not be the one to hear of it.
    if (isPromise(written)) written.then(undefined, (error) => this.handleError(record, error));
    if (stream.flush !== undefined) {
      const flushed = stream.flush();
      if (isPromise(flushed)) flushed.then(undefined, (error) => this.handleError(record, error));
    }
  }

  override flush(): void | Promise<void> {
    const flushed = this.stream?.flush?.();
    if (isPromise(flushed)) return flushed as Promise<void>;
  }

  override toString(): string {
    const { name, fd } = (this.stream ?? {}) as { name?: unknown; fd?: unknown };
    const label = name ?? fd;
    const level = state.levels.nameOf(this.level);
    return `<${this.constructor.name} ${label === undefined ? '' : `${label} `}(${level})>`;
  }
}

function isPromise(value: unknown): value is Promise<unknown> {
  return (
    typeof value === 'object' && value !== null && typeof (value as { then?: unknown }).then === 'function'
  );
}
