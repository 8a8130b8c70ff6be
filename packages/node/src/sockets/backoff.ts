/** How long to wait between attempts, in seconds, as Python's `SocketHandler` has it. */
export interface BackOffTimes {
  readonly retryStart: number;
  readonly retryMax: number;
  readonly retryFactor: number;
}

/** Grows the wait from one failure to the next. */
export class BackOff {
  #seconds: number | undefined;

  /** Milliseconds to wait after one more failure. */
  next({ retryStart, retryMax, retryFactor }: BackOffTimes): number {
    this.#seconds =
      this.#seconds === undefined ? retryStart : Math.min(this.#seconds * retryFactor, retryMax);
    return this.#seconds * 1000;
  }

  reset(): void {
    this.#seconds = undefined;
  }
}
