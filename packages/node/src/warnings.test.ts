import type { HostWarning } from '@loggia/core';
import { describe, expect, it } from 'vitest';
import { onWarning } from './warnings.js';

/** Emits a warning, and waits until the process has told its listeners. */
async function warn(...args: Parameters<typeof process.emitWarning>): Promise<void> {
  process.emitWarning(...args);
  await new Promise((resolve) => process.nextTick(resolve));
}

describe("Node's warnings", () => {
  it('are told with name, code and stack, until nobody listens any more', async () => {
    const heard: HostWarning[] = [];
    const stop = onWarning((warning) => heard.push(warning));
    try {
      await warn('old', { type: 'DeprecationWarning', code: 'DEP9999' });
      expect(heard).toEqual([
        {
          logger: 'node.warnings',
          name: 'DeprecationWarning',
          message: 'old',
          code: 'DEP9999',
          stack: expect.stringContaining('DeprecationWarning: old'),
        },
      ]);
      process.emit('warning', 'no error' as never);
      expect(heard[1]).toMatchObject({ name: 'Warning', message: 'no error' });
    } finally {
      stop();
    }
    const printed = process.listeners('warning');
    process.removeAllListeners('warning');
    await warn('unheard');
    for (const listener of printed) process.on('warning', listener);
    expect(heard).toHaveLength(2);
  });

  it('are not printed by Node meanwhile; afterwards it listens again, first as before', () => {
    const before = process.listeners('warning');
    const others = (): void => undefined;
    // The runner may have taken Node's own listener away.
    function nodes(): void {}
    Object.defineProperty(nodes, 'name', { value: 'onWarning' });
    process.prependListener('warning', nodes);
    process.on('warning', others);
    const stop = onWarning(() => undefined);
    expect(process.listeners('warning')).not.toContain(nodes);
    expect(process.listeners('warning')).toContain(others);
    stop();
    const after = process.listeners('warning');
    process.off('warning', nodes).off('warning', others);
    expect(after).toEqual([nodes, ...before, others]);
  });
});
