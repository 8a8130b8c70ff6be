import { afterEach, describe, expect, it } from 'vitest';
import { KeyError, ValueError } from '../errors.js';
import { makeLogRecord } from '../record-factory.js';
import { state } from '../state.js';
import { Formatter } from './formatter.js';

const record = (attributes: Record<string, unknown> = {}): ReturnType<typeof makeLogRecord> =>
  makeLogRecord({ name: 'shop', msg: 'hi', created: 1_700_000_000.25, msecs: 250, ...attributes });

describe('Formatter', () => {
  it('finds a field in the attributes, then on the record, then in extra, then in the defaults', () => {
    const formatter = new Formatter('%(name)s %(put)s %(field)s %(other)s', {
      defaults: { name: 'd', put: 'd', field: 'd', other: 'd' },
    });
    const one = record({ extra: { name: 'e', put: 'e', field: 'e' } });
    expect(formatter.format(one)).toBe('shop e e d');
    Object.assign(one, { put: 'p' });
    expect(formatter.format(one)).toBe('shop p e d');
  });

  it.each(['constructor', '__proto__', 'toString', 'getMessage', 'toJSON', 'hasOwnProperty'])(
    'a field called %s is absent unless given',
    (name) => {
      const formatter = new Formatter(`%(${name})s`);
      expect(() => formatter.format(record())).toThrow(`Formatting field not found in record: '${name}'`);
      const extra = Object.fromEntries([[name, 'given']]);
      expect(formatter.format(Object.assign(record(), { extra }))).toBe('given');
      expect(new Formatter(`%(${name})s`, { defaults: extra }).format(record())).toBe('given');
    },
  );

  it('a missing field is a ValueError that a KeyError caused', () => {
    try {
      new Formatter('{nope}', { style: '{' }).format(record());
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(ValueError);
      expect((error as Error).cause).toBeInstanceOf(KeyError);
    }
  });

  it('a field that is there but undefined is not missing', () => {
    expect(new Formatter('%(x)s').format(record({ extra: { x: undefined } }))).toBe('undefined');
  });

  it("knows Python's spelling of attributes", () => {
    const one = record({ excText: 'E', stackInfo: 'S' });
    expect(new Formatter('%(exc_text)s|%(stack_info)s').formatMessage(one)).toBe('E|S');
  });

  it('refuses unknown styles and ways to sanitize', () => {
    expect(() => new Formatter('x', { style: '*' as '%' })).toThrow('Style must be one of: %,{,$');
    expect(() => new Formatter('x', { style: 'toString' as '%' })).toThrow(ValueError);
    expect(() => new Formatter(null, { sanitize: 'all' as 'off' })).toThrow('Sanitize must be one of');
  });

  it('reads default formats and converter when it formats', () => {
    class Short extends Formatter {
      override defaultTimeFormat = '%H:%M';
      override defaultMsecFormat = '%s.%03d';
      override converter = 'utc';
    }
    const formatter = new Short('%(asctime)s');
    expect(formatter.format(record())).toBe('22:13.250');
    formatter.defaultMsecFormat = '';
    formatter.converter = 'Asia/Kathmandu';
    expect(formatter.format(record())).toBe('03:58');
    formatter.datefmt = '%d. %B';
    expect(formatter.format(record())).toBe('15. November');
  });

  it('keeps the time as record.asctime only if the format shows it', () => {
    const [shown, hidden] = [record(), record()];
    new Formatter('$asctime', { style: '$', datefmt: 'T' }).format(shown);
    new Formatter('$message', { style: '$' }).format(hidden);
    expect([shown.asctime, hidden.asctime]).toEqual(['T', undefined]);
  });

  it('an overridden formatTime is asked', () => {
    class Mine extends Formatter {
      override formatTime(): string {
        return 'noon';
      }
    }
    expect(new Mine('%(asctime)s %(message)s').format(record())).toBe('noon hi');
  });

  it('an error in the message is an error, though the format leaves the message out', () => {
    expect(() => new Formatter('%(name)s').format(record({ msg: '%d', args: ['x'] }))).toThrow(TypeError);
  });

  it('makes dates once a second', () => {
    const { Date: RealDate } = globalThis;
    let made = 0;
    globalThis.Date = class extends RealDate {
      constructor(...args: []) {
        super(...args);
        made++;
      }
    } as DateConstructor;
    try {
      const formatter = new Formatter('%(asctime)s %(message)s');
      const records = Array.from({ length: 100 }, (_, i) =>
        record({ created: 1_700_000_000 + i / 100, msecs: i * 10 }),
      );
      made = 0;
      formatter.format(records[0]!);
      const once = made;
      expect(once).toBeGreaterThan(0);
      for (const one of records) formatter.format(one);
      expect(made).toBe(once);
      formatter.format(record({ created: 1_700_000_001 }));
      expect(made).toBe(2 * once);
    } finally {
      globalThis.Date = RealDate;
    }
  });

  it('a bad zone spoils no later time', () => {
    const formatter = new Formatter('%(asctime)s', { datefmt: '%H' });
    formatter.converter = 'utc';
    expect(formatter.format(record())).toBe('22');
    formatter.converter = 'Mars/Olympus';
    formatter.datefmt = '%M';
    expect(() => formatter.format(record())).toThrow(RangeError);
    formatter.converter = 'utc';
    expect(formatter.format(record())).toBe('13');
  });

  it('writes milliseconds as the default format says, however few or odd', () => {
    const formatter = new Formatter('%(asctime)s');
    const text = (msecs: number): string => formatter.format(record({ msecs })).slice(-4);
    expect([0, 7, 42.9, 999].map(text)).toEqual([',000', ',007', ',042', ',999']);
    expect(text(1234)).toBe('1234');
    expect(() => text(Number.NaN)).toThrow();
  });

  describe('sanitize', () => {
    const hostile = { msg: 'a\x1b[2J\nb', name: 'n\r', extra: { f: '\x9b' }, excText: 'E\x07\nF' };
    const format = '\x1b[1m%(message)s\x1b[0m %(name)s %(f)s';

    it('control makes the text of fields and errors visible, and leaves the format alone', () => {
      expect(new Formatter(format).format(record(hostile))).toBe(
        '\x1b[1ma\\x1b[2J\nb\x1b[0m n\\x0d \\x9b\nE\\x07\nF',
      );
    });

    it('lines makes every record one line', () => {
      expect(new Formatter(format, { sanitize: 'lines' }).format(record(hostile))).toBe(
        '\x1b[1ma\\x1b[2J\\nb\x1b[0m n\\x0d \\x9b\\nE\\x07\\nF',
      );
    });

    it('off writes what is there', () => {
      expect(new Formatter(format, { sanitize: 'off' }).format(record(hostile))).toBe(
        '\x1b[1ma\x1b[2J\nb\x1b[0m n\r \x9b\nE\x07\nF',
      );
    });

    it.each([
      ['{', '{message!r:>12}|{name}'],
      ['$', '$message|$name'],
    ] as const)('style %s too', (style, fmt) => {
      expect(new Formatter(fmt, { style }).format(record({ ...hostile, excText: null }))).not.toMatch(
        /[\x1b\r]/,
      );
    });
  });

  describe('caller information', () => {
    afterEach(() => {
      state.callerWanted = false;
    });

    it.each(['pathname', 'filename', 'module', 'lineno', 'funcName'])(
      'is wanted once a format names %s',
      (name) => {
        state.callerWanted = false;
        new Formatter('%(message)s');
        expect(state.callerWanted).toBe(false);
        new Formatter(`$${name}`, { style: '$' });
        expect(state.callerWanted).toBe(true);
      },
    );
  });
});
