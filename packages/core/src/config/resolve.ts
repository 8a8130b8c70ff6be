import { ValueError } from '../errors.js';
import { quote } from '../format/python-text.js';
import type { TextSink } from '../platform.js';
import { state } from '../state.js';
import type { Callable, ClassKind, ClassSpec, ClassTable } from './class-spec.js';
import { didYouMean } from './nearest.js';
import { pythonError } from './problems.js';
import { registeredClasses } from './register-class.js';

/** What names of one configuration are looked up in. */
export interface Scope {
  readonly table: ClassTable;
  /** What `ext://` finds, and `()`. */
  readonly ext: Readonly<Record<string, unknown>>;
  /** Classes of the application. */
  readonly classes: Readonly<Record<string, unknown>>;
  /** Whether keys that mean nothing are mistakes. */
  readonly strict: boolean;
}

/** A class or function that was found: the environment's own, with what is known of it, or the application's. */
export type Found = { readonly spec: ClassSpec } | { readonly type: Callable };

/** Where Python keeps what configurations name. */
const MODULES = /^(?:logging\.handlers\.|logging\.|handlers\.|queue\.)?(\w+)$/;

/**
 * The class or function of that name: one of the environment's, with or without Python's module, then of `classes`,
 * of those registered, of `ext`.
 *
 * @throws ValueError, in Python's words; `cure` says more.
 */
export function findClass(name: string, kind: ClassKind, scope: Scope): Found {
  const spec = findSpec(name, scope.table);
  if (spec !== undefined) return { spec };
  const own = Object.hasOwn(scope.classes, name) ? scope.classes[name] : registeredClasses().get(name);
  const found = own ?? findExternal(name, scope.ext);
  if (typeof found === 'function') return { type: found };
  throw new UnresolvedError(name, cureFor(name, kind, scope));
}

/** A class's name for people: that of the table, since bundlers shorten those of classes. */
export function nameOf(type: Callable, { classes }: ClassTable): string {
  const known = Object.keys(classes).find((name) => classes[name]!.type === type);
  return known ?? (type.name || 'a function without a name');
}

/** What is known of an environment's class. */
export function findSpec(name: string, { classes }: ClassTable): ClassSpec | undefined {
  const bare = MODULES.exec(name)?.[1];
  return bare !== undefined && Object.hasOwn(classes, bare) ? classes[bare] : undefined;
}

/**
 * What `ext://name` means: something that the application passed, a stream of the process, a constant of Python's
 * modules, a class. Nothing is imported, and no property is read but own ones.
 *
 * @throws ValueError, in Python's words.
 */
export function findName(name: string, scope: Scope): unknown {
  const found =
    findExternal(name, scope.ext) ??
    standardStream(name) ??
    constantOf(name, scope.table) ??
    findSpec(name, scope.table)?.type ??
    (Object.hasOwn(scope.classes, name) ? scope.classes[name] : registeredClasses().get(name));
  if (found !== undefined) return found;
  const known = [...Object.keys(scope.ext), 'sys.stdout', 'sys.stderr'];
  throw new UnresolvedError(
    name,
    `ext:// knows what is passed as { ext }, and sys.stdout and sys.stderr${didYouMean(name, known)}`,
  );
}

/** The number of a level that is named as in Python, `logging.INFO`, or a constant of the environment. */
export function constantOf(name: string, { constants }: ClassTable): unknown {
  const bare = name.replace(/^logging\./, '');
  if (Object.hasOwn(constants, bare)) return constants[bare];
  return name === bare ? undefined : state.levels.mapping()[bare];
}

/** Flat first, `{ 'project.util.owned': f }`, then through objects, `{ project: { util: { owned: f } } }`. */
function findExternal(name: string, ext: Readonly<Record<string, unknown>>): unknown {
  if (Object.hasOwn(ext, name)) return ext[name];
  let found: unknown = ext;
  for (const part of name.split('.')) {
    const isHolder = (typeof found === 'object' && found !== null) || typeof found === 'function';
    if (!isHolder || !Object.hasOwn(found as object, part)) return undefined;
    found = (found as Record<string, unknown>)[part];
  }
  return found;
}

function standardStream(name: string): TextSink | undefined {
  const { platform } = state;
  if (name === 'sys.stderr') return platform.stderr;
  if (name !== 'sys.stdout') return undefined;
  return platform.stdout ?? { write: (text) => platform.console?.info(text.replace(/\n$/, '')) };
}

function cureFor(name: string, kind: ClassKind, { table, classes }: Scope): string {
  const bare = MODULES.exec(name)?.[1] ?? name;
  if (Object.hasOwn(table.missing, bare)) return table.missing[bare]!;
  const own = [...Object.keys(classes), ...registeredClasses().keys()];
  const known = Object.keys(table.classes).filter((one) => table.classes[one]!.kind === kind);
  const hint = didYouMean(name, own) || didYouMean(bare, known);
  return `unknown class ${quote(name)}${hint}: use ${known.join(', ')}, or pass your own as { classes: { ${quote(name)}: YourClass } }`;
}

/** What could not be found, as Python says it, and the cure. */
export class UnresolvedError extends ValueError {
  readonly cure: string;

  constructor(name: string, cure: string) {
    const [module = ''] = name.split('.');
    const reason = `No module named ${quote(name === module ? module : name)}`;
    super(`Cannot resolve ${quote(name)}: ${reason}`, { cause: pythonError('ModuleNotFoundError', reason) });
    this.cure = cure;
  }
}
