import { countDropped, reportError } from '../report.js';
import { state } from '../state.js';
import type { Store } from './store.js';

/** Tells each thing once, however often it happens. */
export class Notices {
  readonly #given = new Set<string>();

  give(text: string): void {
    if (this.#given.has(text)) return;
    this.#given.add(text);
    reportError(null, new Error(text));
  }

  /** The program ends while so many records wait in the store. */
  giveLoss(store: Store, records: number): void {
    if (records === 0 || store.isDurable || !state.platform.exitIsFinal) return;
    countDropped(records);
    this.give(
      `The program ends with ${records} records undelivered: await shutdown() before it does, or use a store that outlives it`,
    );
  }
}
