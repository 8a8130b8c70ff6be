import { type BigIntStats, closeSync, fstatSync, statSync } from 'node:fs';
import { getPlatform, type LogRecord } from '@loggia/core';
import { openForWriting } from '../files/open.js';
import { FileHandler, type FileHandlerOptions } from './file.js';

/**
 * How long somebody who renamed the file may take to create it anew, in milliseconds. `logrotate` fails if the file is
 * there before it has created it, and may throw away what is in it.
 */
const PATIENCE_MS = 1000;

/**
 * Writes to a file that others rename, replace or cut, such as `logrotate`: before each record it looks whether the
 * name still means the same file, by device and inode, and if not, goes on with the one that has the name now. Where
 * there is none, it creates one: at once if its own was deleted, and if it was renamed, after a second in which somebody
 * else may do so.
 *
 * Let `logrotate` rename the file, with `create` or `nocreate`: no line is lost. With `compress`, say `delaycompress`
 * too, or what is still on its way to the old file, or in the handler's buffer, may come too late for the compressed
 * one. With `copytruncate` no handler is needed that watches and none can help: lines that come between the copy and
 * the cut are lost, often some dozens in a busy log, though the others stay whole.
 *
 * If the new file cannot be opened, it goes on with the old one; the first error of a row goes to `handleError`.
 * Not for Windows, where a file that is open is not renamed.
 *
 * @example
 * ```ts
 * import { getLogger, WatchedFileHandler } from 'loggia/node';
 * const handler = new WatchedFileHandler('logs/app.log');
 * getLogger('shop').addHandler(handler);
 * getLogger('shop').error('no such item: %s', 'hat');
 * handler.close();
 * ```
 */
export class WatchedFileHandler extends FileHandler {
  #failed = false;
  /** When somebody may have taken the name away. */
  #namelessSince: number | undefined;

  /** Takes what {@link FileHandler} takes. @throws What that throws. */
  constructor(filename: string | URL, options?: FileHandlerOptions) {
    super(filename, options);
    if (this.stream !== null) this.#keepToTheEnd();
  }

  override emit(record: LogRecord): void {
    try {
      this.reopenIfNeeded();
      this.#failed = false;
    } catch (error) {
      if (!this.#failed) this.handleError(record, error);
      this.#failed = true;
    }
    super.emit(record);
  }

  /**
   * Goes on with the file that has the name now, if that is another one, and creates one if there is none and it is time.
   * It is added to, whatever {@link FileHandler.mode} says: others may have written to it.
   *
   * @throws ConfigError if it cannot be opened, the system's error if what waits cannot be written; then the
   * old file stays open.
   */
  reopenIfNeeded(): void {
    const { fd, path } = this.writer;
    if (fd === undefined || this.stream !== this.writer) return;
    // Inodes may be too large for a number.
    const named = statSync(path, { bigint: true, throwIfNoEntry: false });
    const opened = fstatSync(fd, { bigint: true });
    if (named === undefined && this.#mayBeReplaced(opened)) return;
    this.#namelessSince = undefined;
    if (named !== undefined && named.ino === opened.ino && named.dev === opened.dev) return;
    this.writer.flush();
    closeSync(openForWriting(path, 'a'));
    this.writer.reopen('a');
  }

  protected override open(): void {
    super.open();
    this.#keepToTheEnd();
  }

  /** Whether somebody who has renamed the file may be about to create it. */
  #mayBeReplaced({ nlink, ctimeMs }: BigIntStats): boolean {
    if (nlink === 0n) return false;
    const now = getPlatform().now();
    // That of the renaming, or of our last record.
    this.#namelessSince ??= Number(ctimeMs);
    return Math.abs(now - this.#namelessSince) < PATIENCE_MS;
  }

  // Only a file that is open for adding is written to at its end after it was cut.
  #keepToTheEnd(): void {
    if (this.mode === 'w') this.writer.reopen('a');
  }
}
