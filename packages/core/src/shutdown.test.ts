import { fakePlatform } from '@loggia/testing';
import { describe, expect, it } from 'vitest';
import { freshCore } from './fresh.testing.js';

async function start() {
  const core = await freshCore();
  const platform = fakePlatform();
  core.replacePlatform(platform);
  const calls: string[] = [];
  class Noting extends core.Handler {
    constructor(
      readonly id: string,
      readonly failure?: unknown,
    ) {
      super();
    }
    override async flush(): Promise<void> {
      await null;
      calls.push(`flush ${this.id}`);
      if (this.failure) throw this.failure;
    }
    override close(): void {
      calls.push(`close ${this.id}`);
      super.close();
    }
  }
  return { core, platform, calls, Noting };
}

describe('shutdown', () => {
  it('flushes and closes every open handler, the youngest first, one after the other', async () => {
    const { core, calls, Noting } = await start();
    const handlers = [new Noting('a'), new Noting('b'), new Noting('c')];
    handlers[1]?.close();
    calls.length = 0;
    await core.shutdown();
    expect(calls).toEqual(['flush c', 'close c', 'flush a', 'close a']);
    await core.shutdown();
    expect(calls).toHaveLength(4);
  });

  it('ignores system errors and value errors', async () => {
    const { core, platform, Noting } = await start();
    const handlers = [
      new Noting('a', Object.assign(new Error('closed'), { code: 'EBADF' })),
      new Noting('b', new core.ValueError('closed')),
    ];
    await expect(core.shutdown(handlers)).resolves.toBeUndefined();
    expect(platform.stderrText).toBe('');
  });

  it('rejects for any other error, after the remaining handlers were closed, if raiseExceptions is on', async () => {
    const { core, platform, calls, Noting } = await start();
    const handlers = [new Noting('a'), new Noting('b', new Error('bug'))];
    await expect(core.shutdown(handlers)).rejects.toThrow('bug');
    expect(calls).toEqual(['flush b', 'close b', 'flush a', 'close a']);
    expect(platform.stderrText).toContain('bug');
    core.settings.raiseExceptions = false;
    await expect(core.shutdown(handlers)).resolves.toBeUndefined();
  });

  it('leaves out the flush of a handler that is not to be flushed on close', async () => {
    const { core, calls, Noting } = await start();
    const memory = new core.MemoryHandler(10, { target: new Noting('target'), flushOnClose: false });
    memory.handle(core.makeLogRecord({ msg: 'x', levelno: 10 }));
    await core.shutdown([memory]);
    expect(calls).toEqual([]);
  });
});

describe('handlers by name', () => {
  it('are found until they are renamed or closed', async () => {
    const { core, Noting } = await start();
    const handler = new Noting('a');
    handler.name = 'first';
    expect(core.getHandlerByName('first')).toBe(handler);
    handler.name = 'second';
    expect([core.getHandlerByName('first'), core.getHandlerNames()]).toEqual([undefined, ['second']]);
    handler.close();
    expect(core.getHandlerNames()).toEqual([]);
  });

  it('are closed by using', async () => {
    const { core, calls, Noting } = await start();
    {
      using handler = new Noting('a');
      handler.name = 'a';
    }
    {
      await using handler = new Noting('b');
      handler.name = 'b';
    }
    expect(calls).toEqual(['close a', 'flush b', 'close b']);
    expect(core.getHandlerNames()).toEqual([]);
  });
});
