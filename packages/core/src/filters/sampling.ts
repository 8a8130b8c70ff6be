import { ValueError } from '../errors.js';
import { type Level, WARNING } from '../levels.js';
import type { LogRecord } from '../record.js';
import { state } from '../state.js';

/** What {@link SamplingFilter} takes. */
export interface SamplingFilterOptions {
  /** The share of records to keep, from 0 to 1. */
  rate: number;
  /**
   * What decides: the name of a field in `extra`, or a function. Records with the same key are all kept or all
   * dropped, in every process and page that uses the same rate. Default: chance, for each record by itself.
   */
  key?: string | ((record: LogRecord) => unknown);
  /** Records at or above it are always kept. Default `WARNING`. */
  keepLevel?: Level;
}

/**
 * Keeps a share of the records. With a `key`, such as a trace's or a session's id, a trace is kept whole or not at
 * all: a page and a server that know the same id agree without talking.
 *
 * The key's text decides: its bytes in UTF-8, hashed with 32-bit FNV-1a, as a fraction of 2^32, below `rate`. So
 * what is kept at a rate is kept at every higher one. A record without the key (null, undefined, no field of that
 * name, an object) is left to chance.
 *
 * @throws ValueError if the rate is not between 0 and 1, or the level is none.
 * @example
 * ```ts
 * import { getLogger, SamplingFilter } from 'loggia';
 * const log = getLogger('shop');
 * log.addFilter(new SamplingFilter({ rate: 0.1, key: 'traceId' }));
 * log.info('paid', { traceId: '4bf92f3577b34da6' });
 * ```
 */
export class SamplingFilter {
  readonly rate: number;
  readonly keepLevel: number;
  readonly #key: (record: LogRecord) => unknown;

  constructor(options: SamplingFilterOptions) {
    const { rate, key, keepLevel = WARNING } = options;
    if (!(rate >= 0 && rate <= 1)) throw new ValueError(`rate must be between 0 and 1: ${String(rate)}`);
    this.rate = rate;
    this.keepLevel = state.levels.check(keepLevel);
    this.#key = typeof key === 'string' ? ({ extra }) => extra[key] : (key ?? (() => null));
  }

  filter(record: LogRecord): boolean {
    if (record.levelno >= this.keepLevel) return true;
    const key = this.#key(record) ?? null;
    const place = typeof key === 'object' ? Math.random() : hash(String(key)) / 2 ** 32;
    return place < this.rate;
  }
}

function hash(text: string): number {
  let hash = 0x811c9dc5;
  const mix = (byte: number): void => {
    hash = Math.imul(hash ^ byte, 0x01000193);
  };
  for (const character of text) {
    const code = character.codePointAt(0) as number;
    if (code < 0x80) mix(code);
    else {
      // The first byte says how many follow, each with six bits.
      const more = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
      mix(((0xff00 >> (more + 1)) & 0xff) | (code >> (6 * more)));
      for (let i = more - 1; i >= 0; i--) mix(0x80 | ((code >> (6 * i)) & 0x3f));
    }
  }
  return hash >>> 0;
}
