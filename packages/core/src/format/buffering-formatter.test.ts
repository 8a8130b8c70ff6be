import { describe, expect, it } from 'vitest';
import { makeLogRecord } from '../record-factory.js';
import { decode, type Encoded, loadVectors } from '../vectors.testing.js';
import { BufferingFormatter } from './buffering-formatter.js';
import { Formatter } from './formatter.js';

interface Case {
  id: string;
  records: Encoded[];
  header?: string;
  footer?: string;
  fmt?: string;
  expect: { result: string };
}

describe('BufferingFormatter', () => {
  it.each(loadVectors<Case>('bufferingformatter'))('gives what CPython gives: $id', (one) => {
    const records = one.records.map((record) => makeLogRecord(decode(record) as Record<string, unknown>));
    const fill = (template = ''): string =>
      template
        .replaceAll('<n>', String(records.length))
        .replaceAll('<first>', () => records[0]?.message ?? '');
    class WithEnds extends BufferingFormatter {
      override formatHeader(): string {
        return fill(one.header);
      }
      override formatFooter(): string {
        return fill(one.footer);
      }
    }
    const linefmt = one.fmt === undefined ? undefined : new Formatter(one.fmt, { sanitize: 'off' });
    expect(new WithEnds(linefmt).format(records)).toBe(one.expect.result);
  });

  it('by itself writes the messages and nothing between them', () => {
    const records = ['a', 'b'].map((msg) => makeLogRecord({ msg }));
    expect(new BufferingFormatter().format(records)).toBe('ab');
  });
});
