import type { Fields } from './call.js';
import { contextCarrier } from './context-carrier.js';
import type { AsyncContext } from './platform.js';
import { reportError } from './report.js';
import { shared } from './state.js';

const NO_FIELDS: Readonly<Fields> = /* @__PURE__ */ Object.freeze({});

/**
 * Runs `fn` with fields that all records made meanwhile can carry, whoever makes them: a `ContextFilter` on a
 * logger or handler puts them there. Contexts nest; an inner field hides an outer one of the same name.
 *
 * Where the platform has an asynchronous context (Node, Deno, Bun), the fields follow whatever `fn` starts,
 * through promises, timers and events. In browsers they last for the synchronous extent of `fn`: after its
 * first `await` they are gone, since otherwise calls that overlap would show each other's fields. There,
 * open the context anew after an `await`, or pass a logger made by `logger.with(fields)` along.
 *
 * @param fields - Copied when the context begins.
 * @returns What `fn` returns; what it throws is thrown on.
 * @example
 * ```ts
 * import { ContextFilter, getLogger, withContext } from 'loggia';
 * getLogger().handlers[0]?.addFilter(new ContextFilter());
 * withContext({ requestId: 'r-17' }, () => getLogger('shop').warning('out of stock')); // extra.requestId
 * ```
 */
export function withContext<T>(fields: Fields, fn: () => T): T {
  const context = carrier();
  return context.run(merge(getContext(), fields), fn);
}

/**
 * The fields of the context that is open here, those of outer ones among them; frozen, and empty outside of any.
 *
 * @example
 * ```ts
 * import { getContext, withContext } from 'loggia';
 * withContext({ user: 'ada' }, () => withContext({ step: 2 }, getContext)); // { user: 'ada', step: 2 }
 * ```
 */
export function getContext(): Readonly<Fields> {
  return (carrier().get() as Readonly<Fields> | undefined) ?? outermost();
}

/**
 * Gives every context of the program these fields, as if all of it ran within them, until the result is disposed of.
 * Fields of `withContext` hide those of the same name.
 *
 * @param fields - Copied; or a function, asked each time, for fields that change.
 * @example
 * ```ts
 * import { getContext, installContext } from 'loggia';
 * using _ = installContext({ region: 'eu-1' });
 * getContext(); // { region: 'eu-1' }
 * ```
 */
export function installContext(fields: Fields | (() => Fields)): Disposable {
  const copy = typeof fields === 'function' ? undefined : merge(NO_FIELDS, fields);
  const source = copy === undefined ? (fields as () => Fields) : () => copy;
  sources().add(source);
  return { [Symbol.dispose]: () => void sources().delete(source) };
}

function sources(): Set<() => Readonly<Fields>> {
  return shared('rootContext', () => new Set());
}

function outermost(): Readonly<Fields> {
  let fields = NO_FIELDS;
  for (const source of sources()) fields = merge(fields, source);
  return fields;
}

function carrier(): AsyncContext {
  return contextCarrier('fields');
}

function merge(outer: Readonly<Fields>, inner: Fields | (() => Fields)): Readonly<Fields> {
  try {
    return Object.freeze({ ...outer, ...(typeof inner === 'function' ? inner() : inner) });
  } catch (error) {
    // A field that cannot be read must not keep the application's function from running.
    reportError(null, error);
    return outer;
  }
}
