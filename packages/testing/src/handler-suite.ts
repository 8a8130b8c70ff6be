import { ERROR, getHandlerByName, type Handler, INFO, LogRecord } from '@loggia/core';
import { hostileValues } from './hostile-values.js';
import { type Register, registerCases } from './register.js';

/** How the suite drives a handler without knowing where it writes. */
export interface HandlerUnderTest {
  /** A new handler, with its level and its formatter as the class sets them. */
  readonly handler: Handler;
  /** The texts that reached the destination so far, one a record, without line ends. */
  received(): readonly string[] | Promise<readonly string[]>;
  /** Makes the destination fail until `repair` is called. Leave both out where it cannot fail. */
  breakDestination?(): void;
  repair?(): void;
  /** Whether the handler writes text by its own formatter. Default true; false for those that pass records on. */
  readonly formats?: boolean;
  /** Called when the case is over. */
  dispose?(): void | Promise<void>;
}

/** One promise that a handler makes. */
export interface HandlerCase {
  readonly name: string;
  /** Which promise was broken, in words that the author of a handler understands. */
  readonly explanation: string;
  /** Answers with a complaint, or with undefined where the handler behaves. */
  check(subject: HandlerDriver): Promise<string | undefined>;
}

/** A handler under test, and what the cases do with it. */
export interface HandlerDriver extends HandlerUnderTest {
  /** What `handleError` was given. */
  readonly errors: readonly unknown[];
  /** Hands a record with that message to the handler. */
  handle(msg: unknown, level?: number, args?: unknown[]): LogRecord | false;
  /** Flushes; answers with a complaint unless exactly these texts have arrived. */
  expectTexts(...texts: string[]): Promise<string | undefined>;
}

/** More than any handler may format while one record is being handled, even one whose formatter logs. */
const RUNAWAY = 5000;

/** Every promise that a handler makes. */
export const handlerCases: readonly HandlerCase[] = [
  {
    name: 'emits what it handles, once',
    explanation: 'handle() must deliver each record exactly once',
    check: (subject) => {
      subject.handle('a');
      return subject.expectTexts('a');
    },
  },
  {
    name: 'keeps the order',
    explanation: 'records must arrive in the order in which they were handled',
    check: (subject) => {
      const texts = Array.from({ length: 50 }, (_, i) => `message ${i}`);
      for (const text of texts) subject.handle(text);
      return subject.expectTexts(...texts);
    },
  },
  {
    name: 'leaves the level to its callers',
    explanation: 'loggers compare levels before they call handle(); handle() itself must not ask',
    check: (subject) => {
      subject.handler.setLevel(ERROR);
      subject.handle('low', INFO);
      return subject.expectTexts('low');
    },
  },
  {
    name: 'asks its filters',
    explanation:
      'a record that a filter of the handler drops must not arrive, and handle() must answer false',
    check: async (subject) => {
      subject.handler.addFilter((record) => record.msg !== 'no');
      const answer = subject.handle('no');
      subject.handle('yes');
      return answer === false ? subject.expectTexts('yes') : `handle() answered ${answer}`;
    },
  },
  {
    name: 'lets a filter replace the record',
    explanation: 'the record that a filter answers with must be delivered in place of the first',
    check: (subject) => {
      subject.handler.addFilter(() => makeRecord('other'));
      subject.handle('one');
      return subject.expectTexts('other');
    },
  },
  {
    name: 'survives a filter that throws',
    explanation: 'handle() must not throw; what a filter throws goes to handleError()',
    check: async (subject) => {
      const failure = new Error('filter');
      const filter = (): boolean => {
        throw failure;
      };
      subject.handler.addFilter(filter);
      subject.handle('lost');
      if (!subject.errors.includes(failure)) return 'handleError() was not called with the error';
      subject.handler.removeFilter(filter);
      subject.handle('kept');
      return subject.expectTexts('kept');
    },
  },
  {
    name: 'uses its formatter',
    explanation: 'the text must be what the formatter set by setFormatter() makes of the record',
    check: async (subject) => {
      if (subject.formats === false) return undefined;
      subject.handler.setFormatter({ format: (record) => `<${record.getMessage()}>` });
      subject.handle('%d items', INFO, [3]);
      return subject.expectTexts('<3 items>');
    },
  },
  {
    name: 'survives a formatter that throws',
    explanation:
      'handle() must not throw; what a formatter throws goes to handleError(), and later records arrive',
    check: async (subject) => {
      if (subject.formats === false) return undefined;
      subject.handle('one thing: %d', INFO, ['not a number']);
      subject.handle('fine');
      const complaint = await subject.expectTexts('fine');
      return complaint ?? (subject.errors.length > 0 ? undefined : 'handleError() was not called');
    },
  },
  {
    name: 'survives a broken destination',
    explanation:
      'handle() must not throw when writing fails; the error goes to handleError(), and later records arrive',
    check: async (subject) => {
      if (subject.breakDestination === undefined) return undefined;
      subject.breakDestination();
      subject.handle('into the void');
      await Promise.resolve(subject.handler.flush()).catch(() => {});
      subject.repair?.();
      if (subject.errors.length === 0) return 'handleError() was not called';
      subject.handle('back again');
      await subject.handler.flush();
      const texts = await subject.received();
      return texts.at(-1) === 'back again' ? undefined : `the last of ${quote(texts)} is not the last record`;
    },
  },
  {
    name: 'emits after the record what its formatter logs',
    explanation:
      'a record that is logged while another is formatted must not be handled inside of it, nor be lost',
    check: async (subject) => {
      if (subject.formats === false) return undefined;
      let depth = 0;
      let deepest = 0;
      subject.handler.setFormatter({
        format(record) {
          deepest = Math.max(deepest, ++depth);
          if (record.msg === 'outer') subject.handle('inner');
          depth--;
          return record.getMessage();
        },
      });
      subject.handle('outer');
      return deepest > 1 ? `formatting was nested ${deepest} deep` : subject.expectTexts('outer', 'inner');
    },
  },
  {
    name: 'comes to an end when its formatter always logs',
    explanation: 'a formatter that logs to its own handler must not make an endless loop',
    check: async (subject) => {
      let formatted = 0;
      subject.handler.setFormatter({
        format(record) {
          if (++formatted < RUNAWAY) subject.handle('again');
          return record.getMessage();
        },
      });
      subject.handle('first');
      return formatted < RUNAWAY ? undefined : `one record led to ${formatted} and more`;
    },
  },
  {
    name: 'survives hostile messages',
    explanation: 'handle() must not throw, whatever the message and its arguments are',
    check: async (subject) => {
      for (const value of hostileValues()) {
        subject.handle(value);
        subject.handle('%s and %r', INFO, [value, value]);
        subject.handle('%d', INFO, [value]);
      }
      await subject.handler.flush();
      subject.handle('after all');
      await subject.handler.flush();
      return (await subject.received()).at(-1) === 'after all'
        ? undefined
        : 'a harmless record did not arrive';
    },
  },
  {
    name: 'is found by its name until it is closed',
    explanation: 'getHandlerByName() must find a handler that has a name, and forget one that was closed',
    check: async ({ handler }) => {
      handler.name = 'conformance';
      if (getHandlerByName('conformance') !== handler) return 'it was not found';
      await handler.close();
      return getHandlerByName('conformance') === undefined ? undefined : 'it was found after close()';
    },
  },
  {
    name: 'flushes when it is closed',
    explanation: 'what was handled before close() must arrive',
    check: async (subject) => {
      subject.handle('last words');
      await subject.handler.close();
      const texts = await subject.received();
      return texts.join() === 'last words' ? undefined : `got ${quote(texts)}`;
    },
  },
  {
    name: 'can be closed twice',
    explanation: 'a second close(), and a flush() after it, must do nothing and must not fail',
    check: async (subject) => {
      subject.handle('a');
      await subject.handler.close();
      await subject.handler.close();
      await subject.handler.flush();
      const texts = await subject.received();
      return texts.length === 1 ? undefined : `got ${quote(texts)}`;
    },
  },
];

/**
 * Registers one test for each promise that a handler makes.
 *
 * @param test - The `test` or `it` of any runner.
 * @param create - Makes a new handler for each case.
 * @example
 * ```ts
 * import test from 'node:test';
 * import { StreamHandler } from '@loggia/core';
 * import { describeHandler } from '@loggia/testing';
 * describeHandler(test, 'StreamHandler', () => {
 *   const texts: string[] = [];
 *   const handler = new StreamHandler({ write: (text) => texts.push(text.trimEnd()) });
 *   return { handler, received: () => texts };
 * });
 * ```
 */
export function describeHandler(
  test: Register,
  title: string,
  create: () => HandlerUnderTest | Promise<HandlerUnderTest>,
): void {
  registerCases(test, title, handlerCases, async ({ check }) => {
    const subject = await create();
    try {
      return await check(drive(subject));
    } finally {
      await Promise.resolve(subject.handler.close()).catch(() => {});
      await subject.dispose?.();
    }
  });
}

function drive(subject: HandlerUnderTest): HandlerDriver {
  const errors: unknown[] = [];
  const { handler } = subject;
  handler.handleError = (_record, error) => void errors.push(error);
  return Object.assign(Object.create(subject) as HandlerUnderTest, {
    errors,
    handle: (msg: unknown, level = INFO, args: unknown[] = []) =>
      handler.handle(makeRecord(msg, level, args)),
    async expectTexts(...texts: string[]) {
      await handler.flush();
      const got = await subject.received();
      const same = got.length === texts.length && got.every((text, i) => text === texts[i]);
      return same ? undefined : `got ${quote(got)}, want ${quote(texts)}`;
    },
  });
}

function makeRecord(msg: unknown, level: number = INFO, args: unknown[] = []): LogRecord {
  return new LogRecord('conformance', level, '/suite.ts', 1, msg, args, null);
}

function quote(texts: readonly string[]): string {
  return JSON.stringify(texts.length > 60 ? [...texts.slice(0, 60), `and ${texts.length - 60} more`] : texts);
}
