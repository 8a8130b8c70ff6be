import { countDropped, reportError } from '../report.js';

/** Tells each thing once, however often it happens. */
export class Notices {
  readonly #given = new Set<string>();

  give(text: string): void {
    if (this.#given.has(text)) return;
    this.#given.add(text);
    reportError(null, new Error(text));
  }

  /** These records wait in memory, and the program ends. */
  giveLoss(records: number): void {
    if (records === 0) return;
    countDropped(records);
    this.give(
      `The program ends with ${records} records undelivered: await shutdown() before it does, or use a store that outlives it`,
    );
  }
}
