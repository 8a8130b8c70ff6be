import type { Put } from './chunks.js';
import type { RowKey } from './row-key.js';

/** The application has to have room there, too: characters, for all pages. */
const MAX_LENGTH = 1_000_000;
/** In place of a row's value. */
const GONE = null;

/**
 * Changes that wait in `localStorage`, which is written at once, until a page makes them in the database: what is written
 * to IndexedDB while a page goes is forgotten if it has to wait for another transaction, of whatever page, or for the
 * database to open; in WebKit always.
 */
export class LastWords {
  readonly #prefix: string;

  /** @param name - Of the database. */
  constructor(name: string) {
    this.#prefix = `${name}/last words/`;
  }

  /**
   * Keeps as many of the rows as there is room for; warnings and above first.
   *
   * @param gone - Rows to remove, which is left undone if there is no room for all that may replace them.
   */
  say(gone: readonly RowKey[], puts: readonly Put[]): void {
    const storage = openStorage();
    let room = MAX_LENGTH;
    for (const [name, json] of this.#items()) room -= name.length + json.length;
    const rows = [...puts].sort(([a], [b]) => b[3] - a[3]);
    const names = new Set(puts.map(([key]) => String(key)));
    for (const key of gone) if (!names.has(String(key))) rows.push([key, GONE]);
    for (const [key, value] of rows) {
      const name = this.#prefix + JSON.stringify(key);
      const json = JSON.stringify(value);
      room -= name.length + json.length;
      if (room < 0) return;
      try {
        storage?.setItem(name, json);
      } catch {
        return; // It is full.
      }
    }
  }

  /** What pages have said; what cannot be read is forgotten. */
  all(): [gone: RowKey[], puts: Put[]] {
    const gone: RowKey[] = [];
    const puts: Put[] = [];
    for (const [name, json] of this.#items()) {
      try {
        const put: Put = [JSON.parse(name.slice(this.#prefix.length)), JSON.parse(json)];
        if (put[1] === GONE) gone.push(put[0]);
        else puts.push(put);
      } catch {
        openStorage()?.removeItem(name);
      }
    }
    return [gone, puts];
  }

  forget(gone: readonly RowKey[], puts: readonly Put[]): void {
    for (const key of [...gone, ...puts.map(([put]) => put)]) {
      openStorage()?.removeItem(this.#prefix + JSON.stringify(key));
    }
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
