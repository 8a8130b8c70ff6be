interface Waiter {
  pending: number;
  readonly resolve: () => void;
}

/** The callers of `flush`. Each waits for as many answers as there were records pending when it called. */
export class FlushWaiters {
  #waiters: Waiter[] = [];

  add(pending: number): Promise<void> {
    return new Promise((resolve) => {
      this.#waiters.push({ pending, resolve });
    });
  }

  answered(records: number): void {
    this.#waiters = this.#waiters.filter((waiter) => {
      waiter.pending -= records;
      if (waiter.pending <= 0) waiter.resolve();
      return waiter.pending > 0;
    });
  }

  /** Nothing more will be answered for now. */
  release(): void {
    for (const { resolve } of this.#waiters.splice(0)) resolve();
  }
}
