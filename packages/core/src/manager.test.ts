import { describe, expect, it } from 'vitest';
import { freshCore } from './fresh.testing.js';

describe('the tree', () => {
  it('gives the same logger for the same name, and the root for none', async () => {
    const { getLogger, root } = await freshCore();
    expect(getLogger('a.b')).toBe(getLogger('a.b'));
    expect([getLogger(), getLogger(''), getLogger('root')]).toEqual([root, root, root]);
  });

  it('ties a logger made later between those that are there', async () => {
    const { getLogger, root } = await freshCore();
    const leaf = getLogger('r.x.y');
    expect(leaf.parent).toBe(root);
    const middle = getLogger('r');
    expect([leaf.parent, middle.parent]).toEqual([middle, root]);
    middle.setLevel('DEBUG');
    expect(leaf.isEnabledFor(10)).toBe(true);
  });

  it('looks for ancestors as Python does where dots follow each other', async () => {
    const { getLogger, root } = await freshCore();
    const near = getLogger('a');
    expect(getLogger('a..b').parent).toBe(root);
    expect(getLogger('a.').parent).toBe(near);
    expect([...root.manager.loggerDict.keys()]).toEqual(['a', 'a..b', 'a.']);
    expect(getLogger('a..b').parent).toBe(getLogger('a.'));
    expect(getLogger('.c').parent).toBe(root);
  });

  it('follows a change of level, of parent and of disabled at once', async () => {
    const { getLogger, root, disable } = await freshCore();
    const log = getLogger('a.b');
    root.setLevel('DEBUG');
    expect(log.isEnabledFor(10)).toBe(true);
    log.parent = getLogger('quiet');
    getLogger('quiet').level = 40;
    expect(log.isEnabledFor(30)).toBe(false);
    log.parent = root;
    log.disabled = true;
    expect(log.isEnabledFor(50)).toBe(false);
    log.disabled = false;
    disable('INFO');
    expect([log.isEnabledFor(20), log.isEnabledFor(30)]).toEqual([false, true]);
  });

  it('a logger made by hand belongs to the tree of the process until it is given to another', async () => {
    const { Logger, Manager, root } = await freshCore();
    const log = new Logger('mine');
    expect(log.manager).toBe(root.manager);
    const other = new Manager(new Logger('root'));
    other.disable = 40;
    expect(log.isEnabledFor(40)).toBe(true);
    log.manager = other;
    expect([log.isEnabledFor(40), log.isEnabledFor(41)]).toEqual([false, true]);
  });

  it('a logger made by hand has the level it was made with', async () => {
    const { Logger } = await freshCore();
    const log = new Logger('mine', 'ERROR');
    expect([log.isEnabledFor(30), log.isEnabledFor(40)]).toEqual([false, true]);
  });

  it('a handler that is taken away leaves the others where they are', async () => {
    const { getLogger, NullHandler } = await freshCore();
    const [first, second, third] = [new NullHandler(), new NullHandler(), new NullHandler()];
    const log = getLogger('a');
    for (const handler of [first, second, third, second]) log.addHandler(handler);
    log.removeHandler(first);
    expect(log.handlers).toEqual([second, third]);
    log.removeHandler(first);
    expect(log.handlers).toEqual([second, third]);
  });

  it('of a handler that was put into the list twice, the first goes first', async () => {
    const { getLogger, NullHandler } = await freshCore();
    const [twice, once] = [new NullHandler(), new NullHandler()];
    const log = getLogger('a');
    log.handlers = [twice, once, twice];
    log.removeHandler(twice);
    expect(log.handlers.map((handler) => handler === once)).toEqual([true, false]);
  });

  it('a logger made late adopts only those that have no nearer ancestor', async () => {
    const { getLogger } = await freshCore();
    const leaf = getLogger('a.b.c');
    const middle = getLogger('a.b');
    const top = getLogger('a');
    expect([leaf.parent, middle.parent]).toEqual([middle, top]);
    expect([...top.getChildren()]).toEqual([middle]);
  });

  it('another manager has a tree of its own, and the one record factory', async () => {
    const { getLogger, getLogRecordFactory, Logger, LogRecord, Manager, root } = await freshCore();
    const other = new Manager(new Logger('root', 'ERROR'));
    const log = other.getLogger('a.b');
    expect(log).not.toBe(getLogger('a.b'));
    expect([log.manager, log.parent, getLogger('a.b').manager]).toEqual([other, other.root, root.manager]);
    expect(other.root.manager).toBe(other);
    expect(log.getEffectiveLevel()).toBe(40);
    const factory = (...args: ConstructorParameters<typeof LogRecord>) => new LogRecord(...args);
    other.setLogRecordFactory(factory);
    expect(getLogRecordFactory()).toBe(factory);
  });

  it('makes loggers of the class that was set', async () => {
    const { getLogger, Logger, setLoggerClass, getLoggerClass } = await freshCore();
    class MyLogger extends Logger {}
    setLoggerClass(MyLogger);
    expect(getLoggerClass()).toBe(MyLogger);
    expect(getLogger('mine')).toBeInstanceOf(MyLogger);
    expect(() => setLoggerClass(class Other {} as never)).toThrow(
      'logger not derived from logging.Logger: Other',
    );
    expect(() => setLoggerClass('Other' as never)).toThrow('logger not derived from logging.Logger: Other');
  });

  it('a class set on a manager counts before the one set for all', async () => {
    const { getLogger, Logger, root, setLoggerClass } = await freshCore();
    class ForAll extends Logger {}
    class ForThisTree extends Logger {}
    setLoggerClass(ForAll);
    root.manager.setLoggerClass(ForThisTree);
    expect(getLogger('mine')).toBeInstanceOf(ForThisTree);
    expect(() => root.manager.setLoggerClass(class Other {} as never)).toThrow(TypeError);
  });

  it('is shared by every copy of Loggia in the process', async () => {
    const first = await freshCore();
    const state = Reflect.get(globalThis, Symbol.for('loggia.state.v1'));
    const second = await freshCore();
    Reflect.set(globalThis, Symbol.for('loggia.state.v1'), state);
    const { vi } = await import('vitest');
    vi.resetModules();
    const third = await import('./index.js');
    expect(third.getLogger('a')).toBe(first.getLogger('a'));
    expect(third.getLogger('a')).not.toBe(second.getLogger('a'));
    third.setLoggerClass(first.Logger);
    expect(third.getLogger('b')).toBeInstanceOf(first.Logger);
  });
});

describe('the last resort', () => {
  it('writes warnings and worse to stderr when there is no handler', async () => {
    const core = await freshCore();
    const lines: string[] = [];
    core.replacePlatform({ ...core.neutralPlatform, stderr: { write: (text) => lines.push(text) } });
    core.getLogger('a').info('no');
    core.getLogger('a').warning('yes');
    expect(lines).toEqual(['yes\n']);
  });

  it('says once that there is no handler, if it was taken away', async () => {
    const core = await freshCore();
    const lines: string[] = [];
    core.replacePlatform({ ...core.neutralPlatform, stderr: { write: (text) => lines.push(text) } });
    core.settings.lastResort = null;
    core.getLogger('a').warning('x');
    core.getLogger('b').warning('x');
    expect(lines).toEqual(['No handlers could be found for logger "a"\n']);
  });
});
