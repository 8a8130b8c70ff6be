import { state } from '../state.js';

/** Runs once, some time after it was first started; starting it again meanwhile changes nothing. */
export class FlushTimer {
  readonly #delayMs: number;
  readonly #fire: () => void;
  #cancel: (() => void) | undefined;

  constructor(delayMs: number, fire: () => void) {
    this.#delayMs = delayMs;
    this.#fire = fire;
  }

  start(): void {
    this.#cancel ??= state.platform.timer(this.#delayMs, () => {
      this.#cancel = undefined;
      this.#fire();
    });
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }
}
