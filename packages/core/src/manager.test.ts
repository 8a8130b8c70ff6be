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

  it('makes loggers of the class that was set', async () => {
    const { getLogger, Logger, setLoggerClass, getLoggerClass } = await freshCore();
    class MyLogger extends Logger {}
    setLoggerClass(MyLogger);
    expect(getLoggerClass()).toBe(MyLogger);
    expect(getLogger('mine')).toBeInstanceOf(MyLogger);
    expect(() => setLoggerClass(class Other {} as never)).toThrow(
      'logger not derived from logging.Logger: Other',
    );
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
