import { getPlatform } from '@loggia/core';
import type { FileLock } from './lock.js';

/** What is to be done when it becomes our turn, and while it is. */
export interface TurnHooks {
  /**
   * Called when it has become our turn. If it throws, the turn is given back.
   *
   * @param wasAbandoned - Whoever had it before did not give it back.
   */
  onTaken(wasAbandoned: boolean): void;
  /** Called now and then while it is our turn. @returns Whether others wait for theirs. */
  review(): boolean;
  /** Whether something is going on that nobody else may come in between. */
  isBusy(): boolean;
}

/** How long it may be our turn before it is asked whether others wait, and theirs after that, in ms. */
const TURN_MS = 10;
/** Well before others take an old lock for left behind. */
const RENEW_MS = 10_000;
/** Whose turn it is, of those in this thread, by the directory of the lock. */
const holders: Map<string, Turn> = /* @__PURE__ */ new Map();

/**
 * Takes turns with other processes. A lock costs several times what writing a line does, so it is kept for a burst of
 * lines: until others wait, or nothing was done for a while. Nobody waits for a turn in here.
 */
export class Turn {
  readonly #lock: FileLock;
  readonly #hooks: TurnHooks;
  #reviewedAt = 0;
  #wasUsed = false;
  /** When it was given to others. */
  #givenAt = Number.NEGATIVE_INFINITY;
  #cancelTimer: (() => void) | undefined;

  constructor(lock: FileLock, hooks: TurnHooks) {
    this.#lock = lock;
    this.#hooks = hooks;
  }

  get isOurs(): boolean {
    return this.#lock.isHeld;
  }

  /**
   * Makes it our turn, if that is possible now.
   *
   * @param politely - Whether those who waited may go first. Else this thread is about to wait, and whoever in it has
   * the turn could not give it back meanwhile, so it is taken from them.
   * @throws What {@link TurnHooks.onTaken} throws, and what the lock throws.
   */
  take(politely = true): boolean {
    const now = getPlatform().now();
    if (this.#lock.isHeld) {
      this.#wasUsed = true;
      return isWithin(TURN_MS, now - this.#reviewedAt) || this.#goOn(now);
    }
    if (politely && isWithin(TURN_MS, now - this.#givenAt)) return false;
    const holder = politely ? undefined : holders.get(this.#lock.directory);
    if (holder !== undefined && !holder.#hooks.isBusy()) holder.#pass(now);
    const taken = this.#lock.tryAcquire();
    if (taken === undefined) return false;
    this.#reviewedAt = now;
    this.#wasUsed = true;
    try {
      this.#hooks.onTaken(taken === 'abandoned');
    } catch (error) {
      this.#lock.release(taken === 'free');
      throw error;
    }
    holders.set(this.#lock.directory, this);
    this.#watch();
    return true;
  }

  /** Does not give it back yet, though nothing may be written for a while. */
  keep(): void {
    this.#wasUsed = true;
  }

  /** Gives it back. */
  give(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    if (holders.get(this.#lock.directory) === this) holders.delete(this.#lock.directory);
    this.#lock.release();
  }

  #goOn(now: number): boolean {
    this.#reviewedAt = now;
    const isStillOurs = isWithin(RENEW_MS, this.#lock.age) || this.#lock.renew();
    if (isStillOurs && !this.#hooks.review()) return true;
    this.#pass(now);
    return false;
  }

  /** Gives it to others, and does not take it again at once. */
  #pass(now: number): void {
    this.#givenAt = now;
    this.give();
  }

  #watch(): void {
    this.#cancelTimer = getPlatform().timer(TURN_MS, () => {
      const wasUsed = this.#wasUsed;
      this.#wasUsed = false;
      if (!wasUsed) this.give();
      else if (this.#goOn(getPlatform().now())) this.#watch();
    });
  }
}

/** Clocks may be put back. */
function isWithin(limitMs: number, durationMs: number): boolean {
  return durationMs >= 0 && durationMs < limitMs;
}
