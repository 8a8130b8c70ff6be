import { ValueError } from '../errors.js';
import { quote } from '../format/python-text.js';
import { isPlainObject } from '../plain-object.js';
import type { Callable, ClassKind } from './class-spec.js';
import { type Converter, EntryReference, FAILED } from './convert.js';
import { didYouMean } from './nearest.js';
import { type ObjectPlan, type PlanContext, planObject, type Refer } from './plan-object.js';
import { type Complain, joinPath, pythonError, shown } from './problems.js';
import { findClass, type Scope, type UnresolvedError } from './resolve.js';

/** Stands for something without a name, which is made for one entry alone: a queue. */
export class PartReference {
  readonly plan: ObjectPlan;

  constructor(plan: ObjectPlan) {
    this.plan = plan;
  }
}

/** Stands for what makes a listener: a class or function, or what makes that. */
export class ListenerReference {
  readonly maker: Callable | ObjectPlan;

  constructor(maker: Callable | ObjectPlan) {
    this.maker = maker;
  }
}

/** Thrown when a handler needs another that Python would not have made yet; it is tried again after all others. */
export class NotYet extends Error {}

/** The name of a handler that is there and made. */
type FindHandler = (name: unknown, path: string, complain: Complain, words: ReferenceWords) => unknown;

/** Python's words for a handler that cannot be used. */
interface ReferenceWords {
  readonly sentence: string;
  readonly notYet: string;
}

/**
 * What handlers may refer to.
 *
 * @param handlers - The names of all handlers.
 * @param mayWait - Whether a handler that is not made yet may be waited for.
 */
export function referrer(
  handlers: readonly string[],
  converter: Converter,
  scope: Scope,
  mayWait: () => boolean,
): Refer {
  const findHandler: FindHandler = (name, path, complain, words) => {
    // What stands for a handler, or one itself.
    if (name instanceof EntryReference || typeof (name as { handle?: unknown } | null)?.handle === 'function')
      return name;
    const known = typeof name === 'string' && handlers.includes(name);
    if (known && converter.isMade('handlers', name)) return new EntryReference('handlers', name);
    if (known && mayWait()) throw new NotYet();
    const why = known ? pythonError('TypeError', words.notYet) : pythonError('KeyError', shown(name));
    const problem = known
      ? `handler ${quote(name)} waits for another handler itself, or for this one: handlers are made in the order of their names, ` +
        'and those that wait for others once more after that'
      : `there is no handler ${shown(name)}${typeof name === 'string' ? didYouMean(name, handlers) : ''}`;
    complain(path, problem, new ValueError(words.sentence, { cause: why }));
    return FAILED;
  };
  const refer: Refer = ({ refersTo, allowed }, value, path, complain) => {
    if (refersTo === 'queue') return findQueue(value, path, context, complain);
    if (refersTo === 'listener') return findListener(value, path, context, complain);
    if (refersTo === 'handler') {
      return findHandler(value, path, complain, {
        sentence: `Unable to set target handler ${shown(value)}`,
        notYet: 'target not configured yet',
      });
    }
    if (!Array.isArray(value)) {
      complain(path, `must be ${allowed}, not ${shown(value)}`, pythonError('TypeError', 'not iterable'));
      return FAILED;
    }
    const found = value.map((raw, i) => {
      const name = converter.shallow(raw, joinPath(path, i), complain);
      if (name === FAILED) return FAILED;
      return findHandler(name, joinPath(path, i), complain, {
        sentence: `Unable to set required handler ${shown(name)}`,
        notYet: `Required handler ${shown(name)} is not configured yet`,
      });
    });
    return found.includes(FAILED) ? FAILED : found;
  };
  const context: PlanContext = { scope, converter, refer };
  return refer;
}

function findQueue(value: unknown, path: string, context: PlanContext, complain: Complain): unknown {
  if (typeof (value as { put?: unknown }).put === 'function') return value;
  const plan = planPart('queue', value, path, context, complain);
  return plan === FAILED ? FAILED : new PartReference(plan);
}

function findListener(value: unknown, path: string, context: PlanContext, complain: Complain): unknown {
  if (typeof value === 'function') return new ListenerReference(value);
  if (typeof value === 'string') {
    try {
      const found = findClass(value, 'listener', context.scope);
      return new ListenerReference('type' in found ? found.type : found.spec.type);
    } catch (error) {
      complain(path, (error as UnresolvedError).cure, error as Error);
      return FAILED;
    }
  }
  const plan = planPart('listener', value, path, context, complain);
  return plan === FAILED ? FAILED : new ListenerReference(plan);
}

/** A part is the name of what makes it, or an entry with `()`. */
function planPart(
  kind: ClassKind,
  value: unknown,
  path: string,
  context: PlanContext,
  complain: Complain,
): ObjectPlan | typeof FAILED {
  const entry = typeof value === 'string' || typeof value === 'function' ? { '()': value } : value;
  if (!isPlainObject(entry) || !('()' in entry)) {
    const cause = pythonError('TypeError', `Invalid ${kind} specifier ${shown(value)}`);
    complain(
      path,
      `must be a ${kind}, its class, or an object with '()' that says what makes one, not ${shown(value)}`,
      cause,
    );
    return FAILED;
  }
  const below: Complain = (key, message, cause) => complain(joinPath(path, key), message, cause);
  return planObject(kind, entry, [], context, below) ?? FAILED;
}
