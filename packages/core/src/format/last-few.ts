/** How many are remembered. Looking through them must cost less than making one anew. */
const KEPT = 4;

/** Remembers the few things that came last. */
export class LastFew<T> {
  readonly all: T[] = [];
  #next = 0;

  /** Forgets the one remembered for longest. */
  keep(one: T): void {
    this.all[this.#next] = one;
    this.#next = (this.#next + 1) % KEPT;
  }
}
