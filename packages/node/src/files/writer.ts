// Hot path: bench case "file".
import { countDropped, getPlatform, type TextSink, ValueError } from '@loggia/core';
import type { FileEncoding } from './encoding.js';
import type { Outlet } from './outlet.js';
import { PlainFile } from './plain-file.js';
import { PATIENCE_MS } from './write-some.js';

/** How a {@link FileWriter} writes. */
export interface FileWriterOptions {
  readonly encoding: FileEncoding;
  /** How many bytes may wait before they are written; 0: each text is written before `write` returns. */
  readonly bufferSize: number;
  /** How long they may wait, in milliseconds. */
  readonly flushInterval: number;
  /** Hears of errors in writing what was buffered, where no caller is there to catch them. */
  onError(error: unknown): void;
}

/** Long enough for most texts, so that an unbuffered writer encodes without allocating. */
const MIN_ROOM = 8192;
/** UTF-8 needs at most three bytes for a UTF-16 unit; no encoding here needs more. */
const MAX_BYTES_PER_UNIT = 3;

/**
 * What every byte of a log file comes through: encodes, buffers, and writes synchronously.
 *
 * A text is one record with its line end. Texts reach the file whole, in order, and with as few system calls
 * as there can be, so lines of several processes that append to one file do not mix. A text that cannot be
 * taken, since the system refuses to write and there is no room to keep it, is given up and counted in
 * {@link FileWriter.lost}. What was taken before it, and a text that was begun, stays, and is written first
 * when writing works again.
 *
 * Memory: `bufferSize` bytes (at least 8 KiB), or one text if that is longer; and a third as many characters.
 */
export class FileWriter implements TextSink {
  readonly path: string;
  /** How many texts were given up because they could not be written. */
  lost = 0;
  /** Why the last attempt to write failed; null once one succeeds. */
  failure: NodeJS.ErrnoException | null = null;
  readonly #options: FileWriterOptions;
  #outlet: Outlet;
  #isOpen = false;
  #room: Buffer = Buffer.alloc(0);
  #pending = 0;
  /** Where in the room each pending text ends. */
  #ends: number[] = [];
  /** Texts that wait to be encoded, and where in them each ends: many at once take a fifth off what a buffered line costs. */
  #texts = '';
  #textEnds: number[] = [];
  /** Cancels the exit hook and the timer; set only while something is buffered. */
  #unwatch: (() => void) | undefined;

  constructor(path: string, options: FileWriterOptions) {
    this.path = path;
    this.#options = options;
    this.#outlet = new PlainFile(path);
  }

  /** Sends the bytes another way from now on. Only while the file is not open. */
  set outlet(outlet: Outlet) {
    this.#outlet = outlet;
  }

  /** The file descriptor; undefined while the file is not open. */
  get fd(): number | undefined {
    return this.#outlet.fd;
  }

  /** The size of the file in bytes, as far as this writer knows: others may append too. Pending bytes count. */
  get size(): number {
    this.#encodeTexts();
    return this.#outlet.size + this.#pending;
  }

  /** What {@link FileWriter.size} is at most: known without encoding what waits. */
  get sizeAtMost(): number {
    return this.#outlet.size + this.#pending + this.#texts.length * MAX_BYTES_PER_UNIT;
  }

  /**
   * Opens the file, unless it is open: `'a'` adds to it, `'w'` begins it anew. Missing directories are made.
   *
   * @throws ConfigError that names the path and the cure.
   */
  open(mode: 'a' | 'w'): void {
    if (this.#isOpen) return;
    this.#outlet.open(mode);
    this.#isOpen = true;
    this.failure = null;
    this.#room = Buffer.allocUnsafeSlow(this.#capacity);
  }

  /** The bytes of a text in the file's encoding. @throws UnicodeEncodeError. */
  encode(text: string): Buffer {
    const { encoding } = this.#options;
    return Buffer.from(encoding.fit(text), encoding.nodeName);
  }

  /**
   * Takes one text, to be written now or, with a `bufferSize`, soon.
   *
   * @throws UnicodeEncodeError; ValueError if the file is closed; the system's error, see {@link FileWriter.lost}.
   */
  write(text: string): void {
    if (!this.#isOpen) throw new ValueError(`I/O operation on closed file '${this.path}'`);
    const { encoding, bufferSize } = this.#options;
    const fitting = encoding.fit(text);
    const longest = (this.#texts.length + fitting.length) * MAX_BYTES_PER_UNIT;
    if (longest <= bufferSize - this.#pending) {
      this.#texts += fitting;
      this.#textEnds.push(this.#texts.length);
      this.#watch();
      return;
    }
    this.#encodeTexts();
    // An unbuffered writer holds at most the rest of a text that the system took only a part of.
    const limit = bufferSize || this.#room.length;
    if (fitting.length * MAX_BYTES_PER_UNIT > limit - this.#pending) this.#makeRoom(fitting, limit);
    const size = this.#room.write(fitting, this.#pending, encoding.nodeName);
    if (size === 0) return;
    this.#pending += size;
    this.#ends.push(this.#pending);
    if (this.#pending > bufferSize) this.#writeLast(size);
    else this.#watch();
  }

  /** Writes what is buffered. @throws The system's error; what could not be written stays. */
  flush(): void {
    this.#encodeTexts();
    if (this.#pending > 0) this.#drain();
    this.#unwatch?.();
  }

  /** Flushes and closes the file; {@link FileWriter.open} opens it again. What cannot be written now is lost and counted. */
  close(): void {
    if (!this.#isOpen) return;
    try {
      this.flush();
    } finally {
      this.#giveUp(this.#ends.length);
      this.#ends = [];
      this.#pending = 0;
      this.#unwatch?.();
      this.#room = Buffer.alloc(0);
      this.#isOpen = false;
      this.#outlet.close();
    }
  }

  /** Goes on with whatever file has the name now. */
  reopen(mode: 'a' | 'w' = 'a'): void {
    this.close();
    this.open(mode);
  }

  get #capacity(): number {
    return Math.max(this.#options.bufferSize, MIN_ROOM);
  }

  /** Puts the texts that wait into the room, where there is place for them in any case. */
  #encodeTexts(): void {
    const texts = this.#texts;
    if (texts === '') return;
    const { nodeName } = this.#options.encoding;
    const size = this.#room.write(texts, this.#pending, nodeName);
    let begin = 0;
    let at = this.#pending;
    for (const end of this.#textEnds) {
      at += size === texts.length ? end - begin : Buffer.byteLength(texts.slice(begin, end), nodeName);
      this.#ends.push(at);
      begin = end;
    }
    this.#pending = at;
    this.#texts = '';
    this.#textEnds = [];
  }

  /** Makes sure that a text fits, by writing what is pending and, if need be, by a larger room. */
  #makeRoom(text: string, limit: number): void {
    const size = Buffer.byteLength(text, this.#options.encoding.nodeName);
    if (size <= limit - this.#pending) return;
    try {
      this.#drain();
    } catch (error) {
      this.#giveUp(1);
      throw error;
    }
    if (size > this.#room.length) this.#room = Buffer.allocUnsafeSlow(size);
  }

  /** Writes all, up to the last text of `size` bytes; if not a byte of that could be written, it is given up. */
  #writeLast(size: number): void {
    try {
      this.#drain();
    } catch (error) {
      if (this.#pending >= size) {
        this.#ends.pop();
        this.#pending -= size;
        this.#giveUp(1);
      }
      if (this.#pending > 0) this.#watch();
      throw error;
    }
  }

  #giveUp(texts: number): void {
    this.lost += texts;
    countDropped(texts);
  }

  #drain(): void {
    const end = this.#pending;
    const patienceMs = this.failure === null ? PATIENCE_MS : 0;
    let done = 0;
    try {
      while (done < end) done += this.#outlet.write(this.#room, done, end, this.#ends, patienceMs);
      this.failure = null;
    } catch (error) {
      this.failure = error as NodeJS.ErrnoException;
      throw error;
    } finally {
      this.#forget(done);
    }
  }

  #forget(done: number): void {
    const end = this.#pending;
    this.#pending -= done;
    if (this.#pending > 0) {
      this.#room.copyWithin(0, done, end);
      this.#ends = this.#ends.filter((at) => at > done).map((at) => at - done);
      return;
    }
    // An array that is emptied by its length is allocated anew for the next text, at 100 ns a line.
    if (this.#ends.length === 1) this.#ends.pop();
    else this.#ends.length = 0;
    if (this.#room.length > this.#capacity) this.#room = Buffer.allocUnsafeSlow(this.#capacity);
  }

  /** Sees to it that what is pending is written in time, and before the program ends. */
  #watch(): void {
    if (this.#unwatch !== undefined) return;
    const platform = getPlatform();
    const cancelExit = platform.onExit(() => this.#flushUnasked());
    const cancelTimer = platform.timer(this.#options.flushInterval, () => {
      if (this.#flushUnasked()) return;
      this.#unwatch?.();
      this.#watch();
    });
    this.#unwatch = () => {
      this.#unwatch = undefined;
      cancelExit();
      cancelTimer();
    };
    // A program that is ending already calls back at once.
    if (this.#pending === 0 && this.#texts === '') this.#unwatch();
  }

  /** Flushes where nobody could catch an error; a row of failures is reported once. */
  #flushUnasked(): boolean {
    const failedBefore = this.failure !== null;
    try {
      this.flush();
      return true;
    } catch (error) {
      if (!failedBefore) this.#options.onError(error);
      return false;
    }
  }
}
