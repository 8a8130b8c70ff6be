import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseLiteral } from './literal.js';

const NAMES: Readonly<Record<string, unknown>> = { ERROR: 40, 'sys.stdout': 'the stream' };

function read(text: string): unknown {
  return parseLiteral(text, (name) => {
    if (!Object.hasOwn(NAMES, name)) throw new Error(`name '${name}' is not defined`);
    return NAMES[name];
  });
}

describe('a Python literal', () => {
  it.each<[string, unknown]>([
    ["'a'", 'a'],
    ['"it\'s"', "it's"],
    ["'''a\n'b''''", undefined],
    ["'''a\n'b'''", "a\n'b"],
    ['"""a"b"""', 'a"b'],
    [String.raw`'\a\b\f\n\r\t\v\\\'\"'`, '\x07\b\f\n\r\t\v\\\'"'],
    [String.raw`'\x41\u00e9\U0001F600\101\0'`, 'Aé😀A\0'],
    [String.raw`'\q\8'`, '\\q\\8'],
    ["'a\\\nb'", 'ab'],
    [String.raw`r'C:\new\'s'`, String.raw`C:\new\'s`],
    ["u'a' R'b'", 'ab'],
    ["('a'\n 'b' # and\n 'c')", 'abc'],
    [String.raw`b'a\xff\u00e9\400'`, Uint8Array.of(97, 255, ...Buffer.from('\\u00e9'), 0)],
    [String.raw`bR'\n' b''`, Uint8Array.of(92, 110)],
  ])('reads the string %j', (text, value) => {
    if (value === undefined) expect(() => read(text)).toThrow(SyntaxError);
    else expect(read(text)).toEqual(value);
  });

  it.each<[string, unknown]>([
    ['0', 0],
    ['00', 0],
    ['1_000', 1000],
    ['0xFF', 255],
    ['0o17', 15],
    ['0b1_01', 5],
    ['-5', -5],
    ['- -5', 5],
    ['+1.5', 1.5],
    ['1.', 1],
    ['.5e-3', 0.0005],
    ['1e3', 1000],
    ['9007199254740993', 9007199254740993n],
    ['-9007199254740993', -9007199254740993n],
    ['(True, False, None)', [true, false, null]],
  ])('reads %s', (text, value) => {
    expect(read(text)).toEqual(value);
  });

  it.each<[string, unknown]>([
    ['()', []],
    ['( )', []],
    ['(1)', 1],
    ['(1,)', [1]],
    ['1, 2', [1, 2]],
    ['1,', [1]],
    ['1, # one', [1]],
    ["\n('a',\n\t['b', ()], # c\n)\n", ['a', ['b', []]]],
    ["{'a': 1, 'constructor': {}, }", { a: 1, constructor: {} }],
    ["(('localhost', 514), ERROR, sys.stdout)", [['localhost', 514], 40, 'the stream']],
    ['[1,\\\n2]', [1, 2]],
  ])('reads %j', (text, value) => {
    expect(read(text)).toEqual(value);
  });

  it.each([
    ['', 'a value must stand here; found the end at character 1'],
    ['(1, 2', "'(' was never closed; found the end at character 6"],
    ['[1', "'[' was never closed"],
    ["{'a': 1", "'{' was never closed"],
    ['(1 2)', "a comma or ')' must stand here (operators are not evaluated); found '2)' at character 4"],
    ['1024 * 1024', "operators are not evaluated); found '* 1024'"],
    ["open('x')", "'open' would be called, and nothing is ever called"],
    ["'a'.upper()", 'nothing may follow the value'],
    ["f'{x}'", 'a formatted string, which is code cannot be used here; found "f\'{x}\'" at character 1'],
    ["ur'a'", "the prefix 'ur'"],
    ["'a", 'a string that does not end'],
    ["'a\nb'", 'a string that does not end'],
    ["b'é'", 'bytes with a character outside of ASCII'],
    ["b'a' 'b'", 'bytes and strings do not mix'],
    [String.raw`'\x4'`, 'is cut short'],
    [String.raw`'\U00110000'`, 'no character'],
    [String.raw`'\N{DASH}'`, 'a character by its name'],
    ['012', 'must not begin with zeros'],
    ['1j', 'this is no number that can be used here'],
    ['1_', 'this is no number'],
    ['1.2.3', 'this is no number'],
    ["-'a'", 'a number must follow the sign'],
    ["{'__proto__': {'x': 1}}", 'this cannot be a key'],
    ["{1: 'a'}", 'the keys of a dict must be strings'],
    ["{'a'}", 'a colon must follow'],
    ["{**{'a': 1}}", 'a value must stand here'],
    ['[x for x in y]', "name 'x' is not defined"],
    ['lambda: 1', "name 'lambda' is not defined"],
    ['sys.__class__', "name 'sys.__class__' is not defined"],
  ])('refuses %j', (text, message) => {
    expect(() => read(text)).toThrow(message);
  });

  it.each([
    ['brackets', '('.repeat(101), 'nested more than 100 deep'],
    ['digits', '1'.repeat(4301), 'more than 4300 digits'],
    ['characters', `'${'a'.repeat(65_536)}'`, 'more than 65536 characters'],
  ])('refuses too many %s', (_, text, message) => {
    expect(() => read(text)).toThrow(message);
  });

  it.each(["'", '(1,', '9_', '1.', ' ', '"""a', '\\', 'a.'])(
    'comes to an end of 65,000 characters of %j',
    (piece) => {
      try {
        read(piece.repeat(65_000 / piece.length));
      } catch (error) {
        expect(error).toBeInstanceOf(Error);
      }
    },
  );

  it('never fails in any other way, and never touches a prototype', () => {
    const token = fc.constantFrom(
      ...'()[]{},:\'"\\\n #-.'.split(''),
      'r',
      'b',
      '1',
      '__proto__',
      "'a'",
      'ERROR',
      'True',
    );
    fc.assert(
      fc.property(fc.array(token, { maxLength: 30 }), (tokens) => {
        try {
          read(tokens.join(''));
        } catch (error) {
          expect(String(error)).toMatch(/^SyntaxError: |^Error: name '/);
        }
        expect(Object.keys(Object.prototype)).toEqual([]);
      }),
      { numRuns: 3000 },
    );
  });
});
