import { hostileValues } from '@loggia/testing';
import { describe, expect, it } from 'vitest';
import { Formatter } from '../format/formatter.js';
import { JSONFormatter } from '../format/json.js';
import { MemoryHandler } from '../handlers/memory.js';
import { Logger } from '../logger.js';
import type { LogRecord } from '../record.js';
import { makeLogRecord } from '../record-factory.js';
import { RedactingFilter, type RedactingFilterOptions } from './redacting.js';

function redact(options: RedactingFilterOptions, attributes: Record<string, unknown>): LogRecord {
  const record = makeLogRecord({ name: 'shop', levelno: 20, levelname: 'INFO', ...attributes });
  expect(new RedactingFilter(options).filter(record)).toBe(true);
  return record;
}

function redactExtra(paths: string[], extra: unknown): unknown {
  return redact({ paths }, { msg: 'x', extra }).extra;
}

const R = '[redacted]';

describe('paths', () => {
  it('name fields from the top, with * for one key and ** for any number of them', () => {
    const extra = {
      password: 1,
      headers: { authorization: 'Basic x', host: 'h' },
      user: { password: 2, deep: { password: 3 } },
    };
    expect(redactExtra(['headers.authorization'], extra)).toEqual({
      ...extra,
      headers: { authorization: R, host: 'h' },
    });
    expect(redactExtra(['*.password'], extra)).toEqual({
      ...extra,
      user: { password: R, deep: { password: 3 } },
    });
    expect(redactExtra(['**.password'], extra)).toEqual({
      password: R,
      headers: extra.headers,
      user: { password: R, deep: { password: R } },
    });
    expect(redactExtra(['user.**'], extra)).toEqual({ ...extra, user: { password: R, deep: R } });
    expect(redactExtra(['Password', 'password.x', 'header'], extra)).toEqual(extra);
  });

  it('reach into lists, maps and objects with a class or a toJSON', () => {
    class User {
      name = 'ann';
      password = 'p';
    }
    const shown = { toJSON: () => ({ password: 'p', id: 1 }) };
    expect(redactExtra(['users[*].password'], { users: [new User(), shown, 3] })).toEqual({
      users: [{ name: 'ann', password: R }, { password: R, id: 1 }, 3],
    });
    expect(redactExtra(['users[1]', 'a.b'], { users: [1, 2], a: new Map([['b', 1]]) })).toEqual({
      users: [1, R],
      a: new Map([['b', R]]),
    });
  });

  it('begin at the keys of a mapping argument, of each object among the arguments, and of an object as message', () => {
    const paths = ['password'];
    expect(redact({ paths }, { msg: '%(password)s', args: { password: 'p' } }).getMessage()).toBe(R);
    expect(redact({ paths }, { msg: '%s %s', args: [{ password: 'p' }, 'p'] }).getMessage()).toBe(
      "{ password: '[redacted]' } p",
    );
    expect(redact({ paths }, { msg: { password: 'p' } }).getMessage()).toBe("{ password: '[redacted]' }");
  });

  it("leave the caller's objects alone, copy only along the path, and nothing where nothing is found", () => {
    const extra = Object.freeze({
      a: Object.freeze({ secret: 1, other: Object.freeze({}) }),
      b: Object.freeze({}),
    });
    const clean = redactExtra(['a.secret'], extra) as typeof extra;
    expect(extra.a.secret).toBe(1);
    expect(clean.a).toEqual({ secret: R, other: {} });
    expect(clean.a.other).toBe(extra.a.other);
    expect(clean.b).toBe(extra.b);
    const record = makeLogRecord({ msg: '%s', args: ['x'], extra: { n: Number.NaN, b: extra.b } });
    const { extra: before, args } = record;
    new RedactingFilter({ paths: ['*.y', '**.z'], patterns: [/secret/] }).filter(record);
    expect(record.extra).toBe(before);
    expect(record.args).toBe(args);
  });

  it('do not let a secret out by the way round a cycle, or from where it is too deep to look', () => {
    const cycle: Record<string, unknown> = { password: 'p4ss' };
    cycle['self'] = cycle;
    let deep: unknown = { password: 'p4ss' };
    for (let i = 0; i < 100; i++) deep = { deep };
    const wide = { many: Array.from({ length: 20_000 }, () => ({ password: 'p4ss' })) };
    const shared = Array.from({ length: 30 }).reduce<unknown>((inner) => [inner, inner], {
      password: 'p4ss',
    });
    const clean = redactExtra(['**.password'], { cycle, deep, shared, wide });
    const inCycle = (redactExtra(['cycle.password'], { cycle }) as { cycle: { self: unknown } }).cycle;
    expect(inCycle).toEqual({ password: R, self: '[Circular]' });
    const parent = { password: 'p4ss', child: { parent: {} } };
    parent.child.parent = parent;
    expect(JSON.stringify(redactExtra(['parent.password'], { parent }))).not.toContain('p4ss');
    expect(JSON.stringify(clean)).not.toContain('p4ss');
  });
});

describe('patterns', () => {
  const patterns = [/\b\d{16}\b/, /(?<=Bearer )\S+/y];

  it('replace what matches in strings, wherever they are, and leave the rest of the string', () => {
    const extra = {
      a: ['x 1234567890123456 y 1234567890123456'],
      n: 1234567890123456,
      s: new Set(['Bearer q']),
    };
    expect(redact({ patterns }, { msg: 'x', extra }).extra).toEqual({
      a: [`x ${R} y ${R}`],
      n: 1234567890123456,
      s: new Set([`Bearer ${R}`]),
    });
  });

  it('find what only the finished text shows, and then that text is the message', () => {
    const record = redact({ patterns }, { msg: 'card %d%s ok, 100%%', args: [12345678, '90123456'] });
    expect([record.getMessage(), record.msg, record.args]).toEqual([
      `card ${R} ok, 100%`,
      `card ${R} ok, 100%`,
      [],
    ]);
  });

  it('keep the template where only an argument matched', () => {
    const record = redact({ patterns }, { msg: 'card %s', args: ['1234567890123456'] });
    expect([record.msg, record.args, record.getMessage()]).toEqual(['card %s', [R], `card ${R}`]);
  });

  it('look into errors, their causes, their text and the stack', () => {
    const error = new TypeError('Bearer abc', { cause: new Error('Bearer def') });
    const record = redact(
      { patterns },
      { msg: 'x', excInfo: error, excText: 'Bearer ghi', extra: { error }, stackInfo: 'at Bearer jkl' },
    );
    expect(error.message).toBe('Bearer abc');
    const texts = [
      new JSONFormatter().format(record),
      new Formatter().format(record),
      String((record.excInfo as Error).stack),
    ].join();
    expect(texts).toContain(`TypeError: Bearer ${R}`);
    expect(texts).not.toMatch(/abc|def|ghi|jkl/);
  });

  it('are not found in a message that cannot be formatted either', () => {
    const record = redact({ patterns }, { msg: 'Bearer abc %d', args: ['Bearer x'] });
    expect([record.msg, record.args]).toEqual([`Bearer ${R} %d`, [`Bearer ${R}`]]);
  });
});

describe('the censor', () => {
  it('may be a function of the value and the path', () => {
    const censor = (value: unknown, path: string): unknown => `${path}=${String(value).length}`;
    const record = redact(
      { paths: ['a.*.b'], patterns: [/hush/], censor },
      { msg: 'hush', extra: { a: [{ b: 'xyz' }], c: 'hush' } },
    );
    expect(record.extra).toEqual({ a: [{ b: 'a.0.b=3' }], c: 'c=4' });
    expect(record.getMessage()).toBe('message=4');
  });

  it('does no harm when it throws', () => {
    const censor = (): never => {
      throw new Error('no');
    };
    expect(redact({ paths: ['a'], censor }, { msg: 'x', extra: { a: 1 } }).extra).toEqual({ a: R });
  });
});

describe('a redacting filter', () => {
  it('comes before anything is buffered', () => {
    const log = new Logger('redacted');
    const memory = new MemoryHandler(10);
    memory.addFilter(new RedactingFilter({ paths: ['token'] }));
    log.addHandler(memory);
    const fields = { token: 't', id: 1 };
    log.warning('x', fields);
    expect(memory.buffer[0]?.extra).toEqual({ token: R, id: 1 });
    expect(fields.token).toBe('t');
  });

  it('never throws, whatever it is given', () => {
    const filter = new RedactingFilter({ paths: ['**.password', 'a.*'], patterns: [/secret/g] });
    for (const value of hostileValues()) {
      const attributes = { excInfo: value, extra: { value, a: value, list: [value] } };
      for (const msg of ['%s', value]) {
        expect(filter.filter(makeLogRecord({ msg, args: [value], ...attributes }))).toBe(true);
      }
    }
    const hostile = makeLogRecord({ msg: 'x' });
    hostile.extra = new Proxy(
      {},
      {
        ownKeys: () => {
          throw new Error('hostile');
        },
      },
    );
    expect(filter.filter(hostile)).toBe(true);
    expect(hostile.extra).toEqual({ '...': '[Throws: hostile]' });
  });
});
