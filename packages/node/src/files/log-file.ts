// Hot path: bench case "file".
import { type BigIntStats, closeSync, fstatSync, ftruncateSync, statSync, truncateSync } from 'node:fs';
import { cutTornLine, endsInLine, type LineEnd } from './line-end.js';
import { openForWriting } from './open.js';
import type { Target } from './spill.js';
import { PATIENCE_MS, writeSome } from './write-some.js';

/** The file that has the name of the log, which others take away and write to in their turn, and only then. */
export class LogFile {
  readonly #path: string;
  #fd: number | undefined;
  #stats: BigIntStats | undefined;
  #size = 0;
  /** Whether it has been seen to that it ends with a line. */
  #isKnown = false;
  /** Whether others may have written to it, or taken it away, since we looked. */
  isStale = true;

  constructor(path: string) {
    this.#path = path;
  }

  get fd(): number | undefined {
    return this.#fd;
  }

  get size(): number {
    return this.#size;
  }

  /** What tells it from the files before and after it, and where its end is. */
  get end(): Target {
    return { inode: this.#stats?.ino ?? 0n, size: this.#size };
  }

  /** Does nothing if it is open. @throws ConfigError that names the path and the cure. */
  open(): void {
    if (this.#fd !== undefined) return;
    this.#fd = openForWriting(this.#path, 'a');
    this.#stats = fstatSync(this.#fd, { bigint: true });
    this.#size = Number(this.#stats.size);
    this.#isKnown = false;
  }

  /** Does nothing if it is closed. */
  close(): void {
    if (this.#fd !== undefined) closeSync(this.#fd);
    this.#fd = undefined;
  }

  /** Goes on with the file that has the name now. A line that somebody began in it is ended. */
  refresh(lineEnd: LineEnd): void {
    const named = statOf(this.#path);
    const known = this.#stats;
    this.isStale = false;
    if (this.#fd !== undefined && named?.ino === known?.ino && named?.dev === known?.dev) {
      this.#size = Number(named?.size);
    } else {
      this.close();
      this.open();
    }
    if (this.#isKnown) return;
    if (this.#size > 0 && endsInLine(this.#path, lineEnd)) this.add(lineEnd.bytes, 0, lineEnd.bytes.length);
    this.#isKnown = true;
  }

  /** Adds all of the bytes. @throws The system's error; then it adds none. */
  add(bytes: Buffer, from: number, to: number): void {
    try {
      for (let done = from; done < to; ) done += writeSome(this.#fd!, bytes, done, to, PATIENCE_MS);
    } catch (error) {
      ftruncateSync(this.#fd!, this.#size);
      throw error;
    }
    this.#size += to - from;
  }

  /** Undoes what another was about when it was killed: what it added since that end, and a line that it began. */
  mend(lineEnd: LineEnd, since: Target | undefined): void {
    const named = statOf(this.#path);
    if (named === undefined) return;
    if (since?.inode === named.ino && named.size > since.size) truncateSync(this.#path, since.size);
    cutTornLine(this.#path, lineEnd);
  }
}

function statOf(path: string): BigIntStats | undefined {
  return statSync(path, { bigint: true, throwIfNoEntry: false });
}
