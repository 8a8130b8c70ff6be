import { getPlatform } from '@loggia/core';
import type { Disk } from './disk.js';

/** How long a record is in memory alone: what is lost if the page is killed. */
export const SEAL_MS = 250;

/**
 * When a page saves what it has. A page that nobody sees does so at once: its timers are late, and it may be gone before,
 * without a word.
 */
export class SaveTimer {
  /** Whether nobody sees the page. */
  isAway: boolean = globalThis.document?.visibilityState === 'hidden';
  readonly #disk: Disk;
  readonly #save: () => Promise<boolean>;
  #isSaving = false;
  #savedAt = 0;
  #dueAt = Infinity;
  #cancel: (() => void) | undefined;

  /** @param save - Tells whether there is more to be saved later. Never rejects, and never runs twice at a time. */
  constructor(disk: Disk, save: () => Promise<boolean>) {
    this.#disk = disk;
    this.#save = save;
  }

  /** Saves after so many milliseconds, unless that is to happen sooner or happens now. */
  saveIn(delayMs: number): void {
    const now = getPlatform().now();
    const isQuiet = Math.abs(now - this.#savedAt) >= SEAL_MS;
    const at = Math.max(this.isAway && isQuiet ? now : now + delayMs, this.#disk.restsUntil);
    if (this.#isSaving || at >= this.#dueAt) return;
    this.#cancel?.();
    this.#cancel = undefined;
    this.#dueAt = at;
    if (at > now) this.#cancel = getPlatform().timer(at - now, () => void this.#go());
    // With whatever else is logged in this turn.
    else void Promise.resolve().then(() => this.#go());
  }

  async #go(): Promise<void> {
    this.#dueAt = Infinity;
    this.#savedAt = getPlatform().now();
    this.#isSaving = true;
    const hasMore = await this.#save();
    this.#isSaving = false;
    if (hasMore) this.saveIn(SEAL_MS);
  }
}
