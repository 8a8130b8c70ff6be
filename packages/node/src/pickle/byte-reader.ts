import { UnpicklingError } from './unpickling-error.js';

const NEWLINE = 10;

/** Reads a pickle's numbers, lines and runs of bytes. Lengths are compared with what is there before anything is made. */
export class ByteReader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** How many bytes follow. */
  get left(): number {
    return this.#bytes.length - this.#at;
  }

  /** The next `count` bytes, which are not copied. */
  take(count: number): Buffer {
    if (count < 0 || count > this.left) throw new UnpicklingError('the pickle is cut short');
    this.#at += count;
    return this.#bytes.subarray(this.#at - count, this.#at);
  }

  /** An unsigned number of `size` bytes, little-endian. */
  uint(size: 1 | 2 | 4): number {
    return this.take(size).readUIntLE(0, size);
  }

  int32(): number {
    return this.take(4).readInt32LE();
  }

  /** A length of 8 bytes. What a number cannot hold is larger than any pickle. */
  length(): number {
    return Number(this.take(8).readBigUInt64LE());
  }

  double(): number {
    return this.take(8).readDoubleBE();
  }

  /** The bytes up to the next line end, which is skipped. */
  line(): Buffer {
    const end = this.#bytes.indexOf(NEWLINE, this.#at);
    if (end < 0) throw new UnpicklingError('the pickle is cut short');
    const line = this.take(end - this.#at);
    this.#at++;
    return line;
  }
}
