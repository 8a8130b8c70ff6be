import { describe, expect, it } from 'vitest';
import { Formatter, getHandlerByName, getLogger, type Handler, type MemoryHandler, root } from '../index.js';
import { dictConfig } from './core-config.js';
import { ListHandler, messageOf, oneHandler, test, useConfig } from './dict.testing.js';

useConfig();

describe('a configuration that fails', () => {
  it('leaves everything as it was, and closes what it had made', () => {
    dictConfig({
      version: 1,
      handlers: { a: { class: 'StreamHandler' } },
      loggers: { x: { handlers: ['a'], level: 5 } },
    });
    const before = getHandlerByName('a');
    const made: ListHandler[] = [];
    const make = (): Handler => {
      const handler = new ListHandler();
      made.push(handler, new ListHandler());
      return handler;
    };
    const fail = (): never => {
      throw new RangeError('no room');
    };
    const message = messageOf({
      version: 1,
      handlers: { a: { '()': make }, b: { '()': fail } },
      loggers: { x: { handlers: ['b'] }, y: {} },
    });
    expect(message).toBe("Unable to configure handler 'b': handlers.b: no room");
    expect(made.map(({ isClosed }) => isClosed)).toEqual([true, true]);
    expect(getLogger('x').handlers).toEqual([before]);
    expect(getHandlerByName('a')).toBe(before);
    expect(root.manager.loggerDict.has('y')).toBe(false);
  });

  it('undoes what it did when a logger of the application throws', () => {
    const log = getLogger('grumpy');
    log.addHandler = () => {
      throw new Error('not today');
    };
    dictConfig({ version: 1, disable_existing_loggers: false, root: { level: 'ERROR', handlers: [] } });
    const message = messageOf({
      version: 1,
      handlers: { h: { class: 'NullHandler' } },
      loggers: { calm: { level: 'DEBUG' }, grumpy: { handlers: ['h'] } },
      root: { level: 'DEBUG' },
    });
    expect(message).toMatch(/^Unable to configure logging: not today/);
    expect([root.level, getLogger('calm').level, getHandlerByName('h')]).toEqual([40, 0, undefined]);
  });

  it.each([
    ['gives no handler', () => ({})],
    ['gives nothing', () => undefined],
    ['gives a formatter', () => new Formatter()],
  ])('is one whose factory %s', (_, make) => {
    expect(messageOf(oneHandler({ '()': make }))).toMatch(
      /^Unable to configure handler 'h': handlers\.h: .* which is no handler/,
    );
  });
});

describe('a handler', () => {
  const config = (level: string, more: object = {}): never =>
    ({
      version: 1,
      formatters: { f: { format: '%(message)s' } },
      handlers: {
        out: { class: 'StreamHandler', level, formatter: 'f' },
        memory: { class: 'MemoryHandler', capacity: 10, target: 'out', ...more },
      },
      root: { handlers: ['memory'], level: 'DEBUG' },
    }) as never;

  it('that has not changed is the same, with what it holds', () => {
    dictConfig(config('INFO'));
    const before = [getHandlerByName('memory'), getHandlerByName('out')];
    root.info('held');
    dictConfig(structuredClone(config('INFO')));
    expect([getHandlerByName('memory'), getHandlerByName('out')]).toEqual(before);
    expect(getHandlerByName('memory')).toBe(before[0]);
    expect((before[0] as MemoryHandler).buffer).toHaveLength(1);
  });

  it('that is only told another level is the same, too', () => {
    dictConfig(config('INFO'));
    const before = getHandlerByName('out');
    dictConfig(config('ERROR'));
    expect(getHandlerByName('out')).toBe(before);
    expect(before?.level).toBe(40);
  });

  it('that was told another level by hand is told the configuration’s again', () => {
    dictConfig(config('INFO'));
    getHandlerByName('out')?.setLevel('CRITICAL');
    getHandlerByName('memory')?.setLevel('CRITICAL');
    dictConfig(config('INFO'));
    expect([getHandlerByName('out')?.level, getHandlerByName('memory')?.level]).toEqual([20, 0]);
  });

  it('that has changed is made anew, and what the old one held goes to its target', () => {
    dictConfig(config('INFO'));
    const before = getHandlerByName('memory');
    root.info('held');
    dictConfig(config('INFO', { capacity: 20 }));
    expect(getHandlerByName('memory')).not.toBe(before);
    expect(test.fake.stderrText).toBe('held\n');
  });

  it('that was closed is made anew', () => {
    dictConfig(config('INFO'));
    const before = getHandlerByName('out');
    void before?.close();
    dictConfig(config('INFO'));
    expect(getHandlerByName('out')).not.toBe(before);
  });

  it('whose description was changed in place has changed', () => {
    const options = { retries: [1] };
    const one = { version: 1, handlers: { h: { '()': ListHandler, options } }, root: { handlers: ['h'] } };
    dictConfig(one);
    const before = getHandlerByName('h') as ListHandler;
    dictConfig(one);
    expect(getHandlerByName('h')).toBe(before);
    options.retries.push(2);
    dictConfig(one);
    expect(getHandlerByName('h')).not.toBe(before);
    expect(before.isClosed).toBe(true);
  });

  it('that a logger keeps which the configuration does not mention stays open', () => {
    dictConfig({ version: 1, handlers: { h: { '()': ListHandler } }, root: { handlers: ['h'] } });
    const before = getHandlerByName('h') as ListHandler;
    dictConfig({ version: 1, loggers: { other: {} } });
    expect([root.handlers, before.isClosed, getHandlerByName('h')]).toEqual([[before], false, undefined]);
    dictConfig({ version: 1, root: { level: 'INFO', handlers: [] } });
    expect(before.isClosed).toBe(true);
  });
});
