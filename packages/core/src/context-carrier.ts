import type { AsyncContext, Platform } from './platform.js';
import { shared, state } from './state.js';

interface Carriers {
  madeBy: Platform | undefined;
  byName: Map<string, AsyncContext>;
}

/**
 * The carrier of that name, shared by all copies of Loggia in the process. Where the platform has no
 * asynchronous context, its value lasts for the synchronous extent of the body alone: what runs after an
 * `await` in it has none. To keep it until a promise settles would show one call's value to another one
 * that runs meanwhile, and nothing may leak.
 */
export function contextCarrier(name: string): AsyncContext {
  const carriers = shared<Carriers>('context', () => ({ madeBy: undefined, byName: new Map() }));
  const { platform } = state;
  // A carrier of the platform that was replaced would not follow promises, or not end with a test.
  if (carriers.madeBy !== platform) {
    carriers.madeBy = platform;
    carriers.byName.clear();
  }
  let carrier = carriers.byName.get(name);
  if (carrier === undefined) {
    carrier = platform.asyncContext?.() ?? synchronousContext();
    carriers.byName.set(name, carrier);
  }
  return carrier;
}

function synchronousContext(): AsyncContext {
  let current: unknown;
  return {
    get: () => current,
    run(value, body) {
      const before = current;
      current = value;
      try {
        return body();
      } finally {
        current = before;
      }
    },
  };
}
