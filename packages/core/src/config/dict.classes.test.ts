import { describe, expect, it } from 'vitest';
import { registerClass } from '../config.js';
import {
  getHandlerByName,
  Handler,
  LogQueue,
  type LogRecord,
  NullHandler,
  type QueueHandler,
  QueueListener,
  root,
  StreamHandler,
} from '../index.js';
import { dictConfig } from './core-config.js';
import { ListHandler, messageOf, oneHandler, useConfig } from './dict.testing.js';

useConfig();

describe('a queue handler', () => {
  it('has a queue, a listener and the handlers behind it', async () => {
    dictConfig({
      version: 1,
      handlers: {
        a_queue: { class: 'logging.handlers.QueueHandler', handlers: ['out'], respect_handler_level: true },
        out: { '()': ListHandler, level: 'ERROR' },
      },
      root: { handlers: ['a_queue'] },
    });
    const { listener, queue } = root.handlers[0] as QueueHandler;
    expect(queue).toBeInstanceOf(LogQueue);
    listener?.start();
    root.warning('low');
    root.error('high');
    await listener?.stop();
    expect((getHandlerByName('out') as ListHandler).texts).toEqual(['high']);
  });

  it('takes Python’s queues by name, its own by class, and a listener of the application', () => {
    class MyListener extends QueueListener {}
    class OtherListener {
      constructor(readonly options: object) {}
    }
    const queue = { '()': 'queue.Queue', maxsize: 5 };
    dictConfig(
      {
        version: 1,
        handlers: {
          a: { class: 'QueueHandler', queue, listener: 'shop.MyListener' },
          b: { class: 'QueueHandler', queue: 'LogQueue', listener: OtherListener },
        },
        root: { handlers: ['a', 'b'] },
      },
      { classes: { 'shop.MyListener': MyListener } },
    );
    const [a, b] = root.handlers as [QueueHandler, QueueHandler];
    expect((a.queue as LogQueue).capacity).toBe(5);
    expect(a.listener).toBeInstanceOf(MyListener);
    expect((b.listener as never as OtherListener).options).toEqual({
      queue: b.queue,
      handlers: [],
      respectHandlerLevel: false,
    });
  });

  it('that is replaced hands on what waits before the handlers behind it are closed', async () => {
    const one = (name: string): never =>
      ({
        version: 1,
        handlers: { out: { '()': ListHandler, name }, queue: { class: 'QueueHandler', handlers: ['out'] } },
        root: { handlers: ['queue'] },
      }) as never;
    dictConfig(one('a'));
    const out = getHandlerByName('out') as ListHandler;
    (root.handlers[0] as QueueHandler).listener?.start();
    root.error('last words');
    dictConfig(one('b'));
    await expect.poll(() => out.isClosed).toBe(true);
    expect(out.texts).toEqual(['last words']);
  });
});

describe('a class of the application', () => {
  it('gets one object, with the keys as written', () => {
    dictConfig(
      {
        ...oneHandler({ class: 'shop.ListHandler', max_size: 5, deep: { a_b: ['cfg://x'] } }),
        x: 'ERROR',
      } as never,
      {
        classes: { 'shop.ListHandler': ListHandler },
      },
    );
    expect((getHandlerByName('h') as ListHandler).options).toEqual({ max_size: 5, deep: { a_b: ['ERROR'] } });
  });

  it('is made as what it derives from, if it has no constructor of its own', () => {
    class Loud extends StreamHandler {
      override format(record: LogRecord): string {
        return super.format(record).toUpperCase();
      }
    }
    const lines: string[] = [];
    const stream = { write: (text: string) => lines.push(text) };
    dictConfig(
      { ...oneHandler({ class: 'Loud', stream: 'ext://lines' }), root: { handlers: ['h'] } } as never,
      {
        classes: { Loud },
        ext: { lines: stream },
      },
    );
    root.error('x');
    expect(lines).toEqual(['X\n']);
    expect(messageOf(oneHandler({ class: Loud, strem: 1 }))).toContain(
      'unknown option of Loud (did you mean stream?)',
    );
  });

  it('may be registered for all configurations', () => {
    registerClass('shop.Registered', ListHandler);
    dictConfig(oneHandler({ class: 'shop.Registered' }) as never);
    expect(getHandlerByName('h')).toBeInstanceOf(ListHandler);
    expect(() => registerClass('x', 'no class' as never)).toThrow(TypeError);
  });

  it('may say itself how it is made, and what it needs of other handlers', () => {
    class Tee extends Handler {
      readonly others: (Handler | undefined)[];
      constructor(others: (Handler | undefined)[]) {
        super();
        this.others = others;
      }
      static fromConfig(
        { to }: { to: string[] },
        { getHandler }: { getHandler(name: string): Handler | undefined },
      ): Tee {
        return new Tee(to.map(getHandler));
      }
    }
    dictConfig({
      version: 1,
      handlers: { a: { class: 'NullHandler' }, tee: { class: Tee, to: ['a', 'b'] } },
    });
    expect((getHandlerByName('tee') as Tee).others).toEqual([expect.any(NullHandler), undefined]);
  });

  it('gets handlers themselves by cfg://, if they are made before it', () => {
    dictConfig({
      version: 1,
      handlers: { a: { class: 'NullHandler' }, b: { '()': ListHandler, others: ['cfg://handlers.a'] } },
    });
    expect((getHandlerByName('b') as ListHandler).options).toEqual({ others: [getHandlerByName('a')] });
  });

  it('is found by ext:// flat, or through objects, and nowhere else', () => {
    const maker = (): Handler => new ListHandler();
    for (const ext of [{ 'a.b': maker }, { a: { b: maker } }, { a: Object.assign(() => 0, { b: maker }) }]) {
      expect(messageOf(oneHandler({ '()': 'a.b' }), { ext })).toBe('no mistake');
      expect(messageOf(oneHandler({ '()': 'ext://a.b' }), { ext })).toBe('no mistake');
    }
    for (const name of [
      'constructor',
      'a.constructor',
      '__proto__',
      'toString',
      'globalThis',
      'process.exit',
    ]) {
      expect(messageOf(oneHandler({ '()': `ext://${name}` }), { ext: { a: {} } })).toContain(
        "Unable to configure handler 'h'",
      );
      expect(messageOf(oneHandler({ '()': name }), { ext: { a: {} } })).toContain('unknown class');
    }
  });
});
