import { compileStrftime, type TimeWriter } from './strftime.js';
import { momentOf, type Zone } from './zone.js';

/** Writes times, and remembers the text of the last second: records come many to the second. */
export class TimeText {
  #format: string | undefined;
  #zone: Zone = 'local';
  #second: number = Number.NaN;
  #write: TimeWriter | undefined;
  #text = '';

  /** The text of a time, given in seconds since the epoch. @throws What `strftime` throws. */
  at(epochSeconds: number, format: string, zone: Zone): string {
    const second = Math.floor(epochSeconds);
    if (second === this.#second && format === this.#format && zone === this.#zone) return this.#text;
    if (format !== this.#format || this.#write === undefined) {
      this.#write = compileStrftime(format);
      this.#format = format;
    }
    this.#second = Number.NaN; // in case of an error
    this.#text = this.#write(momentOf(second, zone));
    this.#second = second;
    this.#zone = zone;
    return this.#text;
  }
}
