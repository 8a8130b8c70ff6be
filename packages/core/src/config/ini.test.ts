import { describe, expect, it } from 'vitest';
import { Ini } from './ini.js';

function get(text: string, option: string, defaults = {}): string | undefined {
  return new Ini(text, 'x.ini', defaults).section('s')?.get(option);
}

function failure(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    return `${String(error)} (at ${JSON.stringify((error as { path?: string }).path)})`;
  }
  return 'no error';
}

describe('an INI file in the dialect of Python', () => {
  it.each([
    ['a=1', 'a', '1'],
    ['a : 1 = 2', 'a', '1 = 2'],
    ['A B = 1', 'a b', '1'],
    ['a=1 ; no comment # neither', 'a', '1 ; no comment # neither'],
    ['a=1\n  2\n# comment\n\t3\n\n', 'a', '1\n2\n3'],
    ['a=1\n\n  2', 'a', '1\n\n2'],
    ['a=\n  1\n  b=2', 'a', '\n1\nb=2'],
    ['  a=1\n  b=2\n c=3', 'b', '2'],
    ['a=1\r\n b\rb=2', 'a', '1\nb'],
    ['a=', 'a', ''],
    ['constructor=1', 'constructor', '1'],
    ['a=1', 'toString', undefined],
    ['[t]\na=1', 'a', undefined],
  ])('reads %j', (text, option, value) => {
    expect(get(`[s]\n${text}`, option)).toBe(value);
  });

  it('skips a byte order mark', () => {
    expect(get('\ufeff[s]\na=1', 'a')).toBe('1');
  });

  it('refers to other values of the section, of DEFAULT and to defaults that were passed, each over the next', () => {
    const text = '[DEFAULT]\nb=file\nc=%(A)s/c\n[s]\na=1\nd=%(a)s %(b)s %(c)s %(e)s 100%%';
    expect(get(text, 'd', { A: 'passed', B: 'passed', e: 5 })).toBe('1 file 1/c 5 100%');
    expect(get('[DEFAULT]\na=1\n[DEFAULT]\nb=2\n[s]', 'b')).toBe('2');
  });

  it('shows a value as it is written on request, and what no other value has referred to', () => {
    const section = new Ini('[s]\na=%(B)s%%\nb=1\nc=2', 'x.ini').section('s')!;
    expect([section.raw('a'), section.ownNames]).toEqual(['%(B)s%%', ['a', 'b', 'c']]);
    expect([section.get('a'), section.ownNames]).toEqual(['1%', ['a', 'c']]);
  });

  it.each([
    [
      'a=1',
      "RuntimeError: x.ini is invalid: File contains no section headers.\nfile: 'x.ini', line: 1\n'a=1' (at \"\")",
    ],
    [
      '[s]\nwords\n=1\nb=2',
      "RuntimeError: x.ini is invalid: Source contains parsing errors: 'x.ini'\n\t[line  2]: 'words\\n'\n\t[line  3]: '=1\\n' (at \"\")",
    ],
    [
      '[s]\n[s]',
      "DuplicateSectionError: While reading from 'x.ini' [line  2]: section 's' already exists (at \"s\")",
    ],
    [
      '[s]\na=1\nA:2',
      "DuplicateOptionError: While reading from 'x.ini' [line  3]: option 'a' in section 's' already exists (at \"s.a\")",
    ],
    [
      '[s]\na=%(nope)s',
      "InterpolationMissingOptionError: Bad value substitution: option 'a' in section 's' contains an interpolation key 'nope' which is not a valid option name. Raw value: '%(nope)s' (at \"s.a\")",
    ],
    [
      '[s]\na=x %(b)s\nb=%(a)s',
      "InterpolationDepthError: Recursion limit exceeded in value substitution: option 'a' in section 's' contains an interpolation key which cannot be substituted in 10 steps. Raw value: 'x %(b)s' (at \"s.a\")",
    ],
    ['[s]\na=5%', "InterpolationSyntaxError: '%' must be followed by '%' or '(', found: '%' (at \"s.a\")"],
    ['[s]\na=x %(b y', 'InterpolationSyntaxError: bad interpolation variable reference \'%(b y\' (at "s.a")'],
  ])('says what Python says of %j', (text, message) => {
    expect(failure(() => get(text, 'a'))).toBe(message);
  });

  it('bounds what values that refer to each other can cost', () => {
    const lines = [...'abcdefgh'].map((name, i) => `${name}=${`%(${'bcdefghi'[i]})s`.repeat(1000)}`);
    expect(failure(() => get(`[s]\n${lines.join('\n')}\ni=`, 'a'))).toContain('more than 1048576 characters');
  });
});
