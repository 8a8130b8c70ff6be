import { fakePlatform } from '@loggia/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Formatter } from './format/formatter.js';
import { Handler } from './handler.js';
import { HTTPHandler } from './handlers/http.js';
import type { Logger } from './logger.js';
import type { LogRecord } from './record.js';
import { getLogRecordFactory, setLogRecordFactory } from './record-factory.js';
import { reportError } from './report.js';
import { getLogger, getStats } from './root.js';
import { replacePlatform } from './state.js';

/** Keeps texts, and perhaps does something with each record first. */
class Lines extends Handler {
  readonly lines: string[] = [];
  readonly #first: (record: LogRecord) => void;

  constructor(first: (record: LogRecord) => void = () => undefined) {
    super();
    this.#first = first;
  }

  override emit(record: LogRecord): void {
    this.#first(record);
    this.lines.push(this.format(record));
  }
}

const platform = fakePlatform();
let log: Logger;
let other: Lines;
let restore: () => void;
let stderrBefore: string;

beforeEach(() => {
  restore = replacePlatform(platform);
  stderrBefore = platform.stderrText;
  log = getLogger('inside');
  log.setLevel('DEBUG');
  log.propagate = false;
  other = new Lines();
});

afterEach(() => {
  log.handlers = [];
  log.filters = [];
  restore();
});

/** What was reported on stderr during this test. */
function reports(): string[] {
  return platform.stderrText.slice(stderrBefore.length).match(/^\w*Error: .*$/gm) ?? [];
}

/** Logs with both handlers, in either order. The other one must have got each record. */
function tryBothOrders(subject: Lines, act: () => void): void {
  for (const handlers of [
    [subject, other],
    [other, subject],
  ]) {
    other.lines.length = 0;
    subject.lines.length = 0;
    log.handlers = handlers;
    act();
    expect(other.lines).toEqual(expect.arrayContaining(['one', 'two']));
  }
}

const twice = (): void => {
  log.info('one');
  log.info('two');
};

describe('a handler that logs', () => {
  it('does not hear itself without end, and others lose nothing', () => {
    const subject = new Lines((record) => log.debug('about %s', record.getMessage()));
    tryBothOrders(subject, () => {
      twice();
      expect(subject.lines.filter((line) => line === 'one' || line === 'two')).toEqual(['one', 'two']);
      expect(other.lines.length).toBeLessThan(20);
    });
  });

  it('comes to an end where two of them log to each other', () => {
    const [left, right] = [getLogger('inside.left'), getLogger('inside.right')];
    left.handlers = [new Lines(() => right.info('from left'))];
    right.handlers = [new Lines(() => left.info('from right'))];
    log.addHandler(other);
    left.info('one');
    expect(other.lines).toContain('one');
    expect(other.lines.length).toBeLessThan(50);
    left.handlers = right.handlers = [];
  });

  it('and throws is reported, and others lose nothing', () => {
    const subject = new Lines(() => {
      log.debug('before the fall');
      throw new Error('fallen');
    });
    tryBothOrders(subject, twice);
    expect(reports()).toContain('Error: fallen');
  });
});

describe('a formatter that logs', () => {
  it('does not hear itself without end, and others lose nothing', () => {
    class Chatty extends Formatter {
      override format(record: LogRecord): string {
        log.debug('formatting');
        return super.format(record);
      }
    }
    const subject = new Lines();
    subject.setFormatter(new Chatty());
    tryBothOrders(subject, () => {
      twice();
      expect(subject.lines).toEqual(expect.arrayContaining(['one', 'two']));
      expect(other.lines.length).toBeLessThan(20);
    });
  });

  it('as a value being formatted is heard in order, once', () => {
    const value = {
      toString() {
        log.info('two');
        return 'one';
      },
    };
    log.handlers = [other];
    log.info('%s', value);
    expect(other.lines).toEqual(['one', 'two']);
  });
});

describe('a filter that throws', () => {
  const broken = (): never => {
    throw new Error('no opinion');
  };

  it('costs its handler the record, is reported and counted, and others lose nothing', () => {
    const subject = new Lines();
    subject.addFilter(broken);
    const { errors } = getStats();
    tryBothOrders(subject, twice);
    expect(subject.lines).toEqual([]);
    expect(reports()).toEqual(Array(4).fill('Error: no opinion'));
    expect(getStats().errors).toBe(errors + 4);
  });

  it('on a logger costs that logger the record, is reported, and does not reach the application', () => {
    log.handlers = [other];
    log.addFilter(broken);
    log.info('lost');
    log.removeFilter(broken);
    twice();
    expect(other.lines).toEqual(['one', 'two']);
    expect(reports()).toEqual(['Error: no opinion']);
  });
});

describe('a filter that logs', () => {
  it('on a handler does not hear itself without end, and others lose nothing', () => {
    const subject = new Lines();
    subject.addFilter(() => {
      log.debug('considering');
      log.debug('again');
      return true;
    });
    tryBothOrders(subject, () => {
      twice();
      expect(subject.lines).toEqual(expect.arrayContaining(['one', 'two']));
      expect(other.lines.length).toBeLessThan(2000);
    });
    expect(reports()).toContain('RangeError: logging calls itself without end');
  });

  it('on a logger does not hear itself without end', () => {
    log.handlers = [other];
    log.addFilter(() => {
      log.debug('considering');
      return true;
    });
    twice();
    expect(other.lines).toEqual(expect.arrayContaining(['one', 'two']));
    expect(other.lines.length).toBeLessThan(100);
    expect(reports().length).toBeLessThan(10);
  });
});

describe('a record factory that logs', () => {
  it('does not hear itself without end', () => {
    log.handlers = [other];
    const before = getLogRecordFactory();
    setLogRecordFactory((...args) => {
      log.debug('making');
      return before(...args);
    });
    try {
      twice();
    } finally {
      setLogRecordFactory(before);
    }
    expect(other.lines).toEqual(expect.arrayContaining(['one', 'two']));
    expect(other.lines.length).toBeLessThan(100);
    expect(reports().length).toBeLessThan(10);
  });
});

describe('a handleError that logs', () => {
  it('does not hear itself without end, and others lose nothing', () => {
    const subject = new Lines(() => {
      throw new Error('broken');
    });
    subject.handleError = (_record, error) => log.error('handler failed: %s', error);
    tryBothOrders(subject, twice);
    expect(other.lines.length).toBeLessThan(100);
  });
});

describe('a transport that logs', () => {
  it('does not keep itself busy: the logger never hears itself without end', async () => {
    const sent: string[] = [];
    const ship = new HTTPHandler('/logs', {
      fetch: async (_url, { body }) => {
        sent.push(String(body));
        log.debug('sending');
        return { status: 204, headers: { get: () => null }, text: async () => '' };
      },
    });
    log.handlers = [ship, other];
    twice();
    await platform.advanceAsync(60_000);
    expect(other.lines.slice(0, 2)).toEqual(['one', 'two']);
    expect(sent[0]).toContain('"one"');
    expect(sent.length).toBeLessThan(40);
    await ship.close();
  });

  it('and fails is not heard more with each attempt, and others lose nothing', async () => {
    const ship = new HTTPHandler('/logs', {
      fetch: async () => {
        log.debug('sending');
        throw new Error('no network');
      },
    });
    log.handlers = [ship, other];
    twice();
    await platform.advanceAsync(600_000);
    expect(other.lines.slice(0, 2)).toEqual(['one', 'two']);
    expect(other.lines.length).toBeLessThan(100);
    log.handlers = [other];
    void ship.close();
  });
});

it('reports an error with its message, though the engine’s stack does not have it', () => {
  const error = new TypeError('no sink');
  error.stack = 'emit@http://s/a.js:1:1\n';
  reportError(null, error);
  expect(platform.stderrText.slice(stderrBefore.length)).toBe(
    '--- Logging error ---\nTypeError: no sink\nemit@http://s/a.js:1:1\n\n',
  );
});
