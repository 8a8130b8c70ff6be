import { describe, expect, it } from 'vitest';
import { makeLogRecord } from '../record-factory.js';
import { BaseFormatter, plainFormatter } from './base-formatter.js';
import { CLEANERS } from './sanitize.js';

describe('BaseFormatter', () => {
  it('writes message, error and stack on lines of their own', () => {
    const record = makeLogRecord({ msg: 'hi %s', args: ['bob'], excText: 'E', stackInfo: 'S' });
    expect(plainFormatter.format(record)).toBe('hi bob\nE\nS');
  });

  it('adds no second newline after one', () => {
    const record = makeLogRecord({ msg: 'hi\n', excText: 'E\n', stackInfo: 'S' });
    expect(plainFormatter.format(record)).toBe('hi\nE\nS');
  });

  it('makes the text of an error once and keeps it on the record', () => {
    let made = 0;
    class Counting extends BaseFormatter {
      override formatException(excInfo: unknown): string {
        made++;
        return `<${String(excInfo)}>`;
      }
    }
    const record = makeLogRecord({ msg: 'x', excInfo: new Error('boom') });
    const formatter = new Counting();
    expect(formatter.format(record)).toBe('x\n<Error: boom>');
    expect(formatter.format(record)).toBe('x\n<Error: boom>');
    expect(plainFormatter.format(record)).toBe('x\n<Error: boom>');
    expect(made).toBe(1);
  });

  it('cleans error and stack texts, also those that another formatter made', () => {
    const record = makeLogRecord({ msg: '\x1b[2J', excText: 'E\x07', stackInfo: 'S\r' });
    expect(plainFormatter.format(record)).toBe('\\x1b[2J\nE\\x07\nS\\x0d');
    expect(record.excText).toBe('E\x07');
  });

  it('with lines, a record is one line', () => {
    const record = makeLogRecord({ msg: 'a\nb', excText: 'E\nF', stackInfo: 'S' });
    expect(new BaseFormatter(CLEANERS.lines).format(record)).toBe('a\\nb\\nE\\nF\\nS');
  });

  it('asks overridden methods', () => {
    class Mine extends BaseFormatter {
      override formatStack(stackInfo: string): string {
        return `[${stackInfo}]`;
      }
    }
    expect(new Mine().format(makeLogRecord({ msg: 'x', stackInfo: 'S' }))).toBe('x\n[S]');
    expect(new Mine().usesTime()).toBe(false);
  });
});
