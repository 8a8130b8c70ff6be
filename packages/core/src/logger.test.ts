import { fakePlatform } from '@loggia/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  basicConfig,
  Formatter,
  getLogger,
  getStats,
  Handler,
  type LogRecord,
  replacePlatform,
  root,
  StreamHandler,
  settings,
} from './index.js';

class KeepingHandler extends Handler {
  readonly records: LogRecord[] = [];
  override emit(record: LogRecord): void {
    this.records.push(record);
  }
}

let platform: ReturnType<typeof fakePlatform>;
let restore: () => void;
const log = getLogger('shop.cart');
let kept: KeepingHandler;

beforeEach(() => {
  platform = fakePlatform();
  restore = replacePlatform(platform);
  kept = new KeepingHandler();
  log.handlers = [kept];
  log.filters = [];
  log.propagate = false;
  log.setLevel('DEBUG');
});

afterEach(() => restore());

describe('a logging call', () => {
  it('makes one record with what it was given', () => {
    log.warning('%s: %d left', 'tea', 2, { item: 7 });
    const [record] = kept.records as [LogRecord];
    expect(record.getMessage()).toBe('tea: 2 left');
    expect(record).toMatchObject({
      name: 'shop.cart',
      levelno: 30,
      levelname: 'WARNING',
      extra: { item: 7 },
    });
  });

  it('calls a function for the text only when a handler needs it, and once', () => {
    let calls = 0;
    const msg = (): string => `call ${++calls}`;
    log.info(msg);
    expect(calls).toBe(0);
    const [record] = kept.records as [LogRecord];
    expect([record.getMessage(), record.message, calls]).toEqual(['call 1', 'call 1', 1]);
  });

  it('of a disabled level makes no record, reads no clock and asks no caller', () => {
    log.setLevel('ERROR');
    const { emitted } = getStats();
    const { now, caller } = { ...platform.calls };
    for (let i = 0; i < 100; i++) log.debug('x %s', i, { a: 1 });
    expect(kept.records).toEqual([]);
    expect(getStats().emitted).toBe(emitted);
    expect(platform.calls).toMatchObject({ now, caller });
  });

  it('asks for the caller only once a formatter prints it', () => {
    settings.callerInfo = false;
    log.info('x');
    expect(platform.calls.caller).toBe(0);
    settings.callerInfo = 'auto';
    new Formatter('%(lineno)d');
    log.info('x');
    expect(platform.calls.caller).toBeGreaterThan(0);
  });

  it('with a level that is no integer is reported, and logs nothing', () => {
    log.log('10' as never, 'x');
    expect(kept.records).toEqual([]);
    expect(platform.stderrText).toContain('level must be an integer');
  });

  it('with an argument too many is reported by the handler that formats it, in the words of Python', () => {
    log.handlers = [new StreamHandler({ write: () => undefined })];
    log.info('x', 1);
    expect(platform.stderrText).toContain('--- Logging error ---');
    expect(platform.stderrText).toContain('not all arguments converted during string formatting');
    expect(platform.stderrText).toContain("Message: 'x'");
  });

  it('reports nothing where raiseExceptions is false, but counts it', () => {
    settings.raiseExceptions = false;
    const { errors } = getStats();
    log.handlers = [new StreamHandler({ write: () => undefined })];
    log.info('x', 1);
    settings.raiseExceptions = true;
    expect(platform.stderrText).toBe('');
    expect(getStats().errors).toBe(errors + 1);
  });

  it('reaches the other handlers when one fails', () => {
    const failing = new Handler();
    log.handlers = [failing, kept];
    log.info('x');
    expect(kept.records).toHaveLength(1);
    expect(platform.stderrText).toContain('emit must be implemented');
  });

  it('survives a filter that throws', () => {
    log.addFilter(() => {
      throw new Error('bad filter');
    });
    log.info('x');
    expect(platform.stderrText).toContain('bad filter');
  });
});

describe('a handler that logs', () => {
  it('comes to an end, and what it logged first is emitted', () => {
    const seen: string[] = [];
    class Chatty extends Handler {
      override emit(record: LogRecord): void {
        seen.push(record.getMessage());
        log.info('from inside %s', record.getMessage());
      }
    }
    log.handlers = [new Chatty()];
    const { dropped } = getStats();
    log.info('first');
    expect(seen).toEqual(['first', 'from inside first']);
    expect(getStats().dropped).toBe(dropped + 1);
  });

  it('a value that logs while it is formatted gets both records through, the outer one first', () => {
    const lines: string[] = [];
    log.handlers = [new StreamHandler({ write: (text) => lines.push(text) })];
    log.info('value: %s', {
      toString() {
        log.info('inner');
        return 'x';
      },
    });
    expect(lines).toEqual(['value: x\n', 'inner\n']);
  });
});

describe('basicConfig', () => {
  afterEach(() => {
    root.handlers = [];
    root.setLevel('WARNING');
  });

  it('writes the format of Python to stderr by default', () => {
    root.handlers = [];
    basicConfig({ level: 'INFO' });
    root.info('open');
    expect(platform.stderrText).toBe('INFO:root:open\n');
  });

  it('logs to the console where the host would rather have that', () => {
    restore();
    restore = replacePlatform(Object.assign(platform, { prefersConsole: true }));
    root.handlers = [];
    basicConfig({ level: 'INFO' });
    root.warning('open');
    expect(platform.consoleCalls).toEqual([['warn', 'WARNING:root:open']]);
    expect(platform.stderrText).toBe('');
  });

  it('does nothing the second time, unless forced', () => {
    basicConfig({ level: 'INFO' });
    basicConfig({ level: 'DEBUG' });
    expect(root.level).toBe(20);
    basicConfig({ level: 'DEBUG', force: true });
    expect([root.level, root.handlers.length]).toEqual([10, 1]);
  });

  it.each([
    [
      { stream: { write: () => 0 }, filename: 'x' },
      "'stream' and 'filename' should not be specified together",
    ],
    [
      { handlers: [], filename: 'x' },
      "'stream' or 'filename' should not be specified together with 'handlers'",
    ],
    [{ colour: true }, 'Unrecognised argument(s): colour'],
    [{ style: '!' }, 'Style must be one of: %,{,$'],
    [{ level: 'LOUD' }, "Unknown level: 'LOUD'"],
    [{ handlers: [null] }, 'handlers[0] must be a handler, not null'],
    [{ handlers: ['console'] }, "handlers[0] must be a handler, not 'console'"],
  ])('refuses %o and changes nothing', (config, message) => {
    root.handlers = [kept];
    expect(() => basicConfig({ ...(config as object), force: true })).toThrow(message);
    expect(root.handlers).toEqual([kept]);
  });

  it('says what to do where the host has no files', () => {
    root.handlers = [];
    expect(() => basicConfig({ filename: 'app.log' })).toThrow(/no files.*HTTPHandler/s);
  });
});
