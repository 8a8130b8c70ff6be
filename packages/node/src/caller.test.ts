import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  getLogger,
  Handler,
  info,
  Logger,
  LoggerAdapter,
  type LogRecord,
  debug as logDebug,
  parseStack,
  replacePlatform,
  root,
  settings,
} from '@loggia/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nodePlatform } from './platform.js';

const here = fileURLToPath(import.meta.url);
const source = readFileSync(here, 'utf8').split('\n');
const log = getLogger('caller');

class Keep extends Handler {
  readonly records: LogRecord[] = [];
  override emit(record: LogRecord): void {
    this.records.push(record);
  }
}

let kept: Keep;
let restore: () => void;

beforeEach(() => {
  kept = new Keep();
  root.addHandler(kept);
  root.setLevel('INFO');
  settings.callerInfo = true;
  restore = replacePlatform(nodePlatform);
});

afterEach(() => {
  restore();
  settings.callerInfo = 'auto';
  root.setLevel('WARNING');
  root.removeHandler(kept);
});

/** Checks the last record: its call stands where this file first writes `mark`, in that function. */
function expectCall(mark: string, funcName: string): void {
  const record = kept.records.at(-1);
  expect({ ...record }).toMatchObject({
    pathname: here,
    filename: 'caller.test.ts',
    module: 'caller.test',
    lineno: 1 + source.findIndex((line) => line.includes(`'${mark}'`)),
    funcName,
  });
}

describe('a record says who called', () => {
  it.each(['info', 'warning', 'warn', 'error', 'critical', 'fatal', 'exception'] as const)(
    '%s()',
    (method) => {
      (function caller() {
        log[method]('#method');
      })();
      expectCall('#method', 'caller');
      (function caller() {
        log.with({ a: 1 })[method]('#adapter method');
      })();
      expectCall('#adapter method', 'caller');
    },
  );

  it('log()', () => {
    (function caller() {
      log.log(35, '#log');
    })();
    expectCall('#log', 'caller');
    (function caller() {
      log.with({ a: 1 }).log(35, '#adapter log');
    })();
    expectCall('#adapter log', 'caller');
  });

  it('a function of the module', () => {
    (function caller() {
      info('#module function');
    })();
    expectCall('#module function', 'caller');
  });

  it('through adapters over adapters', () => {
    const nested = log.with({ a: 1 }).with({ b: 2 }).with({ c: 3 });
    (function caller() {
      nested.info('#nested');
    })();
    expectCall('#nested', 'caller');
    (function caller() {
      nested.log(20, '#nested log');
    })();
    expectCall('#nested log', 'caller');
  });

  it('through an adapter, after a function of the module that was disabled', () => {
    const adapter = log.with({ a: 1 });
    logDebug('disabled');
    (function caller() {
      adapter.log(20, '#after disabled');
    })();
    expectCall('#after disabled', 'caller');
  });

  it('through an adapter that on the way calls one which leads nowhere', () => {
    const mute = Object.assign(new LoggerAdapter(log), { log() {} });
    class Chatty extends LoggerAdapter {
      override process(msg: unknown, options: object): [unknown, object] {
        mute.warning('on the way');
        return [msg, options];
      }
    }
    (function caller() {
      new Chatty(log).info('#chatty');
    })();
    expectCall('#chatty', 'caller');
  });

  it("a subclass's own method, whose caller stackLevel tells", () => {
    class Mine extends Logger {
      override info(msg: unknown, ...args: unknown[]): void {
        super.info('#override', ...args);
        super.info(msg, { stackLevel: 2 });
      }
    }
    const mine = new Mine('caller.mine');
    mine.addHandler(kept);
    (function caller() {
      mine.info('#overridden');
    })();
    expectCall('#overridden', 'caller');
    kept.records.pop();
    expectCall('#override', 'info');
  });

  it("through a subclass's findCaller", () => {
    class Mine extends Logger {
      override findCaller(stackInfo?: boolean, stackLevel?: number): ReturnType<Logger['findCaller']> {
        return super.findCaller(stackInfo, stackLevel);
      }
    }
    const mine = new Mine('caller.finds');
    mine.addHandler(kept);
    (function caller() {
      mine.info('#finds');
    })();
    expectCall('#finds', 'caller');
  });

  it("through a subclass of an adapter, whichever way it's called", () => {
    class Counting extends LoggerAdapter {
      count = 0;
      override log(level: number, msg: unknown, ...args: unknown[]): void {
        this.count++;
        super.log(level, msg, ...args);
      }
    }
    (function caller() {
      new Counting(log).info('#counted');
    })();
    expectCall('#counted', 'caller');
  });
});

describe('stackLevel', () => {
  const wrapper = (msg: string, stackLevel: number): void => log.info(msg, { stackLevel });
  function near(msg: string, stackLevel: number): void {
    wrapper(msg, stackLevel);
  }

  it('passes over the wrappers of an application', () => {
    (function caller() {
      near('#level', 3);
    })();
    expectCall('#level', 'caller');
  });

  it.each([0, -3, 1.9, Number.NaN])('of %d is the caller itself', (stackLevel) => {
    (function caller() {
      log.info('#low', { stackLevel });
    })();
    expectCall('#low', 'caller');
  });

  it('counts no native frames', () => {
    (function caller() {
      [1].map(() => log.info('#native', { stackLevel: 2 }));
    })();
    expectCall('#native', 'caller');
  });

  it('that is too large is the outermost frame', () => {
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 1000;
    const outermost = parseStack(new Error().stack ?? '').at(-1);
    Error.stackTraceLimit = stackTraceLimit;
    for (const level of [500, 1e9, Number.POSITIVE_INFINITY]) {
      near('x', level);
      expect(kept.records.at(-1)).toMatchObject({
        pathname: outermost?.pathname,
        lineno: outermost?.lineno,
      });
    }
  });

  it('reaches far into a deep stack', () => {
    const deep = (depth: number): void => (depth > 0 ? deep(depth - 1) : wrapper('#deep', 302));
    (function caller() {
      deep(299);
    })();
    expect(kept.records.at(-1)?.funcName).toBe('caller');
  });
});

describe('funcName', () => {
  it('is the name of a constructor, a method, a getter, an assigned arrow', () => {
    class Cart {
      constructor() {
        log.info('#constructor');
      }
      static open(): void {
        log.info('#static');
      }
      get total(): number {
        log.info('#getter');
        return 0;
      }
      #hidden(): void {
        log.info('#private');
      }
      show(): void {
        this.#hidden();
      }
    }
    const cart = new Cart();
    expectCall('#constructor', 'Cart');
    Cart.open();
    expectCall('#static', 'open');
    expect(cart.total).toBe(0);
    expectCall('#getter', 'total');
    cart.show();
    expectCall('#private', '#hidden');
    const arrow = (): void => log.info('#arrow');
    arrow();
    expectCall('#arrow', 'arrow');
  });

  it('is <anonymous> where there is no name', () => {
    (() => log.info('#nameless'))();
    expectCall('#nameless', '<anonymous>');
  });

  it('is that of an asynchronous function after it has waited, too', async () => {
    async function load(): Promise<void> {
      await null;
      log.info('#async');
    }
    await load();
    expectCall('#async', 'load');
  });

  it('is that of who awaits, one level up', async () => {
    async function load(): Promise<void> {
      await null;
      log.info('x', { stackLevel: 2 });
    }
    async function caller(): Promise<void> {
      await load(); // '#awaits'
    }
    await caller();
    expectCall('#awaits', 'caller');
  });

  it('is <module> in evaluated text, which is found where it was evaluated', () => {
    // biome-ignore lint/security/noGlobalEval: what an application may do
    const evaluate = eval;
    Object.assign(globalThis, { callerLog: log });
    evaluate("'#eval'; callerLog.info('x')");
    Reflect.deleteProperty(globalThis, 'callerLog');
    expectCall('#eval', '<module>');
  });
});

it('stackInfo begins at the caller', () => {
  (function caller() {
    log.with({ a: 1 }).info('x', { stackInfo: true });
  })();
  const [header, first] = kept.records.at(-1)?.stackInfo?.split('\n') ?? [];
  expect(header).toBe('Stack (most recent call first):');
  expect(first).toMatch(/at caller \(.*caller\.test\.ts:\d+:\d+\)$/);
});
