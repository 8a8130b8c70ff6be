import { quote } from '../format/python-text.js';
import { isPlainObject } from '../plain-object.js';
import { wayToMake } from './callable.js';
import { type Callable, type ClassSpec, construct } from './class-spec.js';
import { nameReader } from './ini-names.js';
import { parseLiteral } from './literal.js';
import { shown } from './problems.js';
import { findClass, type Scope } from './resolve.js';

/** Keys of a handler's entry that are not for its class. */
const RESERVED: readonly string[] = ['class', 'level', 'formatter', 'filters'];

/** How a handler is made: what `dictConfig` is told. */
export interface HandlerEntry {
  /** `class` and its options by name, or `()`. */
  readonly entry: Readonly<Record<string, unknown>>;
  /** What the environment knows of the class, or of the one that it derives from. */
  readonly spec: ClassSpec | undefined;
}

/**
 * Reads `args`, which Python spreads: a text is its characters.
 *
 * @throws what Python raises.
 */
export function readArgs(text: string, scope: Scope): readonly unknown[] {
  const value = parseLiteral(text, nameReader(scope));
  if (Array.isArray(value)) return value;
  if (typeof value !== 'string')
    throw new TypeError(`args must be a tuple such as (1, 'a'), not ${shown(value)}`);
  if ([...value].length < 2) return [...value];
  throw new TypeError(`args must be a tuple, not a string: write a comma, (${quote(value)},)`);
}

/**
 * Reads a dict: `kwargs`, or the `defaults` of a formatter.
 *
 * @throws what Python raises.
 */
export function readDict(text: string, scope: Scope): Readonly<Record<string, unknown>> {
  const value = parseLiteral(text, nameReader(scope));
  if (!isPlainObject(value))
    throw new TypeError(`must be a dict such as {'delay': True}, not ${shown(value)}`);
  return value;
}

/**
 * Gives positional arguments the names of Python's parameters, so that the configurator checks them as it checks all
 * options, and knows a handler again that has not changed.
 *
 * @throws ValueError for a class that is not known; TypeError for arguments that do not fit.
 */
export function handlerEntry(
  className: string,
  args: readonly unknown[],
  kwargs: Readonly<Record<string, unknown>>,
  scope: Scope,
): HandlerEntry {
  const found = findClass(className, 'handler', scope);
  const way =
    'spec' in found
      ? { ...found, kind: 'table' as const, type: found.spec.type }
      : wayToMake(found.type, scope.table);
  const spec = way.kind === 'fromConfig' ? undefined : way.spec;
  if (way.kind === 'table') return { entry: { class: className, ...byName(way.spec, args, kwargs) }, spec };
  if (args.length === 0) return { entry: { class: className, ...checkNames(className, kwargs, []) }, spec };
  return { entry: { '()': () => constructOwn(way.type, args, kwargs) }, spec };
}

function constructOwn(
  type: Callable,
  args: readonly unknown[],
  kwargs: Readonly<Record<string, unknown>>,
): object {
  return construct(type, Object.keys(kwargs).length === 0 ? args : [...args, kwargs]);
}

function byName(
  { type, python }: ClassSpec,
  args: readonly unknown[],
  kwargs: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  if (args.length > python.length) {
    const takes = python.length === 0 ? 'none' : python.join(', ');
    throw new TypeError(
      `${type.name}() takes ${python.length} positional arguments at most (${takes}), not ${args.length}`,
    );
  }
  const named = Object.fromEntries(args.map((value, i) => [python[i]!, value]));
  for (const name of Object.keys(kwargs)) {
    if (Object.hasOwn(named, name))
      throw new TypeError(`${type.name}() got multiple values for argument ${quote(name)}`);
  }
  return { ...named, ...checkNames(type.name, kwargs, python) };
}

/** What is no name of an option must not be taken for a key of `dictConfig`. */
function checkNames(
  typeName: string,
  kwargs: Readonly<Record<string, unknown>>,
  python: readonly string[],
): Readonly<Record<string, unknown>> {
  for (const name of Object.keys(kwargs)) {
    if (!/^\w+$/.test(name) || (RESERVED.includes(name) && !python.includes(name))) {
      throw new TypeError(`${typeName}() got an unexpected keyword argument ${quote(name)}`);
    }
  }
  return kwargs;
}
