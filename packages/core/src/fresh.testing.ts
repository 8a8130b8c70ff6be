import { vi } from 'vitest';

/** The core as it is just after import, with nothing of what earlier tests configured. */
export async function freshCore(): Promise<typeof import('./index.js')> {
  Reflect.deleteProperty(globalThis, Symbol.for('loggia.state.v1'));
  vi.resetModules();
  return import('./index.js');
}

/** The same, and what configures it. */
export async function freshConfig(): Promise<{
  core: typeof import('./index.js');
  config: typeof import('./config.js');
}> {
  return { core: await freshCore(), config: await import('./config.js') };
}
