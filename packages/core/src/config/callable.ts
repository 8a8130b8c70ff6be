import type { Callable, ClassSpec, ClassTable } from './class-spec.js';

/** How something of the application is made. */
export type Way =
  /** As one of the environment's: it derives from one, and has no constructor of its own. */
  | { readonly kind: 'table'; readonly spec: ClassSpec; readonly type: Callable }
  /** By its `static fromConfig(options, context)`. */
  | { readonly kind: 'fromConfig'; readonly type: Callable }
  /** Called with one object, by `new` if it is a class. */
  | { readonly kind: 'options'; readonly type: Callable; readonly spec: ClassSpec | undefined };

/** What is made how. `spec` is that of the class it derives from, if it is one that the environment knows. */
export function wayToMake(type: Callable, { classes, bases }: ClassTable): Way {
  if (typeof (type as { fromConfig?: unknown }).fromConfig === 'function')
    return { kind: 'fromConfig', type };
  const specs = new Map([...bases, ...Object.values(classes)].map((spec) => [spec.type, spec]));
  let hasConstructor = false;
  for (let one: unknown = type; typeof one === 'function'; one = Object.getPrototypeOf(one)) {
    const spec = specs.get(one);
    if (spec !== undefined) {
      return hasConstructor ? { kind: 'options', type, spec } : { kind: 'table', type, spec };
    }
    hasConstructor ||= declaresConstructor(one);
  }
  return { kind: 'options', type, spec: undefined };
}

/** Calls a class or a function with one object. */
export function callWithOptions(type: Callable, options: object): unknown {
  return isClass(type)
    ? new (type as unknown as new (options: object) => unknown)(options)
    : (type as (options: object) => unknown)(options);
}

// A class says so itself; what compilers make of one for old engines has a prototype with something in it.
function isClass(type: Callable): boolean {
  if (/^class\b/.test(sourceOf(type))) return true;
  const prototype: unknown = type.prototype;
  if (typeof prototype !== 'object' || prototype === null) return false;
  return (
    Object.getPrototypeOf(prototype) !== Object.prototype ||
    Reflect.ownKeys(prototype).some((key) => key !== 'constructor')
  );
}

// Nothing but the text tells. Compilers write `constructor() { super(...arguments); ... }` for fields.
function declaresConstructor(type: Callable): boolean {
  const source = sourceOf(type);
  if (!/^class\b/.test(source)) return true;
  return (
    /\bconstructor\s*\(/.test(source) &&
    !/\bconstructor\s*\(\s*\)\s*\{\s*super\(\.\.\.arguments\)/.test(source)
  );
}

function sourceOf(type: Callable): string {
  return Function.prototype.toString.call(type);
}
