/** More than the buffers of both kernels hold on most machines. */
const MAX_BYTES = 4 * 2 ** 20;
/** A receiver that has not read something for so long is not just a little behind. */
const MAX_AGE_MS = 2000;

interface Written {
  readonly bytes: Uint8Array;
  readonly at: number;
}

/**
 * What was written last. The kernel took it, but when the connection is reset nobody knows how much of it the
 * receiver has read. Bounded by bytes and age, and given up by a timer, so that an idle connection holds nothing.
 */
export class Tail {
  #written: Written[] = [];
  #size = 0;
  #timer: NodeJS.Timeout | undefined;

  add(bytes: Uint8Array): void {
    this.#written.push({ bytes, at: Date.now() });
    this.#size += bytes.length;
    this.#trim();
  }

  /** Hands over what is in doubt, and forgets it. */
  take(): Uint8Array[] {
    this.#trim();
    const taken = this.#written.map(({ bytes }) => bytes);
    this.clear();
    return taken;
  }

  clear(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#written = [];
    this.#size = 0;
  }

  #trim(): void {
    const oldest = Date.now() - MAX_AGE_MS;
    let count = 0;
    for (const { bytes, at } of this.#written) {
      if (this.#size <= MAX_BYTES && at > oldest) break;
      this.#size -= bytes.length;
      count++;
    }
    if (count > 0) this.#written.splice(0, count);
    if (this.#written.length === 0) this.clear();
    else {
      this.#timer ??= setTimeout(() => {
        this.#timer = undefined;
        this.#trim();
      }, MAX_AGE_MS).unref();
    }
  }
}
