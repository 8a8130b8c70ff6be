import { describe, expect, it } from 'vitest';
import { getHandlerByName, root } from '../index.js';
import { dictConfig } from './core-config.js';
import { ListHandler, messageOf, oneHandler, test, useConfig } from './dict.testing.js';

useConfig();

describe('what Python allows', () => {
  it('are options in snake_case, beside camelCase', () => {
    dictConfig({
      ...oneHandler({ class: 'MemoryHandler', capacity: 3, flush_level: 'INFO', flush_on_close: false }),
      disableExistingLoggers: false,
    } as never);
    expect(getHandlerByName('h')).toMatchObject({ flushLevel: 20, flushOnClose: false });
    expect(
      messageOf(oneHandler({ class: 'MemoryHandler', capacity: 3, flush_level: 1, flushLevel: 2 })),
    ).toContain('handlers.h.flushLevel: says again what flush_level says');
  });

  it('are attributes on what was made', () => {
    dictConfig({
      version: 1,
      formatters: { f: { format: '%(asctime)s', '.': { default_msec_format: null, converter: 'utc' } } },
      handlers: { h: { class: 'StreamHandler', formatter: 'f', '.': { terminator: '|', custom: 1 } } },
    });
    expect(getHandlerByName('h')).toMatchObject({ terminator: '|', custom: 1 });
    expect(getHandlerByName('h')?.formatter).toMatchObject({ defaultMsecFormat: null, converter: 'utc' });
    expect(messageOf(oneHandler({ class: 'NullHandler', '.': { emit: 1 } }))).toContain('emit is a method');
  });

  it('is an HTTP receiver by host and path', async () => {
    const requests: unknown[] = [];
    const fetch = async (url: string, { method, headers, body }: Record<string, unknown>): Promise<never> => {
      requests.push({
        url,
        method,
        auth: (headers as Record<string, string>)['authorization'],
        body: String(body).slice(0, 5),
      });
      return { status: 200, headers: new Map(), text: async () => '' } as never;
    };
    dictConfig(
      {
        ...oneHandler({
          class: 'logging.handlers.HTTPHandler',
          host: 'logs.example:8080',
          url: '/in',
          method: 'POST',
          secure: true,
          credentials: ['ann', 'sécret'],
          fetch: 'ext://fetch',
        }),
        root: { handlers: ['h'] },
      } as never,
      { ext: { fetch } },
    );
    root.error('x');
    await getHandlerByName('h')?.flush();
    expect(requests).toEqual([
      { url: 'https://logs.example:8080/in', method: 'POST', auth: 'Basic YW5uOnPDqWNyZXQ=', body: 'name=' },
    ]);
  });

  it('is a formatter of one’s own by class, and a filter by class, too', () => {
    class Mine {
      constructor(readonly options: object) {}
      format(): string {
        return JSON.stringify(this.options);
      }
    }
    dictConfig({
      version: 1,
      formatters: {
        f: { class: Mine, format: 'x', date_format: 'y' },
        json: { class: 'JSONFormatter', fields: { service: 'shop' } },
      },
      filters: {
        limit: { class: 'RateLimitFilter', rate: 1 },
        secrets: { class: 'RedactingFilter', patterns: ['\\d{4}'] },
      },
      handlers: {
        a: { class: 'StreamHandler', formatter: 'f', filters: ['limit', 'secrets'] },
        b: { class: 'StreamHandler', formatter: 'json' },
      },
      root: { handlers: ['a', 'b'] },
    });
    root.error('pin 1234');
    expect(test.fake.stderrText).toContain('{"format":"x","date_format":"y"}\n{"time":');
    expect(test.fake.stderrText).toContain('"message":"pin [redacted]"');
  });
});

describe('cfg://', () => {
  it.each([
    ['cfg://x', "there is no 'x'"],
    ['cfg://my.lst[7]', 'IndexError: list index out of range'],
    ['cfg://my.leve', "there is no 'leve' (did you mean level?)"],
    ['cfg://my.loop', 'RecursionError'],
    ['cfg://my.level.x', 'TypeError'],
  ])('%s is told to lead nowhere', (level, cure) => {
    const my = { level: 'INFO', lst: [1], loop: 'cfg://my.loop' };
    expect(messageOf({ version: 1, my, root: { level } })).toContain(`root.level: '${level}': ${cure}`);
  });

  it('may make no configuration that is too large, or in itself', () => {
    const ext: Record<string, unknown> = {};
    for (let i = 0; i < 30; i++) ext[`a${i}`] = [`cfg://a${i + 1}`, `cfg://a${i + 1}`];
    const made = oneHandler({ '()': ListHandler, x: 'cfg://a0' });
    expect(messageOf({ ...made, ...ext, a30: 1 })).toContain('is too large');
    const cycle: unknown[] = [];
    cycle.push(cycle);
    expect(messageOf(oneHandler({ '()': ListHandler, cycle }))).toContain(
      'is nested too deeply, or in itself',
    );
  });
});
