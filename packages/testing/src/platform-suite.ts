import type { Caller, Platform } from '@loggia/core';
import { type Register, registerCases } from './register.js';

/** What the suite needs to know of a platform. */
export interface PlatformSuiteOptions {
  /** Moves the clock of a platform whose time stands still. Leave it out where time passes on its own. */
  advance?(ms: number): void;
}

/** One promise that a platform makes. */
export interface PlatformCase {
  readonly name: string;
  /** Which promise was broken, in words that the author of a platform understands. */
  readonly explanation: string;
  /** Answers with a complaint, or with undefined where the platform behaves. */
  check(platform: Platform, options: PlatformSuiteOptions): string | undefined | Promise<string | undefined>;
}

/** Every promise that a platform makes. */
export const platformCases: readonly PlatformCase[] = [
  {
    name: 'has a name',
    explanation: 'diagnostics show the name, so it must be a text',
    check: ({ name }) =>
      typeof name === 'string' && name !== '' ? undefined : `the name is ${String(name)}`,
  },
  {
    name: 'tells the time in milliseconds',
    explanation: 'now() must answer with milliseconds since 1970, not with seconds',
    check: (platform) => {
      const now = platform.now();
      return now > Date.UTC(2000) && now < Date.UTC(2200) ? undefined : `now() is ${now}`;
    },
  },
  {
    name: 'takes text for stderr',
    explanation: 'stderr is the last refuge: its write() must not throw',
    check: (platform) => {
      platform.stderr.write('');
      return undefined;
    },
  },
  {
    name: 'has a console with four methods, or none',
    explanation: 'levels map to debug, info, warn and error',
    check: ({ console }) => {
      if (console === undefined) return undefined;
      const methods = ['debug', 'info', 'warn', 'error'] as const;
      return methods.every((method) => typeof console[method] === 'function')
        ? undefined
        : 'a method is missing';
    },
  },
  {
    name: 'says the same about the process each time',
    explanation:
      'processInfo() is asked for each record; numbers and names must not change, and what is unknown is null',
    check: (platform) => {
      const [one, two] = [platform.processInfo(), platform.processInfo()];
      for (const key of ['process', 'thread', 'processName', 'threadName'] as const) {
        const type = key.endsWith('Name') ? 'string' : 'number';
        if (one[key] !== two[key] || (one[key] !== null && typeof one[key] !== type))
          return `${key} is ${one[key]}`;
      }
      return undefined;
    },
  },
  {
    name: 'finds the caller of a function',
    explanation:
      'caller(boundary, 1) must be the function that called boundary, and level 2 the one that called that',
    check: (platform, { advance }) => {
      const boundary = (level: number): Caller | undefined => platform.caller?.(boundary, level);
      function nearFunction(level: number): Caller | undefined {
        return boundary(level);
      }
      function farFunction(level: number): Caller | undefined {
        return nearFunction(level);
      }
      for (const [level, name] of [
        [1, 'nearFunction'],
        [2, 'farFunction'],
      ] as const) {
        const caller = farFunction(level);
        if (caller === undefined) return undefined; // A host that cannot tell, or leaves it to the core.
        if (!Number.isInteger(caller.lineno) || caller.lineno < 1 || caller.pathname === '')
          return 'it has no place';
        if (advance === undefined && caller.funcName !== name) return `level ${level} is ${caller.funcName}`;
        if (!caller.stack.includes(`:${caller.lineno}`))
          return `the stack of level ${level} begins elsewhere`;
      }
      return undefined;
    },
  },
  {
    name: 'answers for levels beyond the outermost frame',
    explanation: 'caller() must not throw, and must leave the settings of Error as they were',
    check: (platform) => {
      const before = stackTraceLimit();
      const boundary = (level: number): unknown => platform.caller?.(boundary, level);
      for (const level of [0, -1, 1.5, 10_000, Number.NaN, Number.POSITIVE_INFINITY]) boundary(level);
      return stackTraceLimit() === before
        ? undefined
        : `Error.stackTraceLimit was ${before}, is ${stackTraceLimit()}`;
    },
  },
  {
    name: 'calls a timer back once',
    explanation:
      'timer() must call back once, not before it returned, and cancelling it afterwards must be harmless',
    check: async (platform, options) => {
      let calls = 0;
      const cancel = await elapse(platform, options, () => calls++);
      if (calls !== 1) return `it called back ${calls} times`;
      cancel();
      cancel();
      return undefined;
    },
  },
  {
    name: 'forgets a timer that was cancelled',
    explanation: 'a cancelled timer must not call back',
    check: async (platform, options) => {
      let calls = 0;
      platform.timer(0, () => calls++)();
      await elapse(platform, options, () => {});
      return calls === 0 ? undefined : 'it called back';
    },
  },
  {
    name: 'takes any delay for a timer',
    explanation:
      'timer() must not call back soon where the delay is longer than the host can wait, or infinite',
    check: async (platform, options) => {
      const called: number[] = [];
      const delays = [2 ** 31, 2 ** 32 + 1, Number.POSITIVE_INFINITY];
      const cancels = delays.map((delayMs) => platform.timer(delayMs, () => called.push(delayMs)));
      await elapse(platform, options, () => {});
      for (const cancel of cancels) cancel();
      return called.length === 0 ? undefined : `it called back at once for ${called.join()} ms`;
    },
  },
  {
    name: 'makes ids that differ',
    explanation: 'uuid() must answer with 32 hexadecimal digits, never the same',
    check: (platform) => {
      const ids = new Set(Array.from({ length: 1000 }, () => platform.uuid()));
      if (ids.size < 1000) return 'an id came twice';
      return [...ids].find((id) => !/^[0-9a-f]{32}$/.test(id));
    },
  },
  {
    name: 'lets exit and resume hooks be cancelled',
    explanation: 'onExit() and onResume() must not call back at once, and their results can be called twice',
    check: (platform) => {
      let calls = 0;
      for (const cancel of [platform.onExit(() => calls++), platform.onResume(() => calls++)]) {
        cancel();
        cancel();
      }
      return calls === 0 ? undefined : 'a hook was called';
    },
  },
  {
    name: 'says whether it is online',
    explanation: 'online() must be a boolean; a host that does not know says true',
    check: (platform) => (typeof platform.online() === 'boolean' ? undefined : 'it is not'),
  },
  {
    name: 'has a fetch function, or none',
    explanation: 'fetch is a function where the host has one, and undefined elsewhere',
    check: ({ fetch }) =>
      fetch === undefined || typeof fetch === 'function' ? undefined : `it is ${typeof fetch}`,
  },
  {
    name: 'packs a text, or cannot',
    explanation: 'gzip() must give the bytes of a gzip file, whatever characters the text has',
    check: async ({ gzip }) => {
      const packed = await gzip?.('tea \u2615 \ud800');
      return packed === undefined || packed.length > 10 ? undefined : `it gives ${packed.length} bytes`;
    },
  },
  {
    name: 'takes no URL for forbidden that nobody asked for',
    explanation: 'isForbidden() is true only after the host has refused a request to that very URL',
    check: ({ isForbidden }) =>
      isForbidden?.('https://x.example/never') === true ? 'it is forbidden' : undefined,
  },
  {
    name: 'aborts',
    explanation: 'abortController() must give a new controller each time, whose abort() tells its signal',
    check: (platform) => {
      const [one, two] = [platform.abortController(), platform.abortController()];
      if (one === undefined || two === undefined) return undefined;
      one.abort();
      const aborted = [one, two].map(({ signal }) => (signal as { aborted?: boolean }).aborted);
      return aborted.join() === 'true,false' ? undefined : `one of two was aborted, but they say ${aborted}`;
    },
  },
  {
    name: 'carries a context along',
    explanation:
      'run(value, body) must answer with the result of body, in which get() is value, and restore what was before',
    check: (platform) => {
      const [context, other] = [platform.asyncContext?.(), platform.asyncContext?.()];
      if (context === undefined || other === undefined) return undefined;
      const seen: unknown[] = [context.get()];
      const answer = context.run('outer', () => {
        seen.push(
          context.run('inner', () => context.get()),
          context.get(),
          other.get(),
        );
        try {
          context.run('failing', () => {
            throw new Error('body');
          });
        } catch {
          seen.push(context.get());
        }
        return 'answer';
      });
      seen.push(answer, context.get());
      const want = [undefined, 'inner', 'outer', undefined, 'outer', 'answer', undefined];
      return want.every((value, i) => value === seen[i])
        ? undefined
        : `got ${seen.join()}, want ${want.join()}`;
    },
  },
];

/**
 * Registers one test for each promise that a platform makes.
 *
 * @param test - The `test` or `it` of any runner.
 * @example
 * ```ts
 * import test from 'node:test';
 * import { neutralPlatform } from '@loggia/core';
 * import { describePlatform } from '@loggia/testing';
 * describePlatform(test, 'neutral', neutralPlatform);
 * ```
 */
export function describePlatform(
  test: Register,
  title: string,
  platform: Platform,
  options: PlatformSuiteOptions = {},
): void {
  registerCases(test, title, platformCases, ({ check }) => check(platform, options));
}

function stackTraceLimit(): unknown {
  return (Error as { stackTraceLimit?: unknown }).stackTraceLimit;
}

/** Waits until a timer that is set now has called back; the result cancels it. */
async function elapse(
  platform: Platform,
  { advance }: PlatformSuiteOptions,
  callback: () => void,
): Promise<() => void> {
  let cancel = (): void => {};
  // A second timer, so that a first which calls back twice is noticed.
  await new Promise<void>((resolve) => {
    cancel = platform.timer(1, callback);
    platform.timer(20, resolve);
    advance?.(20);
  });
  return cancel;
}
