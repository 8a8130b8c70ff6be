import { getPlatform } from '@loggia/core';

/** How long a tab holds its turn, and how long another one waits for it: it may be frozen. */
const TURN_MS = 10_000;
const AGAIN_MS = 200;

/** Absent in pages that were not loaded over HTTPS. */
function lockManager(): LockManager | undefined {
  return globalThis.navigator?.locks;
}

/** Holds a lock as long as the page lives, so that others can tell that it does. */
export function holdForLife(name: string): void {
  lockManager()
    ?.request(name, () => new Promise(() => {}))
    .catch(() => {});
}

/** The names of the locks that are held; undefined where nobody can tell. */
export async function heldLocks(): Promise<ReadonlySet<string | undefined> | undefined> {
  const { held } =
    (await lockManager()
      ?.query()
      .catch(() => {})) ?? {};
  return held && new Set(held.map(({ name }) => name));
}

/** The turn to send, of all tabs. It keeps them from sending the same; nothing breaks where it does not. */
export class Turn {
  /** What is sent in it. */
  isFor: unknown;
  readonly #name: string;
  #isStuck = false;
  #end: (() => void) | undefined;
  /** Settles when the last turn is over, for other tabs too. */
  #ended: Promise<unknown> | undefined;

  constructor(name: string) {
    this.#name = name;
  }

  /** Settles when it is this tab's turn, or another one has had it for too long. Never waits in the queue, where a frozen tab would block those behind it. */
  async take(): Promise<void> {
    this.end();
    await this.#ended;
    for (let left = this.#isStuck ? 1 : TURN_MS / AGAIN_MS; left > 0; left--) {
      this.#isStuck = !(await this.#try());
      if (!this.#isStuck) return;
      await new Promise<void>((resolve) => getPlatform().timer(AGAIN_MS, resolve));
    }
  }

  /** @param what - If it is for something else, it goes on. Absent: whatever it is for. */
  end(what?: unknown): void {
    if (what === undefined || what === this.isFor) this.#end?.();
  }

  #try(): Promise<boolean> {
    return new Promise((resolve) => {
      const hold = (lock: unknown): Promise<void> | undefined => {
        resolve(lock !== null);
        if (lock === null) return undefined;
        return new Promise((end) => {
          this.#end = end;
          getPlatform().timer(TURN_MS, end);
        });
      };
      const asked = lockManager()?.request(this.#name, { ifAvailable: true }, hold);
      if (asked === undefined) resolve(true);
      this.#ended = asked?.catch(() => resolve(true));
    });
  }
}
