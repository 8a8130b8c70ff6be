import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findCaller } from './stack-caller.js';

const boundary = (level = 1): ReturnType<typeof findCaller> => findCaller(boundary, level);

function caller(): ReturnType<typeof findCaller> {
  return boundary();
}

const descriptors = () => [
  Object.getOwnPropertyDescriptor(Error, 'stackTraceLimit'),
  Object.getOwnPropertyDescriptor(Error, 'prepareStackTrace'),
];

let before: ReturnType<typeof descriptors>;

function restore(name: string, descriptor: PropertyDescriptor | undefined): void {
  if (descriptor === undefined) Reflect.deleteProperty(Error, name);
  else Object.defineProperty(Error, name, descriptor);
}

beforeEach(() => {
  before = descriptors();
});
afterEach(() => {
  restore('stackTraceLimit', before[0]);
  restore('prepareStackTrace', before[1]);
});

/** Finds the caller, and checks that the settings are afterwards what they were. */
function expectCaller(): void {
  const set = descriptors();
  expect(caller()).toMatchObject({ funcName: 'caller' });
  expect(descriptors()).toEqual(set);
}

describe('the caller is found, and the setting kept,', () => {
  it.each([0, 1, Number.POSITIVE_INFINITY, 'many', undefined])('where stackTraceLimit is %s', (limit) => {
    Reflect.set(Error, 'stackTraceLimit', limit);
    expectCaller();
  });

  it('where stackTraceLimit was deleted', () => {
    Reflect.deleteProperty(Error, 'stackTraceLimit');
    expectCaller();
  });

  it('where stackTraceLimit cannot be set', () => {
    Object.defineProperty(Error, 'stackTraceLimit', { value: 3, writable: false, configurable: true });
    expectCaller();
  });

  it('where prepareStackTrace answers with frames', () => {
    Error.prepareStackTrace = (_error, frames) => frames;
    expectCaller();
  });

  it('where prepareStackTrace answers with another text', () => {
    Error.prepareStackTrace = () => 'no stack today';
    expectCaller();
  });

  it('where prepareStackTrace throws', () => {
    Error.prepareStackTrace = () => {
      throw new Error('hook');
    };
    expectCaller();
  });

  it('where prepareStackTrace is of no use and cannot be set', () => {
    Object.defineProperty(Error, 'prepareStackTrace', {
      value: (_error: Error, frames: unknown) => frames,
      writable: false,
      configurable: true,
    });
    expect(caller()).toBeUndefined();
  });
});

describe('a hook that maps places back to their sources', () => {
  it('decides what the place is', () => {
    Error.prepareStackTrace = (error) => `${error}\n    at Cart.add (/srv/cart.ts:10:5)`;
    expect(caller()).toEqual({
      pathname: '/srv/cart.ts',
      lineno: 10,
      funcName: 'add',
      stack: '    at Cart.add (/srv/cart.ts:10:5)',
    });
  });

  it('sees only frames outside the boundary', () => {
    let first: string | null = null;
    Error.prepareStackTrace = (_error, frames) => {
      first = frames[0]?.getFunctionName() ?? null;
      return '    at a (/srv/a.ts:1:1)';
    };
    caller();
    expect(first).toBe('caller');
  });
});

it('nothing is found where the boundary is not on the stack', () => {
  expect(findCaller(() => {}, 1)).toBeUndefined();
});
