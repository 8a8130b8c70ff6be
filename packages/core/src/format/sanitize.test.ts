import { describe, expect, it } from 'vitest';
import { makeLogRecord } from '../record-factory.js';
import { Formatter } from './formatter.js';
import { JSONFormatter } from './json.js';
import { CLEANERS, cleanControl, remembering, type Sanitize } from './sanitize.js';

const clean = (mode: Sanitize, text: string): string => CLEANERS[mode](text);

describe('sanitize', () => {
  it('control writes ANSI escapes and other controls visibly', () => {
    expect(clean('control', '\x1b[31mred\x1b[0m \x9b2J \x07 \x00 \x7f')).toBe(
      '\\x1b[31mred\\x1b[0m \\x9b2J \\x07 \\x00 \\x7f',
    );
  });

  it('control leaves newline and tab, and takes carriage return and NEL', () => {
    expect(clean('control', 'a\n\tb\rc\x85d\u2028e')).toBe('a\n\tb\\x0dc\\x85d\u2028e');
  });

  it('lines leaves no line end of any kind', () => {
    expect(clean('lines', 'a\nb\r\nc\u2028d\u2029e\x85f\vg\fh\ti')).toBe(
      'a\\nb\\x0d\\nc\\u2028d\\u2029e\\x85f\\x0bg\\x0ch\ti',
    );
  });

  it('off changes nothing', () => {
    expect(clean('off', '\x1b\n\r')).toBe('\x1b\n\r');
  });

  it('text of other scripts is no control character', () => {
    for (const mode of ['control', 'lines'] as const)
      expect(clean(mode, 'naïve рус 😀\xa0')).toBe('naïve рус 😀\xa0');
  });

  it('every code unit is escaped or kept as its class says', () => {
    const all = Array.from({ length: 0x10000 }, (_, code) => String.fromCharCode(code));
    const escaped = (mode: Sanitize): string => all.filter((one) => clean(mode, one) !== one).join('');
    const controls = all.filter((one) => one < ' ' || (one >= '\x7f' && one < '\xa0')).join('');
    expect(escaped('control')).toBe(controls.replace(/[\n\t]/g, ''));
    expect(escaped('lines')).toBe(`${controls.replace('\t', '')}\u2028\u2029`);
  });
});

describe('remembering', () => {
  it('cleans as the cleaner does, whatever came before', () => {
    const clean = remembering(cleanControl);
    for (const text of ['a', 'a', 'a\x1b', 'a\x1b', 'a', 'b', 'a', ''])
      expect(clean(text)).toBe(cleanControl(text));
  });

  it('goes on cleaning where no text comes twice', () => {
    const clean = remembering(cleanControl);
    for (let i = 0; i < 50; i++)
      for (const text of [`a${i}`, `a${i}\x1b`]) expect(clean(text)).toBe(cleanControl(text));
  });
});

describe('a message', () => {
  // What is known of its parts must never hide what is in them.
  it.each<[format: string, args: unknown[], text: string]>([
    ['user %s', ['\x1b[2J'], 'user \\x1b[2J'],
    ['user %c', [27], 'user \\x1b'],
    ['user %r', ['\x1b'], "user '\\x1b'"],
    ['\x1b user %d', [1], '\\x1b user 1'],
    ['user %d', [1], 'user 1'],
    ['user %s %s', ['a', '\x07'], 'user a \\x07'],
    ['user %s', [{ toString: () => '\x07' }], 'user \\x07'],
    ['user %s', ['"\\'], 'user "\\'],
  ])('%j with %j is cleaned, whatever it is made of', (msg, args, text) => {
    const record = makeLogRecord({ msg, args });
    // Another message is made in between, as by a second handler.
    const formatter = new Formatter('%(message)s');
    expect(formatter.format(makeLogRecord({ msg: 'user %d', args: [7] }))).toBe('user 7');
    expect(formatter.format(record)).toBe(text);
    expect(formatter.format(record)).toBe(text);
    expect(JSON.parse(new JSONFormatter().format(record)).message).toBe(record.getMessage());
  });
});
