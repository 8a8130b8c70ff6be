import type { Entry } from './store.js';

/** Taken items are cut off the front of the array when there are this many, and they are half of it. */
const COMPACT_AT = 256;

/** Entries in the order of seq, cheap to add at the end and to take from the front. */
export class EntryQueue {
  #entries: (Entry | undefined)[] = [];
  #head = 0;

  get length(): number {
    return this.#entries.length - this.#head;
  }

  peek(): Entry | undefined {
    return this.#entries[this.#head];
  }

  push(entry: Entry): void {
    this.#entries.push(entry);
  }

  shift(): Entry | undefined {
    const entry = this.#entries[this.#head];
    if (entry === undefined) return undefined;
    this.#entries[this.#head++] = undefined;
    if (this.#head >= COMPACT_AT && this.#head * 2 >= this.#entries.length) {
      this.#entries = this.#entries.slice(this.#head);
      this.#head = 0;
    }
    return entry;
  }

  /** Puts an entry back that was shifted, where it was. */
  restore(entry: Entry): void {
    const rest = this.#entries.slice(this.#head) as Entry[];
    const index = rest.findIndex((other) => other.seq > entry.seq);
    rest.splice(index < 0 ? rest.length : index, 0, entry);
    this.#entries = rest;
    this.#head = 0;
  }
}
