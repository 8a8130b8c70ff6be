import { vi } from 'vitest';

/** The core as it is just after import, with nothing of what earlier tests configured. */
export async function freshCore(): Promise<typeof import('./index.js')> {
  Reflect.deleteProperty(globalThis, Symbol.for('loggia.state.v1'));
  vi.resetModules();
  return import('./index.js');
}
