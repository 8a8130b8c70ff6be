import { describe, expect, it } from 'vitest';
import { KeyError } from '../errors.js';
import type { LogRecord } from '../record.js';
import { braceStyle } from './brace-style.js';
import { dollarStyle } from './dollar-style.js';
import { percentStyle } from './percent-style.js';
import { quote } from './python-text.js';
import type { Style, StyleContext } from './style.js';

const asked: string[] = [];

/** Fields are those of the record; what is cleaned stands in brackets. */
const context: StyleContext = {
  field: (name) => (record) => {
    asked.push(name);
    if (!Object.hasOwn(record, name)) throw new KeyError(quote(name));
    return (record as unknown as Record<string, unknown>)[name];
  },
  cleaner: () => (text) => `[${text}]`,
};

const record = { name: 'a', levelno: 20, message: 'hi', created: 1.5 } as LogRecord;
const write = (style: Style, format: string): string => style.compile(format, context)(record);

describe.each<[string, Style, string, string, string]>([
  [
    '%',
    percentStyle,
    '<%(name)s %(levelno)05d %(message)-4s %(created).2f>',
    '%(name)s %(nope)s',
    '%(name)s %',
  ],
  ['{', braceStyle, '<{name} {levelno:05d} {message:<4} {created:.2f}>', '{name} {nope}', '{name} {'],
  ['$', dollarStyle, '<$name ${levelno} $message $created>', '$name $nope', '$name $'],
])('style %s', (_, style, format, missing, broken) => {
  it('writes the fields of a record, and cleans them but not the format', () => {
    const text = style === dollarStyle ? '<[a] [20] [hi] [1.5]>' : '<[a] [00020] [hi  ] [1.50]>';
    expect(write(style, format)).toBe(text);
    expect(write(style, style.defaultFormat)).toBe('[hi]');
  });

  it('a field that is missing is a KeyError, thrown where it stands', () => {
    asked.length = 0;
    expect(() => write(style, missing)).toThrow(
      expect.objectContaining({ name: 'KeyError', message: "'nope'" }),
    );
    expect(asked).toEqual(['name', 'nope']);
  });

  it('compiles a broken format, and throws what is wrong when it is used', () => {
    const compiled = style.compile(broken, context);
    expect(() => compiled(record)).toThrow(expect.objectContaining({ name: 'ValueError' }));
  });

  it('validates its default format, and knows that it shows no time', () => {
    style.validate(style.defaultFormat);
    expect(style.usesTime(style.defaultFormat)).toBe(false);
    expect(style.usesTime(style.defaultFormat.replace('message', 'asctime'))).toBe(true);
    expect(() => style.validate('no fields')).toThrow(expect.objectContaining({ name: 'ValueError' }));
  });
});

describe('style %', () => {
  it('with a conversion that names no field, Python’s rules for a mapping hold', () => {
    const whole = Object.assign(Object.create({ toString: () => 'the record' }), record) as LogRecord;
    expect(percentStyle.compile('%s %(name)s', context)(whole)).toBe('[the record] [a]');
    expect(() => write(percentStyle, '%s %s')).toThrow('not enough arguments for format string');
    expect(() => write(percentStyle, '%(name)*d')).toThrow('* wants int');
  });
});
