import { readFile, stat } from 'node:fs/promises';
import { clearTimeout, setTimeout } from 'node:timers';
import { MAX_TIMER_MS } from '@loggia/core';

/** What a {@link FileWatch} tells. */
export interface FileWatchEvents {
  /** The file has other bytes than before, and nobody is writing any more. */
  onChange(bytes: Uint8Array): void;
  /** The file could not be read. It is not called again for the same reason until it could be. */
  onFailure(error: Error): void;
}

/**
 * Looks at a file now and then. Asking for its state works with every way of replacing a file, on every file system,
 * also through links and in directories that come and go; and it holds no descriptor.
 */
export class FileWatch {
  readonly #path: string | URL;
  readonly #intervalMs: number;
  readonly #events: FileWatchEvents;
  #bytes: Uint8Array;
  /** What the file looked like the last time, and when its bytes were read. */
  #seen = '';
  #read = '';
  #failure = '';
  #isStopped = false;
  #timer: NodeJS.Timeout | undefined;

  /** @param bytes - What the file holds so far. */
  constructor(path: string | URL, bytes: Uint8Array, intervalMs: number, events: FileWatchEvents) {
    this.#path = path;
    this.#bytes = bytes;
    this.#intervalMs = Math.min(intervalMs, MAX_TIMER_MS);
    this.#events = events;
    this.#wait();
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
  }

  #wait(): void {
    if (this.#isStopped) return;
    this.#timer = setTimeout(() => void this.#look(), this.#intervalMs).unref();
  }

  async #look(): Promise<void> {
    try {
      const { ino, size, mtimeNs, ctimeNs } = await stat(this.#path, { bigint: true });
      const seen = [ino, size, mtimeNs, ctimeNs].join();
      // Who is still writing has changed it since the last look.
      const isSettled = seen === this.#seen;
      this.#seen = seen;
      if (isSettled && seen !== this.#read) {
        const bytes = await readFile(this.#path);
        this.#read = seen;
        this.#failure = '';
        if (!this.#isStopped && !bytes.equals(this.#bytes)) {
          this.#bytes = bytes;
          this.#events.onChange(bytes);
        }
      }
    } catch (error) {
      this.#fail(error as Error);
    }
    this.#wait();
  }

  #fail(error: Error): void {
    this.#read = '';
    if (this.#isStopped || error.message === this.#failure) return;
    this.#failure = error.message;
    this.#events.onFailure(error);
  }
}
