import { type ExitPhase, getPlatform } from '@loggia/core';

/** What a {@link Retry} is about. */
export interface RetryHooks {
  /** Answers whether it is done, whether it came forward, or whether it was not possible now. */
  attempt(): 'done' | 'progress' | 'stuck';
  /** Called when the program may end. */
  onExit(phase: ExitPhase): void;
  /** Hears of the first error of a row. */
  onError(error: unknown): void;
}

/** When it is tried first, and how seldom at last, in ms. */
const FIRST_MS = 10;
const LAST_MS = 1000;

/** Tries something beside the running program, first soon and then less often, until it is done. */
export class Retry {
  readonly #hooks: RetryHooks;
  #cancelTimer: (() => void) | undefined;
  #cancelExit: (() => void) | undefined;
  #delayMs = FIRST_MS;
  #hasFailed = false;

  constructor(hooks: RetryHooks) {
    this.#hooks = hooks;
  }

  /** Does nothing if it has begun. */
  start(): void {
    if (this.#cancelTimer !== undefined) return;
    this.#delayMs = FIRST_MS;
    this.#hasFailed = false;
    this.#wait();
    const cancelExit = getPlatform().onExit((phase) => this.#hooks.onExit(phase));
    // A program that is ending already has called back.
    if (this.#cancelTimer === undefined) cancelExit();
    else this.#cancelExit = cancelExit;
  }

  stop(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    this.#cancelExit?.();
    this.#cancelExit = undefined;
  }

  #wait(): void {
    this.#cancelTimer = getPlatform().timer(this.#delayMs, () => {
      if (this.#attempt()) this.stop();
      else this.#wait();
    });
  }

  #attempt(): boolean {
    try {
      const result = this.#hooks.attempt();
      this.#hasFailed = false;
      this.#delayMs = result === 'progress' ? 1 : Math.min(2 * this.#delayMs, LAST_MS);
      return result === 'done';
    } catch (error) {
      if (!this.#hasFailed) this.#hooks.onError(error);
      this.#hasFailed = true;
      return false;
    }
  }
}
