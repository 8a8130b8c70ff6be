import { makeLogRecord } from '@loggia/core';
import { describe, expect, it } from 'vitest';
import { sentBatch, sentRecord } from './ingest.testing.js';
import { makeRules, type RecordRules } from './rules.js';
import { tidy } from './tidy.js';
import { type Batch, parseBatch } from './validate.js';
import { byteLength } from './validate-record.js';

const RULES = makeRules({});
const parse = (batch: unknown, rules: RecordRules = {}): Batch =>
  parseBatch(JSON.stringify(batch), 1_000, makeRules(rules));
const reasonFor = (more: object): string | undefined =>
  parse(sentBatch([], { records: [sentRecord(7, more)] })).rejected[0]?.reason;

function nested(levels: number): unknown {
  let value: unknown = {};
  for (let i = 1; i < levels; i++) value = { inner: value };
  return value;
}

describe('a batch', () => {
  it('is read whole, its records in the order of their numbers', () => {
    const batch = parse(sentBatch([4, 2, 3], { dropped: [{ from: 0, to: 1, reason: 'full', levelno: 10 }] }));
    expect(batch.records.map(({ seq }) => seq)).toEqual([2, 3, 4]);
    expect(batch).toMatchObject({
      session: 's1',
      sentAt: 1_700_000_001,
      resource: { service: 'shop' },
      dropped: [{ from: 0, to: 1 }],
      rejected: [],
    });
  });

  it.each<[string, unknown, RegExp]>([
    ['an array', [], /must be a JSON object/],
    ['null', null, /must be a JSON object/],
    ['another version', sentBatch([], { v: 2 }), /v must be 1/],
    ['no session', sentBatch([], { session: undefined }), /session/],
    ['a session with a line end', sentBatch([], { session: 'a\nb' }), /session/],
    ['a session of 129 characters', sentBatch([], { session: 'x'.repeat(129) }), /session/],
    ['records that are no array', sentBatch([], { records: {} }), /records must be an array/],
    ['an emitted of text', sentBatch([], { emitted: '1' }), /emitted/],
    ['a sentAt of text', sentBatch([], { sentAt: 'now' }), /sentAt/],
    ['a resource that is no object', sentBatch([], { resource: [] }), /resource/],
    ['a resource that is too deep', sentBatch([], { resource: nested(17) }), /resource/],
    ['drops that are no array', sentBatch([], { dropped: {} }), /dropped must be/],
    ['a drop that ends before it begins', sentBatch([], { dropped: [{ from: 2, to: 1 }] }), /dropped\[0\]/],
    ['a drop that is null', sentBatch([], { dropped: [null] }), /dropped\[0\]/],
  ])('is refused if it is or has %s', (_, batch, message) => {
    expect(() => parse(batch)).toThrow(message);
  });

  it('is refused with 413 if it has too many records, so that the client halves it', () => {
    const tooMany = (): unknown => parseBatch(JSON.stringify(sentBatch([0, 1, 2])), 2, RULES);
    expect(tooMany).toThrow(expect.objectContaining({ status: 413 }));
  });

  it('loses a bad record only, and says which and why', () => {
    const records = [sentRecord(0), sentRecord(1, { levelno: 'x' }), null, sentRecord(-1), sentRecord(2)];
    const batch = parse(sentBatch([], { records }));
    expect(batch.records.map(({ seq }) => seq)).toEqual([0, 2]);
    expect(batch.rejected).toEqual([
      { seq: 1, reason: 'levelno must be an integer', why: 'schema' },
      { seq: null, reason: 'a record must be an object', why: 'schema' },
      { seq: null, reason: 'seq must be an integer from 0', why: 'schema' },
    ]);
  });
});

describe('a record', () => {
  it.each<[string, object, RegExp]>([
    ['a name of another type', { name: 1 }, /^name must be a string/],
    ['a line end in its name', { name: 'a\nFAKE' }, /^name must be .* control character/],
    ['an escape in its level name', { levelname: '\x1b[2J' }, /^levelname must be/],
    ['a C1 control in its thread name', { threadName: '\x9b' }, /^threadName must be/],
    ['a name that is too long', { name: 'x'.repeat(257) }, /^name must be/],
    ['a level with a fraction', { levelno: 1.5 }, /^levelno must be an integer/],
    ['a level beyond counting', { levelno: 2 ** 60 }, /^levelno must be an integer/],
    ['a message that is no text', { message: {} }, /^message must be a string/],
    ['a time that is text', { created: '1' }, /^created must be a time/],
    ['a time that no clock shows', { created: 1e300 }, /^created must be a time/],
    ['no message', { message: undefined }, /^message is missing/],
    ['no time', { created: null }, /^created is missing/],
    ['a line number of text', { lineno: '1' }, /^lineno must be/],
    ['extra that is a list', { extra: [] }, /^extra must be an object/],
    ['extra that is too deep', { extra: nested(17) }, /^extra is nested/],
    ['an unknown key that is too deep', { news: nested(16) }, /^extra is nested/],
    ['an error that is text', { error: 'x' }, /^error must be an object/],
    ['an error with a stack of numbers', { error: { stack: 1 } }, /^error\.stack must be/],
    ['a cause that is no error', { error: { cause: 'x' } }, /^error\.cause must be/],
    ['errors that are no list', { error: { errors: {} } }, /^error\.errors must be/],
    ['more than 64 KiB', { message: 'ü'.repeat(33_000) }, /64 KiB/],
    ['more than 64 KiB in an unknown key', { news: 'x'.repeat(66_000) }, /64 KiB/],
  ])('is rejected if it has %s', (_, more, reason) => {
    expect(reasonFor(more)).toMatch(reason);
  });

  it.each(['__proto__', 'constructor', 'prototype'])('is rejected if it has a key %s of its own', (key) => {
    const text = JSON.stringify(sentBatch([7])).replace('"seq":7', `"seq":7,"${key}":{"polluted":1}`);
    expect(parseBatch(text, 10, RULES).rejected).toEqual([
      { seq: 7, reason: `the key ${key} is not allowed`, why: 'forbiddenKey' },
    ]);
  });

  it('may be as large and as deep as a client may send it', () => {
    const empty = byteLength(JSON.stringify(sentRecord(7, { message: '' })));
    expect(reasonFor({ message: 'x'.repeat(65_536 - empty) })).toBeUndefined();
    expect(reasonFor({ extra: nested(16) })).toBeUndefined();
  });

  it('may have null wherever a key may be absent', () => {
    const nothing = { msg: null, extra: null, error: null, process: null, error2: null };
    expect(parse(sentBatch([], { records: [sentRecord(1, nothing)] })).records[0]?.wire).toEqual({
      name: 'shop',
      levelno: 20,
      levelname: 'INFO',
      message: 'record 1',
      created: 1_700_000_000.25,
    });
  });

  it('keeps what a newer client adds as fields, below those that were sent as fields', () => {
    const more = { news: 1, args: ['%s'], extra: { news: 2, own: 3 } };
    const record = makeLogRecord({
      ...parse(sentBatch([], { records: [sentRecord(1, more)] })).records[0]!.wire,
    });
    expect(record.extra).toEqual({ news: 2, args: ['%s'], own: 3 });
    expect(record.args).toEqual([]);
  });

  it('is rejected if a field of it, however deep, is named __proto__', () => {
    const fields = '"extra":{"a":[{"__proto__":{"bad":1}}]}';
    const text = JSON.stringify(sentBatch([7])).replace('"seq":7', `"seq":7,${fields}`);
    expect(parseBatch(text, 10, RULES).rejected).toMatchObject([{ seq: 7, why: 'forbiddenKey' }]);
    const batch = JSON.stringify(sentBatch([7])).replace('"service"', '"__proto__":{"bad":1},"service"');
    expect(() => parseBatch(batch, 10, RULES)).toThrow('resource: the key __proto__ is not allowed');
  });

  it('keeps of an error what describes it, down the chain', () => {
    const error = {
      type: 'A',
      message: 'a',
      stack: 's',
      junk: 1,
      cause: { type: 'B' },
      errors: [{ message: 'c' }],
    };
    expect(parse(sentBatch([], { records: [sentRecord(1, { error })] })).records[0]?.wire.error).toEqual({
      type: 'A',
      message: 'a',
      stack: 's',
      cause: { type: 'B', message: '', stack: '' },
      errors: [{ type: 'Error', message: 'c', stack: '' }],
    });
  });
});

describe('byteLength', () => {
  it.each(['', 'abc', 'ü', '€', '😀', 'a😀b', '\u0800', '\uffff'])('counts the bytes of %j', (text) => {
    expect(byteLength(text)).toBe(new TextEncoder().encode(text).length);
  });
});

describe('tidy', () => {
  it('does not walk below the level that it asks about', () => {
    let deep: unknown = 0;
    for (let i = 0; i < 100_000; i++) deep = [deep];
    expect(() => tidy(deep, 'it', String)).toThrow('it is nested more than 16 deep');
  });
});

describe('what a stranger says', () => {
  const wireOf = (more: object, rules: RecordRules = {}): object | undefined =>
    parse(sentBatch([], { records: [sentRecord(1, more)] }), rules).records[0]?.wire;
  const ESCAPE = '\x1b[2J\x9b\0';

  it('cannot command a terminal nor forge a line: control characters are written visibly', () => {
    const error = { type: 'A\n', message: 'b\nc', stack: 'A: b\n  at\x1b', cause: { message: '\r' } };
    const extra = { user: 'x\ny', deep: [{ 'k\n': ESCAPE }] };
    expect(
      wireOf({ message: `a\n2026 ${ESCAPE}`, msg: '\r', excText: 'E\n  at\x07', error, extra }),
    ).toMatchObject({
      message: 'a\\n2026 \\x1b[2J\\x9b\\x00',
      msg: '\\x0d',
      excText: 'E\n  at\\x07',
      error: { type: 'A\\n', message: 'b\\nc', stack: 'A: b\n  at\\x1b', cause: { message: '\\x0d' } },
      extra: { user: 'x\\ny', deep: [{ 'k\\n': '\\x1b[2J\\x9b\\x00' }] },
    });
    const { resource } = parse(sentBatch([], { resource: { 'a\n': 'b\n' } }));
    expect(resource).toEqual({ 'a\\n': 'b\\n' });
  });

  it('keeps its line ends, or all characters, if that is asked for', () => {
    expect(wireOf({ message: 'a\n\x1b' }, { sanitize: 'control' })).toMatchObject({ message: 'a\n\\x1b' });
    expect(wireOf({ message: 'a\n\x1b', stackInfo: '\x1b' }, { sanitize: 'off' })).toMatchObject({
      message: 'a\n\x1b',
      stackInfo: '\x1b',
    });
  });

  it('has a level from 0 to CRITICAL, or what is allowed', () => {
    const loud = { levelno: 1_000, levelname: 'AUDIT' };
    expect(wireOf(loud)).toMatchObject({ levelno: 50, levelname: 'CRITICAL' });
    expect(wireOf({ levelno: -5, levelname: 'LOW' })).toMatchObject({ levelno: 0, levelname: 'NOTSET' });
    expect(wireOf({ levelno: 35, levelname: 'NOTICE' })).toMatchObject({ levelno: 35, levelname: 'NOTICE' });
    expect(wireOf(loud, { maxLevel: 2_000 })).toMatchObject(loud);
    expect(wireOf(loud, { maxLevel: 30 })).toMatchObject({ levelno: 30, levelname: 'WARNING' });
  });

  it('can be put below a logger of its own', () => {
    const rules = { namePrefix: 'browser.' };
    const names = ['shop', 'root', 'browser', 'browser.click', 'browserless'];
    expect(names.map((name) => wireOf({ name }, rules))).toMatchObject([
      { name: 'browser.shop' },
      { name: 'browser.root' },
      { name: 'browser' },
      { name: 'browser.click' },
      { name: 'browser.browserless' },
    ]);
  });

  it.each<[RecordRules, RegExp]>([
    [{ maxLevel: 1.5 }, /^maxLevel must be/],
    [{ sanitize: 'all' as 'off' }, /^sanitize must be/],
    [{ namePrefix: 1 as never }, /^namePrefix must be/],
  ])('is under rules that make sense: %j', (rules, message) => {
    expect(() => makeRules(rules)).toThrow(message);
  });
});
