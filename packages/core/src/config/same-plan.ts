import { isPlainObject, setOwn } from '../plain-object.js';
import { EntryReference } from './convert.js';
import type { ObjectPlan } from './plan-object.js';
import { ListenerReference, PartReference } from './plan-references.js';

/** A plan as it was, whatever becomes of the objects that it was read from. */
export function snapshot(plan: ObjectPlan): ObjectPlan {
  return { ...plan, options: copyData(plan.options), attributes: copyData(plan.attributes) };
}

/**
 * Whether two plans make the same. A handler that both refer to must be one that was kept, as `isKept` says.
 */
export function makesTheSame(a: ObjectPlan, b: ObjectPlan, isKept: (handler: string) => boolean): boolean {
  return (
    a.way.kind === b.way.kind &&
    a.way.type === b.way.type &&
    isSame(a.options, b.options, isKept) &&
    isSame(a.attributes, b.attributes, isKept)
  );
}

function isSame(a: unknown, b: unknown, isKept: (handler: string) => boolean): boolean {
  const same = (one: unknown, other: unknown): boolean => isSame(one, other, isKept);
  if (a instanceof EntryReference && b instanceof EntryReference) {
    return a.section === 'handlers' && b.section === a.section && a.name === b.name && isKept(a.name);
  }
  if (a instanceof PartReference && b instanceof PartReference) return makesTheSame(a.plan, b.plan, isKept);
  if (a instanceof ListenerReference && b instanceof ListenerReference) {
    if ('way' in a.maker && 'way' in b.maker) return makesTheSame(a.maker, b.maker, isKept);
    return a.maker === b.maker;
  }
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((one, i) => same(one, b[i]));
  }
  if (isData(a) && isData(b)) {
    const keys = Object.keys(a);
    return (
      keys.length === Object.keys(b).length &&
      keys.every((key) => Object.hasOwn(b, key) && same(a[key], b[key]))
    );
  }
  return Object.is(a, b);
}

/** An object literal that only holds values; one with methods is a thing of its own. */
function isData(value: unknown): value is Record<string, unknown> {
  return isPlainObject(value) && !Object.values(value).some((one) => typeof one === 'function');
}

/** A copy of what is only data; a thing of its own stays what it is. */
function copyData<T>(value: T): T {
  if (Array.isArray(value)) return value.map(copyData) as T;
  if (!isData(value)) return value;
  const copy: Record<string, unknown> = {};
  for (const [key, one] of Object.entries(value)) setOwn(copy, key, copyData(one));
  return copy as T;
}
