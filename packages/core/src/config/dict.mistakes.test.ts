import { describe, expect, it } from 'vitest';
import type { ConfigError } from '../config.js';
import { root } from '../index.js';
import { checkConfig, dictConfig } from './core-config.js';
import { messageOf, oneHandler, useConfig } from './dict.testing.js';

useConfig();

describe('a mistake', () => {
  it.each([
    [
      { class: 'MemoryHandler', capacity: 1, flushLevl: 1 },
      "Unable to configure handler 'h': handlers.h.flushLevl: unknown option of MemoryHandler (did you mean flushLevel?)",
    ],
    [
      { class: 'MemoryHandler', capacity: 1, flush_on_clos: 1 },
      "Unable to configure handler 'h': handlers.h.flush_on_clos: unknown option of MemoryHandler (did you mean flushOnClose?)",
    ],
    [
      { class: 'MemoryHandler', capacity: 'x' },
      "Unable to configure handler 'h': handlers.h.capacity: must be an integer from 0 up, not 'x'",
    ],
    [
      { class: 'MemoryHandler' },
      "Unable to configure handler 'h': handlers.h.capacity: missing: MemoryHandler needs an integer from 0 up",
    ],
    [
      { class: 'logging.StreamHandle' },
      "Unable to configure handler 'h': handlers.h.class: unknown class 'logging.StreamHandle' (did you mean StreamHandler?)",
    ],
    [
      { class: 'NullHandler', level: 'debug' },
      "Unable to configure handler 'h': handlers.h.level: unknown level 'debug' (did you mean DEBUG?)",
    ],
    [
      { class: 'FileHandler', filename: 'x' },
      "Unable to configure handler 'h': handlers.h.class: FileHandler needs files or sockets, which this host lacks",
    ],
    [
      { class: 'Formatter' },
      "Unable to configure handler 'h': handlers.h.class: 'Formatter' is a formatter, not a handler",
    ],
    [
      { class: 'StreamHandler', stream: 'ext://sys.stdou' },
      "Unable to configure handler 'h': handlers.h.stream: 'ext://sys.stdou': ext:// knows what is passed as { ext }, and sys.stdout and sys.stderr (did you mean sys.stdout?)",
    ],
    [
      { class: 'QueueHandler', queue: [] },
      "Unable to configure handler 'h': handlers.h.queue: must be a queue, its class, or an object with '()'",
    ],
    [
      { class: 'QueueHandler', queue: { '()': 'LogQueue', capacity: 0 } },
      "Unable to configure handler 'h': handlers.h.queue.capacity: must be an integer from 1 up, not 0",
    ],
    [
      { class: 'QueueHandler', handlers: ['g'] },
      "Unable to configure handler 'h': handlers.h.handlers[0]: there is no handler 'g'",
    ],
    [
      { class: 'HTTPHandler', url: '/logs', retry: { bas: 1 } },
      "Unable to configure handler 'h': handlers.h.retry.bas: unknown option of retry (did you mean base?)",
    ],
    [
      { class: 'NullHandler', '.': { __proto__: null, constructor: 1 } },
      "Unable to configure handler 'h': handlers.h['.'].constructor: cannot be set",
    ],
  ])('in %j is told with its path and the cure', (handler, message) => {
    expect(messageOf(oneHandler(handler)).startsWith(message)).toBe(true);
  });

  it('does not hide the others', () => {
    const config = {
      version: 1,
      handler: {},
      formatters: { f: { format: 'no field' }, g: { style: 'x' } },
      filters: { r: { class: 'RateLimitFilter', rate: 0 } },
      handlers: {
        file: { class: 'MemoryHandler', capacity: -1, formatter: 'brief', levl: 'INFO' },
        out: { class: 'StreamHandler', stream: 3 },
      },
      loggers: { 'shop.cart': { handlers: ['file', 'flie'], propagat: true } },
      root: { level: 'LOUD' },
    };
    const problems = checkConfig(config);
    expect(problems.map(({ path }) => path)).toEqual([
      'handler',
      'formatters.f',
      'formatters.g.style',
      'filters.r.rate',
      'handlers.file.formatter',
      'handlers.file.capacity',
      'handlers.file.levl',
      'handlers.out.stream',
      'loggers.shop.cart.handlers[1]',
      'loggers.shop.cart.propagat',
      'root.level',
    ]);
    const error = (() => {
      try {
        return dictConfig(config as never);
      } catch (thrown) {
        return thrown as ConfigError;
      }
    })() as ConfigError;
    expect(error.problems).toEqual(problems);
    expect(error.path).toBe('handler');
    for (const { path, message } of problems) expect(error.message).toContain(`${path}: ${message}`);
  });

  it('is not what strict: false lets pass, nor what cfg:// refers to', () => {
    const config = {
      version: 1,
      handler: { x: 1 },
      handlers: { h: { class: 'NullHandler', levl: 1 } },
      root: { hanlders: [] },
    };
    expect(checkConfig(config)).toHaveLength(3);
    expect(checkConfig(config, { strict: false })).toEqual([]);
    expect(checkConfig({ version: 1, logger: { x: 'INFO' }, root: { level: 'cfg://logger.x' } })).toEqual([]);
  });

  it('of checkConfig changes nothing, and runs nothing of the application', () => {
    const made = (): never => {
      throw new Error('was called');
    };
    expect(checkConfig(oneHandler({ '()': made, level: 'DEBUG' }))).toEqual([]);
    expect(root.handlers).toEqual([]);
  });

  it.each([null, 1, 'x', [], new Map()])('is %j in place of a configuration', (config) => {
    expect(messageOf(config)).toMatch(/^Unable to configure logging: a configuration is an object/);
  });

  it('is one, and not one for each letter, where a name stands in place of a list of names', () => {
    const handlers = { console: { class: 'NullHandler' }, c: { class: 'NullHandler' } };
    const path = 'root.handlers';
    expect(checkConfig({ version: 1, handlers, root: { handlers: 'console' } })).toEqual([
      { path, message: "must be a list of names, not 'console': write ['console']" },
    ]);
    expect(checkConfig({ version: 1, handlers, root: { handlers: 'c' } })).toEqual([]);
  });

  it('is told in a few lines, however many there are', () => {
    const loggers = Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`l${i}`, { level: 'NO' }]));
    expect(messageOf({ version: 1, loggers }).split('\n')).toHaveLength(21);
  });
});
