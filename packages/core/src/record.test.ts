import { describe, expect, it } from 'vitest';
import { freshCore } from './fresh.testing.js';
import { Formatter, getLogRecordFactory, INFO, LogRecord, makeLogRecord, settings } from './index.js';

const make = (msg: unknown, ...args: unknown[]): LogRecord =>
  new LogRecord('a.b', INFO, '/srv/my.app/cart.test.ts', 7, msg, args, null);

describe('a record', () => {
  it('has the attributes of Python, from its path too', () => {
    expect(make('x')).toMatchObject({
      filename: 'cart.test.ts',
      module: 'cart.test',
      lineno: 7,
      levelname: 'INFO',
    });
  });

  it('takes a lone mapping for itself, unless it is empty', () => {
    expect(make('%(a)s', { a: 1 }).args).toEqual({ a: 1 });
    expect(make('%(a)s', { a: 1 }).getMessage()).toBe('1');
    expect(make('%s', {}).args).toEqual([{}]);
  });

  it('prints plain objects and arrays as message, where String() says nothing', () => {
    expect(make({ a: 1 }).getMessage()).toBe('{ a: 1 }');
    expect(make([1, 'x']).getMessage()).toBe("[1, 'x']");
    expect(make({ toString: () => 'own' }).getMessage()).toBe('own');
  });

  it('does not know its process and thread where the settings say so', () => {
    settings.logProcesses = false;
    settings.logThreads = false;
    const record = makeLogRecord({});
    settings.logProcesses = true;
    settings.logThreads = true;
    expect(record).toMatchObject({ process: null, processName: null, thread: null, threadName: null });
  });

  it('prints as in Python', () => {
    expect(String(new LogRecord('a', INFO, 'file', 3, 'msg', [], null))).toBe(
      '<LogRecord: a, 20, file, 3, "msg">',
    );
  });
});

describe('makeLogRecord', () => {
  it('copies a record', () => {
    const record = make('%d left', 3);
    record.extra['item'] = 'tea';
    const copy = makeLogRecord({ ...record });
    expect(copy).toMatchObject({ name: 'a.b', lineno: 7, extra: { item: 'tea' } });
    expect(copy.getMessage()).toBe('3 left');
    copy.extra['item'] = 'cup';
    expect(record.extra['item']).toBe('tea');
  });

  it('takes the wire form back without loss of what is printed', () => {
    const record = make('%d left', 3);
    record.extra = { item: 'tea', at: new Date(0) };
    record.excInfo = new TypeError('no', { cause: new RangeError('why') });
    const back = makeLogRecord(JSON.parse(JSON.stringify(record)));
    const formatter = new Formatter('%(name)s %(levelname)s %(pathname)s:%(lineno)d %(msg)s %(message)s');
    expect(formatter.format(back)).toBe(formatter.format(record));
    expect(back.extra).toEqual({ item: 'tea', at: '1970-01-01T00:00:00.000Z' });
    expect(JSON.parse(JSON.stringify(back))).toEqual({
      ...JSON.parse(JSON.stringify(record)),
      excText: back.excText,
    });
  });

  it("takes Python's dictionary: its names, and unknown keys as fields", () => {
    const record = makeLogRecord({
      name: 'py',
      msg: 'x',
      args: null,
      exc_text: 'Traceback',
      stack_info: null,
      user: 'ann',
    });
    expect(record).toMatchObject({
      name: 'py',
      args: [],
      excText: 'Traceback',
      stackInfo: null,
      extra: { user: 'ann' },
    });
  });

  it('keeps hostile keys as ordinary fields', () => {
    const record = makeLogRecord(
      JSON.parse('{"__proto__": {"x": 1}, "constructor": 2, "extra": {"__proto__": 3}}'),
    );
    expect(Object.keys(record.extra).sort()).toEqual(['__proto__', 'constructor']);
    expect(({} as { x?: unknown }).x).toBeUndefined();
    expect(record).toBeInstanceOf(LogRecord);
  });
});

describe('the record factory', () => {
  it('can be chained', async () => {
    const core = await freshCore();
    const before = core.getLogRecordFactory();
    core.setLogRecordFactory((...args) => {
      const record = before(...args);
      record.extra['release'] = '1.4';
      return record;
    });
    expect(core.makeLogRecord({ msg: 'x' }).extra).toEqual({ release: '1.4' });
  });

  it('can be a subclass', async () => {
    const core = await freshCore();
    class Shouting extends core.LogRecord {
      override getMessage(): string {
        return super.getMessage().toUpperCase();
      }
    }
    core.setLogRecordFactory(Shouting);
    expect(core.getLogRecordFactory()('a', 20, '', 0, 'hey', [], null)).toBeInstanceOf(Shouting);
    expect(core.makeLogRecord({ msg: 'hey' }).getMessage()).toBe('HEY');
  });

  it('is one function until it is set', () => expect(getLogRecordFactory()).toBe(getLogRecordFactory()));
});

describe("a dictionary from Python that has a field named as a part of Loggia's wire form", () => {
  it('keeps it as a field', () => {
    const record = makeLogRecord({
      name: 'py',
      msg: 'x',
      args: null,
      exc_info: null,
      error: 'E1',
      extra: [1],
    });
    expect(record.extra).toEqual({ error: 'E1', extra: [1] });
    expect(record.excInfo).toBeNull();
  });

  it('makes its text from msg and args, whatever it says of its message', () => {
    expect(makeLogRecord({ msg: '%d left', args: [3], message: 'other' }).getMessage()).toBe('3 left');
  });
});
