import { reportError } from '../report.js';

/** Tells each thing once, however often it happens. */
export class Notices {
  readonly #given = new Set<string>();

  give(text: string): void {
    if (this.#given.has(text)) return;
    this.#given.add(text);
    reportError(null, new Error(text));
  }
}
