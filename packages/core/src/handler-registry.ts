import { shared } from './state.js';

/** What the registry knows of a handler; the class is defined above it. */
export interface RegisteredHandler {
  readonly name: string | null;
  flush(): void | Promise<void>;
  close(): void | Promise<void>;
}

/** The handlers of the process: found by name, and closed in the reverse order of their creation. */
interface HandlerRegistry {
  readonly named: Map<string, RegisteredHandler>;
  /** Weak, so that a handler which nobody uses any more can be collected; in order of creation. */
  created: WeakRef<RegisteredHandler>[];
  /** The length at which the dead references are cleared out next. */
  sweepAt: number;
}

const FIRST_SWEEP = 64;

function registry(): HandlerRegistry {
  return shared('handlers', () => ({ named: new Map(), created: [], sweepAt: FIRST_SWEEP }));
}

/** Notes a new handler, so that `shutdown` finds it. */
export function noteHandler(handler: RegisteredHandler): void {
  const known = registry();
  known.created.push(new WeakRef(handler));
  if (known.created.length >= known.sweepAt) {
    known.created = known.created.filter((reference) => reference.deref() !== undefined);
    known.sweepAt = known.created.length * 2 + FIRST_SWEEP;
  }
}

/** Forgets a handler that was closed. */
export function forgetHandler(handler: RegisteredHandler): void {
  const known = registry();
  known.created = known.created.filter((reference) => reference.deref() !== handler);
  renameHandler(handler, handler.name, null);
}

/** Moves a handler from one name to another. */
export function renameHandler(handler: RegisteredHandler, before: string | null, after: string | null): void {
  const { named } = registry();
  if (before !== null && named.get(before) === handler) named.delete(before);
  if (after !== null) named.set(after, handler);
}

/** Every open handler, the youngest first. */
export function openHandlers(): RegisteredHandler[] {
  return registry()
    .created.flatMap((reference) => reference.deref() ?? [])
    .reverse();
}

/** The handlers that have a name, by it. */
export function namedHandlers(): ReadonlyMap<string, RegisteredHandler> {
  return registry().named;
}
