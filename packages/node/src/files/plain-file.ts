// Hot path: bench case "file".
import { closeSync, fstatSync } from 'node:fs';
import { openForWriting } from './open.js';
import type { Outlet } from './outlet.js';
import { writeSome } from './write-some.js';

/** A file that belongs to one process, or whose other writers don't care how long it gets. */
export class PlainFile implements Outlet {
  readonly #path: string;
  #fd = -1;
  #size = 0;

  constructor(path: string) {
    this.#path = path;
  }

  get fd(): number | undefined {
    return this.#fd < 0 ? undefined : this.#fd;
  }

  get size(): number {
    return this.#size;
  }

  open(mode: 'a' | 'w'): void {
    this.#fd = openForWriting(this.#path, mode);
    this.#size = fstatSync(this.#fd).size;
  }

  write(bytes: Buffer, from: number, to: number, _ends: readonly number[], patienceMs: number): number {
    const written = writeSome(this.#fd, bytes, from, to, patienceMs);
    this.#size += written;
    return written;
  }

  close(): void {
    const fd = this.#fd;
    this.#fd = -1;
    closeSync(fd);
  }
}
