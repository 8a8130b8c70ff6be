import { closeSync, fstatSync, ftruncateSync, openSync, readSync } from 'node:fs';
import { remove } from './rollover.js';
import { writeSome } from './write-some.js';

/** Texts, one after the other, and where each of them ends. */
export interface Texts {
  readonly bytes: Buffer;
  readonly ends: readonly number[];
}

/** Where in a log file the next texts of a spill are being added: its inode, and how long it was before. */
export interface Target {
  readonly inode: bigint;
  readonly size: number;
}

/** Something that nobody could take for the beginning of another file. */
const MAGIC = 0x6c_6f_67_31;
/** Magic number, 4 bytes to spare, where the next text begins, the inode and the size of the target. */
const HEADER = 32;
/** The length of a text stands before it. */
const LENGTH = 4;
/** How many bytes wait at most, so that a process that can never pour does not fill the disk. */
const MAX_BYTES = 2 ** 26;

/**
 * What one process could not write to the log file, since another was writing: texts in a file of its own, to be
 * poured into the log file later, in their order, by the process itself or, when that is dead, by another.
 *
 * The file says how far it has been poured, and to where the next texts are being poured right now. So if that is
 * cut short, the log file can be cut back to where it was, and no text is there twice. A text that was not written
 * to the end is not there. The header lies within one page: a process is killed before it is written or after.
 */
export class Spill {
  readonly path: string;
  readonly #fd: number;
  /** Where the next text to be poured begins. */
  #from: number;
  /** Where the next text is to be written. */
  #to: number;
  #target: Target | undefined;

  private constructor(path: string, flags: 'wx+' | 'r+') {
    this.path = path;
    this.#fd = openSync(path, flags);
    const header = Buffer.alloc(HEADER);
    this.#to = fstatSync(this.#fd).size;
    const isWhole = readSync(this.#fd, header, 0, HEADER, 0) === HEADER && header.readUInt32LE(0) === MAGIC;
    this.#from = isWhole ? header.readDoubleLE(8) : this.#to;
    if (isWhole && header.readBigUInt64LE(16) !== 0n)
      this.#target = { inode: header.readBigUInt64LE(16), size: header.readDoubleLE(24) };
  }

  /** Begins one. @throws The system's error. */
  static create(path: string): Spill {
    const spill = new Spill(path, 'wx+');
    spill.#from = HEADER;
    spill.#to = HEADER;
    try {
      spill.#writeHeader();
    } catch (error) {
      spill.remove();
      spill.close();
      throw error;
    }
    return spill;
  }

  /** Opens the one that another process left. @throws The system's error if there is none. */
  static open(path: string): Spill {
    return new Spill(path, 'r+');
  }

  /** Whether nothing is left to be poured. */
  get isEmpty(): boolean {
    return this.#from >= this.#to;
  }

  /** Whether another process has poured and removed it, thinking that ours was dead. */
  get isRemoved(): boolean {
    return fstatSync(this.#fd).nlink === 0;
  }

  /** What was being poured when its process ended, if that was cut short. */
  get target(): Target | undefined {
    return this.#target;
  }

  /** Adds texts. @throws The system's error, or one with the code `EFBIG` when too much waits; then it adds none. */
  append(bytes: Buffer, from: number, to: number, ends: readonly number[]): void {
    const framed = frame(bytes, from, to, ends);
    if (this.#to + framed.length > MAX_BYTES) {
      const error = new Error(`too much waits in ${this.path} for the log file, which another process keeps`);
      throw Object.assign(error, { code: 'EFBIG' });
    }
    this.#write(framed, this.#to);
    this.#to += framed.length;
  }

  /** The next texts to be poured: up to `limit` bytes, but at least one if there is any. */
  peek(limit: number): Texts {
    let read = this.#read(limit);
    const { length } = read;
    const needed = length < LENGTH ? 0 : LENGTH + read.readUInt32LE(0);
    if (needed > length) read = this.#read(needed);
    return unframe(read);
  }

  /** Remembers where the next texts will be added; undefined: that is over. @throws The system's error. */
  aim(target: Target | undefined): void {
    this.#target = target;
    this.#writeHeader();
  }

  /** Gives up the next texts, which have `bytes` bytes: they are in the log file. @throws The system's error. */
  poured(texts: number, bytes: number): void {
    this.#from += bytes + texts * LENGTH;
    this.aim(undefined);
  }

  /** Closes the file, for another process to go on. */
  close(): void {
    closeSync(this.#fd);
  }

  /** Removes the file; it must be closed all the same. */
  remove(): void {
    remove(this.path);
  }

  #read(limit: number): Buffer {
    const bytes = Buffer.allocUnsafe(Math.max(0, Math.min(limit, this.#to - this.#from)));
    return bytes.subarray(0, readSync(this.#fd, bytes, 0, bytes.length, this.#from));
  }

  #writeHeader(): void {
    const header = Buffer.alloc(HEADER);
    header.writeUInt32LE(MAGIC, 0);
    header.writeDoubleLE(this.#from, 8);
    header.writeBigUInt64LE(this.#target?.inode ?? 0n, 16);
    header.writeDoubleLE(this.#target?.size ?? 0, 24);
    this.#write(header, 0);
  }

  #write(bytes: Buffer, at: number): void {
    try {
      for (let done = 0; done < bytes.length; )
        done += writeSome(this.#fd, bytes, done, bytes.length, 0, at + done);
    } catch (error) {
      if (at > 0) ftruncateSync(this.#fd, at);
      throw error;
    }
  }
}

function frame(bytes: Buffer, from: number, to: number, ends: readonly number[]): Buffer {
  const within = ends.filter((end) => end > from && end <= to);
  const framed = Buffer.allocUnsafe(to - from + within.length * LENGTH);
  let at = 0;
  let start = from;
  for (const end of within) {
    at = framed.writeUInt32LE(end - start, at);
    at += bytes.copy(framed, at, start, end);
    start = end;
  }
  return framed;
}

/** The texts that are whole. */
function unframe(framed: Buffer): Texts {
  const ends: number[] = [];
  let to = 0;
  for (let at = 0; at + LENGTH <= framed.length; ) {
    const start = at + LENGTH;
    const end = start + framed.readUInt32LE(at);
    if (end > framed.length) break;
    framed.copyWithin(to, start, end);
    to += end - start;
    ends.push(to);
    at = end;
  }
  return { bytes: framed.subarray(0, to), ends };
}
