import { state } from '../state.js';
import { BLOCKED_AFTER, backOffMs } from './retry.js';

/** Between attempts while there is little hope, in milliseconds. */
const PROBE_MS = 60_000;

/**
 * The one gate that every request passes, whatever asks for it. It closes after a failure and opens by a
 * timer, not by comparing times, since clocks jump.
 */
export class Gate {
  /** Why nothing may be sent; undefined while it may. */
  closed: 'waiting' | 'offline' | 'blocked' | undefined = undefined;
  readonly #base: number;
  readonly #cap: number;
  readonly #onOpen: () => void;
  #failures = 0;
  #unreachable = 0;
  /** Of the present closing. */
  #waitMs = 0;
  #cancel: (() => void) | undefined;

  /** @param onOpen - Called when time has opened it; the next request is then a probe, even if offline. */
  constructor(base: number, cap: number, onOpen: () => void) {
    this.#base = base;
    this.#cap = cap;
    this.#onOpen = onOpen;
  }

  /** An answer came: the next failure is a first one. */
  succeed(): void {
    this.#failures = 0;
    this.#unreachable = 0;
  }

  /** An attempt failed. `afterMs` is what the receiver asked for. */
  fail(afterMs: number | undefined, unreachable: boolean): void {
    // Of requests that were out together, the one that asks for the longest wait decides.
    if (this.closed !== undefined && !(this.closed === 'waiting' && (afterMs ?? 0) > this.#waitMs)) return;
    const isOffline = unreachable && !state.platform.online();
    if (!isOffline) this.#unreachable = unreachable ? this.#unreachable + 1 : 0;
    if (isOffline) this.close('offline');
    else if (this.#unreachable >= BLOCKED_AFTER) this.close('blocked');
    else this.close('waiting', this.#delayMs(afterMs));
  }

  #delayMs(afterMs: number | undefined): number {
    const backOff = backOffMs(this.#failures++, this.#base, this.#cap);
    if (afterMs === undefined) return backOff;
    // A receiver that asks for hardly any wait is taken at its word once: then it would be a loop.
    return afterMs < this.#base && this.#failures > 1 ? Math.max(afterMs, backOff) : afterMs;
  }

  /** @param delayMs - Until it opens; infinite for never. */
  close(why: 'waiting' | 'offline' | 'blocked', delayMs: number = PROBE_MS): void {
    this.open();
    this.closed = why;
    this.#waitMs = delayMs;
    if (delayMs === Infinity) return;
    this.#cancel = state.platform.timer(delayMs, () => {
      this.open();
      this.#onOpen();
    });
  }

  open(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    this.closed = undefined;
  }
}
