import { beforeEach, describe, expect, it } from 'vitest';
import { getLogger, Handler, INFO, type LogRecord } from './index.js';
import { loggingContext } from './logging-context.js';

class Noting extends Handler {
  readonly lines: string[] = [];
  closed = 0;
  override emit(record: LogRecord): void {
    this.lines.push(record.getMessage());
  }
  override async close(): Promise<void> {
    this.closed++;
    await null;
    await super.close();
  }
}

const log = getLogger('logging-context');
beforeEach(() => {
  log.handlers = [];
  log.setLevel(INFO);
  log.propagate = false;
});

describe('loggingContext', () => {
  it('sets the level and adds the handler, then puts both back and closes the handler', async () => {
    const handler = new Noting();
    {
      await using _ = loggingContext(log, { level: 'DEBUG', handler });
      log.debug('in');
      expect([log.level, log.handlers]).toEqual([10, [handler]]);
    }
    log.debug('out');
    expect([log.level, log.handlers, handler.lines, handler.closed]).toEqual([INFO, [], ['in'], 1]);
  });

  it('leaves the handler open with close: false, and the level alone if none is given', () => {
    const handler = new Noting();
    {
      using _ = loggingContext(log, { handler, close: false });
      log.setLevel('ERROR');
    }
    expect([log.level, log.handlers, handler.closed]).toEqual([40, [], 0]);
  });

  it('nests: the inner one leaves the outer one as it was, the same handler too', async () => {
    const handler = new Noting();
    {
      await using _outer = loggingContext(log, { level: 'ERROR', handler });
      {
        await using _inner = loggingContext(log, { level: 'NOTSET', handler });
        expect(log.level).toBe(0);
      }
      expect([log.level, log.handlers, handler.closed]).toEqual([40, [handler], 0]);
    }
    expect([log.level, log.handlers, handler.closed]).toEqual([INFO, [], 1]);
  });

  it('disposed of again does not undo what was set since', () => {
    const context = loggingContext(log, { level: 'ERROR' });
    context[Symbol.dispose]();
    log.setLevel('CRITICAL');
    context[Symbol.dispose]();
    expect(log.level).toBe(50);
  });

  it('refuses an unknown level before it changes anything', () => {
    const handler = new Noting();
    expect(() => loggingContext(log, { level: 'NOPE', handler })).toThrow("Unknown level: 'NOPE'");
    expect([log.level, log.handlers]).toEqual([INFO, []]);
  });
});
