import { describe, expect, it } from 'vitest';
import { type Call, passOn, readCall, readException } from './call.js';

const error = new Error('no');
const read = (msg: unknown, ...args: unknown[]): [args: readonly unknown[], options: object] => {
  const { args: positional, options } = readCall(msg, args) satisfies Call;
  const { excInfo, ...rest } = options;
  return [positional, excInfo === null ? rest : options];
};

describe('a trailing plain object that the message does not consume', () => {
  it('is fields', () => expect(read('x', { a: 1 })).toEqual([[], { extra: { a: 1 } }]));
  it('is options if all its keys are names of options', () =>
    expect(read('x', { stackLevel: 2, extra: { a: 1 } })).toEqual([[], { stackLevel: 2, extra: { a: 1 } }]));
  it.each([{ excInfo: error }, { stackInfo: true }, { stackLevel: 2 }, { extra: { a: 1 } }])(
    'is options with any one of them: %j',
    (options) => expect(read('x', options)).toEqual([[], options]),
  );
  it('is fields if one key is not', () =>
    expect(read('x', { extra: { a: 1 }, b: 2 })).toEqual([[], { extra: { extra: { a: 1 }, b: 2 } }]));
  it('stays an argument if the message consumes it', () =>
    expect(read('%s', { a: 1 })).toEqual([[{ a: 1 }], {}]));
  it('is the mapping of named conversions', () => expect(read('%(a)s', { a: 1 })).toEqual([[{ a: 1 }], {}]));
  it('is fields after the mapping', () =>
    expect(read('%(a)s', { a: 1 }, { b: 2 })).toEqual([[{ a: 1 }], { extra: { b: 2 } }]));
  it('is fields after the arguments, * included', () =>
    expect(read('%*d %s', 5, 1, 'x', { b: 2 })).toEqual([[5, 1, 'x'], { extra: { b: 2 } }]));
  it('is fields where %% consumes nothing', () =>
    expect(read('100%%', { a: 1 })).toEqual([[], { extra: { a: 1 } }]));
  it('may have no prototype', () => {
    const fields = Object.assign(Object.create(null), { a: 1 });
    expect(read('x', fields)).toEqual([[], { extra: fields }]);
  });
});

describe('a trailing Error that the message does not consume', () => {
  it('is what was thrown', () => expect(read('x', error)).toEqual([[], { excInfo: error }]));
  it('stays an argument if the message consumes it', () => expect(read('%s', error)).toEqual([[error], {}]));
  it('may come before fields', () =>
    expect(read('x', error, { a: 1 })).toEqual([[], { excInfo: error, extra: { a: 1 } }]));
  it('may come after fields', () =>
    expect(read('x', { a: 1 }, error)).toEqual([[], { excInfo: error, extra: { a: 1 } }]));
  it('gives way to excInfo in options', () => {
    const other = new Error('other');
    expect(read('x', error, { excInfo: other })).toEqual([[], { excInfo: other }]);
  });
  it('is what excInfo: true means', () =>
    expect(read('%s', error, { excInfo: true })).toEqual([[error], { excInfo: error }]));
});

describe('an argument too many', () => {
  it('stays an argument, for formatting to complain of', () => expect(read('x', 1)).toEqual([[1], {}]));
  it('hides what stands before it', () => expect(read('x', error, 1)).toEqual([[error, 1], {}]));
  it('is a second object', () =>
    expect(read('x', { a: 1 }, { b: 2 })).toEqual([[{ a: 1 }], { extra: { b: 2 } }]));
  it('is an instance of a class', () => {
    const date = new Date(0);
    expect(read('x', date)).toEqual([[date], {}]);
  });
});

describe('a message that is no string', () => {
  it('is what was thrown, if it is an Error', () => expect(read(error)).toEqual([[], { excInfo: error }]));
  it('is not, if excInfo is false', () => expect(read(error, { excInfo: false })).toEqual([[], {}]));
  it('consumes nothing as a function, which is not called', () => {
    let calls = 0;
    const msg = (): string => {
      calls++;
      return '%s';
    };
    expect(read(msg, { a: 1 })).toEqual([[], { extra: { a: 1 } }]);
    expect(calls).toBe(0);
  });
  it('is not asked for its text where there are no arguments', () => {
    let calls = 0;
    expect(read({ toString: () => `${++calls}` })).toEqual([[], {}]);
    expect(calls).toBe(0);
  });
  it('consumes what its text says as an object', () => {
    expect(read({ toString: () => '%s' }, { a: 1 })).toEqual([[{ a: 1 }], {}]);
  });
});

describe('exception()', () => {
  it('finds the error among consumed arguments', () =>
    expect(readException('%s', [error]).options.excInfo).toBe(error));
  it('prefers the one that is given', () => {
    const given = new Error('given');
    expect(readException('%s', [error, { excInfo: given }]).options.excInfo).toBe(given);
  });
  it('has none if there is none', () => expect(readException('x', [1]).options.excInfo).toBeNull());
});

describe('options passed on by an adapter', () => {
  it('are no argument, whatever the message would consume', () => {
    expect(readCall('%s %s', passOn(['a'], { extra: { b: 1 } }))).toMatchObject({
      args: ['a'],
      options: { extra: { b: 1 } },
    });
    expect(readCall('x', passOn(['a', 'b'], {})).args).toEqual(['a', 'b']);
  });

  it('keep what they say, and are those of Python where they say nothing', () => {
    const given = { excInfo: error, stackInfo: true, stackLevel: 3, extra: { a: 1 } };
    expect(readCall('x', passOn([], given)).options).toMatchObject(given);
    const usual = { excInfo: null, stackInfo: false, stackLevel: 1, extra: null };
    expect(readCall('x', passOn([], {})).options).toMatchObject(usual);
  });

  it('mean by excInfo: true the error among the arguments, and by false none', () => {
    expect(readCall('%s', passOn([error], { excInfo: true })).options.excInfo).toBe(error);
    expect(readCall('%s', passOn([error], { excInfo: false })).options.excInfo).toBeNull();
  });
});

describe('exception()', () => {
  const first = new Error('first');
  const excInfo = (msg: unknown, ...args: unknown[]): unknown => readException(msg, args).options.excInfo;
  it('takes the first error, though another one trails', () => {
    expect(excInfo('%s', first, error)).toBe(first);
    expect(excInfo(first, error)).toBe(first);
  });
  it('takes none if excInfo is false', () => expect(excInfo(error, { excInfo: false })).toBeNull());
});

describe('options that were passed on', () => {
  const excInfo = (given: unknown): unknown =>
    readCall('x', passOn([error], { excInfo: given })).options.excInfo;
  it('may ask for the error among the arguments', () => expect(excInfo(true)).toBe(error));
  it('may ask for no error', () => expect(excInfo(false)).toBeNull());
});
