import type { Put } from './chunks.js';
import type { RowKey } from './row-key.js';

/** The application has to have room there, too: characters, for all pages. */
const MAX_LENGTH = 1_000_000;

/**
 * Rows that wait in `localStorage`, which is written at once, until a page moves them to the database: WebKit forgets what
 * is written to IndexedDB while a page goes, and no engine writes to a database that is not open yet.
 */
export class LastWords {
  readonly #prefix: string;

  /** @param name - Of the database. */
  constructor(name: string) {
    this.#prefix = `${name}/last words/`;
  }

  /** Keeps as many of the rows as there is room for; warnings and above first. */
  say(puts: readonly Put[]): void {
    const storage = openStorage();
    let room = MAX_LENGTH;
    for (const [name, json] of this.#items()) room -= name.length + json.length;
    for (const [key, value] of [...puts].sort(([a], [b]) => b[3] - a[3])) {
      const json = JSON.stringify(value);
      room -= json.length;
      if (room < 0) return;
      try {
        storage?.setItem(this.#prefix + JSON.stringify(key), json);
      } catch {
        return; // It is full.
      }
    }
  }

  /** What pages have said; what cannot be read is forgotten. */
  all(): Put[] {
    return this.#items().flatMap(([name, json]) => {
      try {
        return [[JSON.parse(name.slice(this.#prefix.length)) as RowKey, JSON.parse(json)] satisfies Put];
      } catch {
        openStorage()?.removeItem(name);
        return [];
      }
    });
  }

  forget(puts: readonly Put[]): void {
    for (const [key] of puts) openStorage()?.removeItem(this.#prefix + JSON.stringify(key));
  }

  #items(): [name: string, json: string][] {
    const storage = openStorage();
    const names = Array.from({ length: storage?.length ?? 0 }, (_, i) => storage?.key(i) ?? '');
    return names
      .filter((name) => name.startsWith(this.#prefix))
      .map((name) => [name, storage?.getItem(name) ?? '']);
  }
}

/** Absent in workers, and refused to some pages. */
function openStorage(): Storage | undefined {
  try {
    return globalThis.window?.localStorage;
  } catch {
    return undefined;
  }
}
