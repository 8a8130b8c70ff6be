import type { PercentTemplate } from './format/percent.js';
import type { Caller } from './platform.js';
import type { RecordAttributes } from './record-attributes.js';
import type { WireRecord } from './wire.js';

/** A record as far as a renderer needs it. */
export interface Renderable extends RecordAttributes {
  getMessage(): string;
}

/**
 * What is needed only where somebody reads records: text, the wire form, the place of a call. It is most of
 * the code, so it is not the logger that has it: the first formatter or handler brings it along (handlers have
 * a formatter of their own). A bundle with loggers alone, such as a library's, does without; there, the last
 * resort's text is the plain renderer's.
 */
export interface Renderer {
  /** The template of a `%` format. Never throws. */
  compile(format: string): PercentTemplate;
  /** The text of any value, for people. Never throws. */
  inspect(value: unknown): string;
  toWire(record: Renderable): WireRecord;
  /** The whole text of a record: message, error and stack. */
  format(record: Renderable): string;
  /** See `Platform.caller`. */
  caller(boundary: (...args: never[]) => unknown, stackLevel: number): Caller | undefined;
}

const CONVERSION = /%(?:%|(\(.*?\))?[-+ #0]*(\*?)\d*(?:\.(\*?)\d*)?[a-z])/gi;

/** Puts arguments in one after the other, without widths and digits, and knows nothing else. */
export const plainRenderer: Renderer = {
  compile: (format) => ({
    consumes: [...format.matchAll(CONVERSION)].reduce(
      (count, [text, key, ...stars]) =>
        key || count < 0 ? -1 : count + Number(text !== '%%') + stars.filter(Boolean).length,
      0,
    ),
    format(args) {
      const values = Object.values(args);
      return format.replace(CONVERSION, (text) => (text === '%%' ? '%' : String(values.shift())));
    },
  }),
  inspect: String,
  toWire: (record) => {
    const { name, levelno, levelname, created } = record;
    return { name, levelno, levelname, created, message: record.getMessage() };
  },
  format: (record) => {
    const { excInfo } = record;
    return record.getMessage() + (excInfo === null ? '' : `\n${(excInfo as Error).stack ?? excInfo}`);
  },
  caller: () => undefined,
};
