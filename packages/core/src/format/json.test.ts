import { afterEach, describe, expect, it } from 'vitest';
import type { LogRecord } from '../record.js';
import { makeLogRecord } from '../record-factory.js';
import { state } from '../state.js';
import { JSONFormatter } from './json.js';

const record = (extra: Record<string, unknown> = {}, attributes: Record<string, unknown> = {}): LogRecord =>
  Object.assign(
    makeLogRecord({ name: 'shop', levelname: 'INFO', msg: 'hi', created: 1_700_000_000.123, ...attributes }),
    {
      extra,
    },
  );
const parse = (text: string): Record<string, unknown> => JSON.parse(text) as Record<string, unknown>;

describe('JSONFormatter', () => {
  it('writes a record that was made from any data', () => {
    const formatter = new JSONFormatter();
    expect(formatter.format(makeLogRecord({ msg: 'hi' }))).toContain('hi');
    for (const wrong of [null, 5, {}, 'x', Number.NaN, 1e300]) {
      for (const key of ['name', 'levelname', 'created', 'excText', 'stackInfo', 'args']) {
        expect(formatter.format(makeLogRecord({ name: 'shop', msg: 'hi', [key]: wrong }))).toContain('hi');
      }
    }
  });

  it('writes one object in one line, always in the same order', () => {
    expect(new JSONFormatter().format(record({ b: 1, a: [true, null, 'x'] }))).toBe(
      '{"time":"2023-11-14T22:13:20.123Z","level":"INFO","logger":"shop","message":"hi","b":1,"a":[true,null,"x"]}',
    );
  });

  it('renames and omits standard keys, and adds attributes', () => {
    const formatter = new JSONFormatter({
      keys: { time: null, message: 'msg', lineno: 'line', taskName: 'task' },
    });
    expect(formatter.format(record({}, { lineno: 7 }))).toBe(
      '{"level":"INFO","logger":"shop","msg":"hi","line":7}',
    );
  });

  it('writes the fixed fields before those of the record', () => {
    const formatter = new JSONFormatter({ keys: { time: null }, fields: { service: 'shop', at: { x: 1 } } });
    expect(formatter.format(record({ z: 1 }))).toBe(
      '{"level":"INFO","logger":"shop","message":"hi","service":"shop","at":{"x":1},"z":1}',
    );
  });

  it('writes no name twice', () => {
    const formatter = new JSONFormatter({ keys: { time: null }, fields: { service: 's', level: 'f' } });
    const text = formatter.format(record({ level: 1, level_: 2, message: 3, service: 4, __proto__x: 5 }));
    const names = [...text.matchAll(/"(\w+)":/g)].map(([, name]) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(parse(text)).toMatchObject({
      level: 'INFO',
      message: 'hi',
      service: 's',
      message_: 3,
      service_: 4,
    });
  });

  it('writes no name twice though a record has the very fields that are fixed', () => {
    const formatter = new JSONFormatter({ keys: { time: null }, fields: { service: 'shop' } });
    const text = formatter.format(record({ service: 'shop' }));
    expect(text).toContain('"service":"shop","service_":"shop"');
  });

  it('an omitted key is free for the fields', () => {
    const formatter = new JSONFormatter({ keys: { time: null, logger: null } });
    expect(formatter.format(record({ logger: 'mine' }))).toBe(
      '{"level":"INFO","message":"hi","logger":"mine"}',
    );
  });

  it('writes an error with its causes as data', () => {
    const excInfo = new AggregateError([new RangeError('r')], 'all', { cause: new TypeError('t') });
    const { error } = parse(new JSONFormatter().format(record({}, { excInfo, stackInfo: 'S' })));
    expect(error).toMatchObject({
      type: 'AggregateError',
      message: 'all',
      cause: { type: 'TypeError', message: 't' },
      errors: [{ type: 'RangeError', message: 'r' }],
    });
    expect((error as { stack: string }).stack).toContain('at ');
  });

  it('writes the text of an error where that is all there is', () => {
    expect(parse(new JSONFormatter().format(record({}, { excText: 'E' })))['error']).toEqual({ stack: 'E' });
  });

  it('is safe for any value', () => {
    const circle: Record<string, unknown> = {};
    circle['self'] = circle;
    const extra = {
      circle,
      big: 10n ** 30n,
      nan: Number.NaN,
      symbol: Symbol('s'),
      map: new Map([['k', 1]]),
      get thrower(): never {
        throw new Error('no');
      },
      revoked: (() => {
        const { proxy, revoke } = Proxy.revocable({}, {});
        revoke();
        return proxy;
      })(),
    };
    const text = new JSONFormatter().format(record(extra));
    expect(parse(text)).toMatchObject({ message: 'hi', big: (10n ** 30n).toString() });
    expect(text).not.toContain('\n');
  });

  it('keeps every line one line that no terminal obeys', () => {
    const nasty = '"\\\n\r\t\x00\x1b\x7f\x85\x9b\u2028\u2029\ud800é😀';
    const text = new JSONFormatter().format(record({ [nasty]: nasty }, { msg: nasty }));
    expect(text).not.toMatch(
      /[\0-\x1f\x7f-\x9f\u2028\u2029]|[\ud800-\udfff](?![\udc00-\udfff])(?<![\ud800-\udbff].)/,
    );
    expect(parse(text)['message']).toBe(nasty);
  });

  it('cuts what is too long and says so', () => {
    const text = new JSONFormatter().format(
      record({ big: 'x'.repeat(10_000_000) }, { msg: 'y'.repeat(10_000_000) }),
    );
    expect(text.length).toBeLessThan(300_000);
    expect(parse(text)['message']).toMatch(/y\.\.\. \[\d+ more characters]$/);
  });

  it('a field called __proto__ is an ordinary one', () => {
    const text = new JSONFormatter({ keys: { time: null } }).format(record(JSON.parse('{"__proto__": 1}')));
    expect(text).toContain('"__proto__":1');
  });

  it('writes milliseconds right for every fraction of a second', () => {
    const formatter = new JSONFormatter();
    for (let ms = 0; ms < 1000; ms++) {
      const now = 1_700_000_000_000 + ms;
      expect(formatter.format(record({}, { created: now / 1000 }))).toContain(new Date(now).toISOString());
    }
  });

  it('long ago, and before 1970, too', () => {
    expect(new JSONFormatter().format(record({}, { created: 34_135_509.866 }))).toContain('09.866Z"');
    expect(new JSONFormatter().format(record({}, { created: -0.5 }))).toContain('"1969-12-31T23:59:59.500Z"');
  });

  describe('caller information', () => {
    afterEach(() => {
      state.callerWanted = false;
    });

    it('is wanted when a key asks for it', () => {
      state.callerWanted = false;
      new JSONFormatter({ keys: { message: 'msg' } });
      expect(state.callerWanted).toBe(false);
      new JSONFormatter({ keys: { lineno: 'line' } });
      expect(state.callerWanted).toBe(true);
    });
  });
});
