import { ValueError } from '../errors.js';
import { quote } from '../format/python-text.js';
import { isPlainObject, setOwn } from '../plain-object.js';
import { state } from '../state.js';
import { type Way, wayToMake } from './callable.js';
import type { ClassKind, ClassSpec } from './class-spec.js';
import { type Converter, FAILED } from './convert.js';
import { didYouMean } from './nearest.js';
import type { Option } from './option.js';
import { type Complain, joinPath, pathPart, pythonError, shown } from './problems.js';
import { findClass, nameOf, type Scope, type UnresolvedError } from './resolve.js';

/** Something that is to be made. */
export interface ObjectPlan {
  readonly kind: ClassKind;
  readonly way: Way;
  /** What it is made with; references stand for what they refer to. */
  readonly options: Readonly<Record<string, unknown>>;
  /** What is set on it then. */
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** Checks the values of options that refer to something else, and returns what stands for it, or FAILED. */
export type Refer = (option: Option<unknown>, value: unknown, path: string, complain: Complain) => unknown;

/** What planning needs to know of the configuration around an entry. */
export interface PlanContext {
  readonly scope: Scope;
  readonly converter: Converter;
  readonly refer: Refer;
}

type TableWay = Extract<Way, { kind: 'table' }>;
type Entry = Readonly<Record<string, unknown>>;

const IDENTIFIER = /^[a-z_][a-z0-9_]*$/i;
/** They would reach what other objects share. */
const FORBIDDEN: readonly string[] = ['__proto__', 'constructor', 'prototype'];

/**
 * Finds out how an entry is made and what with, and complains of all that is wrong with it.
 *
 * @param reserved - Keys that are not for its class.
 * @returns undefined if anything is wrong.
 */
export function planObject(
  kind: ClassKind,
  entry: Entry,
  reserved: readonly string[],
  context: PlanContext,
  complain: Complain,
): ObjectPlan | undefined {
  const way = findWay(kind, entry, context, complain);
  if (way === undefined) return undefined;
  let isGood = true;
  const note: Complain = (...problem) => {
    isGood = false;
    complain(...problem);
  };
  const maker = '()' in entry ? '()' : 'class';
  const keys = Object.keys(entry).filter((key) => key !== maker && key !== '.' && !reserved.includes(key));
  const options =
    way.kind === 'table'
      ? planTableOptions(way, pick(entry, keys), context, note)
      : planFreeOptions(way, pick(entry, keys), context, note);
  const attributes = planAttributes(entry['.'], context, note);
  const plan: ObjectPlan = { kind, way, options, attributes };
  // Formatters and filters touch nothing, so that what only they can tell is known before anything is changed.
  if (
    isGood &&
    way.kind === 'table' &&
    way.type === way.spec.type &&
    ['formatter', 'filter'].includes(kind)
  ) {
    tryOut(way.spec, options, note);
  }
  return isGood ? plan : undefined;
}

function findWay(kind: ClassKind, entry: Entry, context: PlanContext, complain: Complain): Way | undefined {
  const { scope, converter } = context;
  const key = '()' in entry ? '()' : 'class';
  let maker = converter.shallow(entry[key], key, complain);
  if (maker === FAILED) return undefined;
  if (maker === undefined || maker === null || maker === '') {
    maker = key === 'class' ? { formatter: 'Formatter', filter: 'Filter' }[kind as string] : undefined;
  }
  if (typeof maker === 'function') return wayToMake(maker, scope.table);
  if (typeof maker !== 'string') {
    const cause = pythonError('AttributeError', "'NoneType' object has no attribute 'split'");
    const cure =
      entry[key] === undefined ? `missing: name the ${kind}'s class, or what makes it as '()'` : undefined;
    complain(key, cure ?? `must be a class, a function or the name of one, not ${shown(maker)}`, cause);
    return undefined;
  }
  try {
    const found = findClass(maker, kind, scope);
    if ('type' in found) return wayToMake(found.type, scope.table);
    if (found.spec.kind === kind) return { kind: 'table', spec: found.spec, type: found.spec.type };
    complain(
      key,
      `${shown(maker)} is a ${found.spec.kind}, not a ${kind}`,
      pythonError('TypeError', `not a ${kind}`),
    );
  } catch (error) {
    complain(key, (error as UnresolvedError).cure, error as Error);
  }
  return undefined;
}

function planTableOptions(
  { spec, type }: TableWay,
  entry: Entry,
  context: PlanContext,
  complain: Complain,
): Entry {
  const planned: Record<string, unknown> = {};
  const keys = new Map<string, string>();
  const typeName = nameOf(type, context.scope.table);
  for (const [key, raw] of inOrder(entry, spec)) {
    const name = optionName(key, spec);
    if (name === undefined) {
      if (context.scope.strict) complainOfUnknown(key, typeName, spec, complain);
      continue;
    }
    const other = keys.get(name);
    if (other !== undefined)
      complain(pathPart(key), `says again what ${pathPart(other)} says: leave one of them out`);
    keys.set(name, key);
    const value = planOption(spec.options[name]!, raw, pathPart(key), context, complain);
    if (value !== undefined && value !== null) planned[name] = value;
    else if (value === null && spec.required.includes(name)) planned[name] = null;
  }
  for (const name of spec.required) {
    if (Object.hasOwn(planned, name)) continue;
    const message = `${typeName}.__init__() missing 1 required positional argument: ${quote(name)}`;
    complain(
      name,
      `missing: ${typeName} needs ${spec.options[name]!.allowed}`,
      pythonError('TypeError', message),
    );
  }
  if (!Object.values(planned).includes(FAILED)) spec.checkTogether?.(planned, complain);
  return planned;
}

/** As the class has them, so that what it looks at first comes first; what it does not know last. */
function inOrder(entry: Entry, spec: ClassSpec): [string, unknown][] {
  const names = Object.keys(spec.options);
  const place = (key: string): number => {
    const name = optionName(key, spec);
    return name === undefined ? names.length : names.indexOf(name);
  };
  return Object.entries(entry).sort(([a], [b]) => place(a) - place(b));
}

/** What the application's own classes get: the keys as written, but what refers to something found. */
function planFreeOptions(way: Way, entry: Entry, context: PlanContext, complain: Complain): Entry {
  const planned: Record<string, unknown> = {};
  const spec = way.kind === 'options' ? way.spec : undefined;
  for (const [key, raw] of Object.entries(entry)) {
    if (!checkIdentifier(key, complain)) continue;
    const name = spec && optionName(key, spec);
    const option = name === undefined ? undefined : spec!.options[name];
    const value =
      option?.refersTo === undefined
        ? context.converter.deep(raw, pathPart(key), complain)
        : planOption(option, raw, pathPart(key), context, complain);
    setOwn(planned, key, value);
  }
  return planned;
}

function planOption(
  option: Option<unknown>,
  raw: unknown,
  path: string,
  { converter, refer }: PlanContext,
  complain: Complain,
): unknown {
  // A queue may be described in place, by an entry of its own.
  const value =
    option.refersTo === undefined
      ? converter.deep(raw, path, complain)
      : converter.shallow(raw, path, complain);
  if (value === FAILED || value === null || value === undefined) return value;
  if (option.refersTo !== undefined) return refer(option, value, path, complain);
  option.check(value, path, complain);
  return value;
}

/** The option that a key means: as written, in camelCase, or by another name. */
export function optionName(
  key: string,
  { options, aliases }: Pick<ClassSpec, 'options' | 'aliases'>,
): string | undefined {
  for (const name of [key, toCamelCase(key)]) {
    if (Object.hasOwn(options, name)) return name;
    if (Object.hasOwn(aliases, name)) return aliases[name];
  }
  return undefined;
}

/** `max_bytes` becomes `maxBytes`. */
export function toCamelCase(key: string): string {
  return key.replaceAll(/(?<=[a-zA-Z0-9])_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

function complainOfUnknown(key: string, typeName: string, spec: ClassSpec, complain: Complain): void {
  if (!checkIdentifier(key, complain)) return;
  const names = [...Object.keys(spec.options), ...Object.keys(spec.aliases)];
  const hint = didYouMean(key, names);
  const known = names.length === 0 ? 'it has none' : `it has ${names.join(', ')}`;
  const message = `${typeName}.__init__() got an unexpected keyword argument ${quote(key)}`;
  complain(
    pathPart(key),
    `unknown option of ${typeName}${hint === '' ? `: ${known}` : hint}`,
    pythonError('TypeError', message),
  );
}

function checkIdentifier(key: string, complain: Complain): boolean {
  if (IDENTIFIER.test(key) && key !== '__proto__') return true;
  const cause = new ValueError(`Not a valid Python identifier: ${quote(key)}`);
  complain(pathPart(key), 'is no name that an option can have', cause);
  return false;
}

function planAttributes(raw: unknown, { converter }: PlanContext, complain: Complain): Entry {
  if (!raw) return {};
  const attributes = converter.deep(raw, '.', complain);
  if (attributes === FAILED) return {};
  if (!isPlainObject(attributes)) {
    complain(
      "['.']",
      `must be an object, not ${shown(attributes)}`,
      pythonError('AttributeError', 'no items'),
    );
    return {};
  }
  for (const key of Object.keys(attributes)) {
    if (FORBIDDEN.includes(key))
      complain(joinPath("['.']", pathPart(key)), 'cannot be set: it is shared with other objects');
  }
  return attributes;
}

function tryOut(spec: ClassSpec, options: Entry, complain: Complain): void {
  const { callerWanted } = state;
  try {
    spec.make(options, spec.type);
  } catch (error) {
    complain('', String((error as Error).message), error as Error);
  } finally {
    state.callerWanted = callerWanted;
  }
}

function pick(entry: Entry, keys: readonly string[]): Entry {
  const picked: Record<string, unknown> = {};
  for (const key of keys) setOwn(picked, key, entry[key]);
  return picked;
}
