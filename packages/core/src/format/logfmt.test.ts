import { describe, expect, it } from 'vitest';
import { makeLogRecord } from '../record-factory.js';
import { LogfmtFormatter } from './logfmt.js';

const format = (attributes: Record<string, unknown>, extra: Record<string, unknown> = {}): string => {
  const record = makeLogRecord({
    name: 'shop',
    levelname: 'INFO',
    created: 1_700_000_000.5,
    ...attributes,
    extra,
  });
  return new LogfmtFormatter().format(record);
};
const fields = (extra: Record<string, unknown>): string =>
  format({ msg: 'm' }, extra).replace(/^.* msg=m ?/, '');

describe('LogfmtFormatter', () => {
  it('writes a record that was made from any data', () => {
    const formatter = new LogfmtFormatter();
    expect(formatter.format(makeLogRecord({ msg: 'hi' }))).toContain('hi');
    for (const wrong of [null, 5, {}, 'x', Number.NaN, 1e300]) {
      for (const key of ['name', 'levelname', 'created', 'excText', 'stackInfo', 'args']) {
        expect(formatter.format(makeLogRecord({ name: 'shop', msg: 'hi', [key]: wrong }))).toContain('hi');
      }
    }
  });

  it('writes time, level, logger, message and fields', () => {
    expect(format({ msg: 'cart opened' }, { items: 3, ok: true, none: null })).toBe(
      'time=2023-11-14T22:13:20.500Z level=info logger=shop msg="cart opened" items=3 ok=true none=null',
    );
  });

  it.each([
    ['plain', 'plain'],
    ['', '""'],
    ['a b', '"a b"'],
    ['a=b', '"a=b"'],
    ['say "x"', '"say \\"x\\""'],
    ['C:\\dir', 'C:\\dir'],
    ['naïve😀', 'naïve😀'],
    ['two\nlines', '"two\\nlines"'],
    ['\x1b[0m', '"\\u001b[0m"'],
    ['\x85\u2028', '"\\u0085\\u2028"'],
    ['\xa0', '"\xa0"'],
  ])('writes the value %j as %s', (value, text) => {
    expect(fields({ key: value })).toBe(`key=${text}`);
  });

  it('escapes half a character in the message', () => {
    expect(format({ msg: '\ud800' })).toMatch(/ msg="\\ud800"$/);
  });

  it('writes nested values as JSON', () => {
    expect(fields({ at: { x: 1, y: 'a' }, list: [1] })).toBe('at="{\\"x\\":1,\\"y\\":\\"a\\"}" list=[1]');
  });

  it('makes names that can be read back', () => {
    expect(fields({ 'a b': 1, 'c="d"': 2, '': 3 })).toBe('a_b=1 c__d_=2 _=3');
  });

  it('writes an error in the same line, after the fields', () => {
    const excInfo = Object.assign(new TypeError('boom'), { stack: 'TypeError: boom\n    at f (a.js:1:2)' });
    expect(format({ msg: 'm', excInfo }, { a: 1 })).toMatch(
      / msg=m a=1 error="TypeError: boom\\n {4}at f \(a\.js:1:2\)"$/,
    );
    expect(format({ msg: 'm', excText: 'E' })).toMatch(/ error=E$/);
  });
});
