import type { LogRecord } from '../record.js';
import { plainFormatter, type RecordFormatter } from './base-formatter.js';

/**
 * Writes many records as one text, between a header and a footer.
 *
 * @example
 * ```ts
 * import { BufferingFormatter, Formatter, type LogRecord, makeLogRecord } from 'loggia';
 * class Report extends BufferingFormatter {
 *   override formatHeader(records: readonly LogRecord[]): string {
 *     return `${records.length} records\n`;
 *   }
 * }
 * const report = new Report(new Formatter('- %(message)s\n'));
 * console.log(report.format([makeLogRecord({ msg: 'open' }), makeLogRecord({ msg: 'closed' })]));
 * ```
 */
export class BufferingFormatter {
  /** Writes each of the records. */
  linefmt: RecordFormatter;

  /** @param linefmt - Writes each of the records. Default: one that writes the message, and the error if there is one. */
  constructor(linefmt?: RecordFormatter | null) {
    this.linefmt = linefmt ?? plainFormatter;
  }

  /** What comes before the records. Default: nothing. */
  formatHeader(_records: readonly LogRecord[]): string {
    return '';
  }

  /** What comes after the records. Default: nothing. */
  formatFooter(_records: readonly LogRecord[]): string {
    return '';
  }

  /** The header, the records one after the other with nothing between, the footer; for no records, the empty text. */
  format(records: readonly LogRecord[]): string {
    if (records.length === 0) return '';
    const lines = records.map((record) => this.linefmt.format(record));
    return this.formatHeader(records) + lines.join('') + this.formatFooter(records);
  }
}
