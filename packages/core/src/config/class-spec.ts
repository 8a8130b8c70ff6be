import type { Option } from './option.js';
import type { OptionTable } from './option-compound.js';
import type { Complain } from './problems.js';

/** What a class is for. */
export type ClassKind = 'handler' | 'formatter' | 'filter' | 'queue' | 'listener';

/** A class or a function that makes something; how it is called is found out when it is. */
export interface Callable {
  readonly name: string;
  readonly length: number;
  readonly prototype: unknown;
}

/** Options by name, checked, with everything in them that they refer to. */
export type OptionValues = Readonly<Record<string, unknown>>;

/** A class as configurations know it: the one source of what is checked, of the JSON Schema and of how it is made. */
export interface ClassSpec {
  readonly kind: ClassKind;
  readonly type: Callable;
  /** Python's parameters in their order, by which `fileConfig` reads `args`. */
  readonly python: readonly string[];
  readonly options: Readonly<Record<string, Option<unknown>>>;
  /** Options that must be there, unless `instead` of them is. */
  readonly required: readonly string[];
  /** Other names of options: `format` for `fmt`. */
  readonly aliases: Readonly<Record<string, string>>;
  /** Complains of options that are right each, but not together. */
  readonly checkTogether?: ((options: OptionValues, complain: Complain) => void) | undefined;
  /** Makes one. `type` is the class, or one that derives from it and has no constructor of its own. */
  make(options: OptionValues, type: Callable): object;
  /** Makes one of a class that derives from it and has a constructor of its own, which `create` calls. */
  makeOwn?(options: OptionValues, create: (options: OptionValues) => object): object;
}

/** The classes that an environment's configurations know by name. */
export interface ClassTable {
  /** By Python's name without a module: `RotatingFileHandler`. */
  readonly classes: Readonly<Record<string, ClassSpec>>;
  /** Classes that are only there to be derived from: how those are made that have no constructor of their own. */
  readonly bases: readonly ClassSpec[];
  /** What `ext://` and `fileConfig` know by name, such as `logging.handlers.DEFAULT_TCP_LOGGING_PORT`. */
  readonly constants: Readonly<Record<string, unknown>>;
  /** What other environments have and this one lacks, and what to do about it. */
  readonly missing: Readonly<Record<string, string>>;
}

type Constructor = abstract new (...args: never[]) => object;
type Parameters<C extends Constructor> = Required<ConstructorParameters<C>>;
type Leading<P extends readonly unknown[]> = P extends readonly [...infer Args, unknown] ? Args : [];
type Last<P extends readonly unknown[]> = P extends readonly [...unknown[], infer Options] ? Options : never;
/** A name and an option for each parameter, in order. */
type ArgumentTable<A extends readonly unknown[]> = {
  readonly [I in keyof A]: readonly [name: string, option: Option<A[I]>];
};
type Exactly<Keys, T> = { readonly [K in Exclude<keyof T, Keys>]: never };

interface Common {
  readonly kind: ClassKind;
  readonly python?: readonly string[];
  readonly required?: readonly string[];
  readonly aliases?: Readonly<Record<string, string>>;
  readonly checkTogether?: (options: OptionValues, complain: Complain) => void;
}

/**
 * Describes a class whose constructor takes some arguments, then an object of options. The compiler demands each of them, and
 * that its type fits.
 *
 * @example
 * ```ts
 * import { JSONFormatter } from 'loggia';
 * import { optionKit, withOptions } from 'loggia/config';
 * const { fields } = optionKit;
 * const spec = withOptions(JSONFormatter, { kind: 'formatter', args: [], options: { fields, keys: fields as never } });
 * console.log(spec.required); // []
 * ```
 */
export function withOptions<C extends Constructor, T extends OptionTable<Last<Parameters<C>>>>(
  type: C,
  spec: Common & {
    readonly args: ArgumentTable<Leading<Parameters<C>>>;
    readonly options: T & Exactly<keyof Last<Parameters<C>>, T>;
  },
): ClassSpec {
  const args = spec.args as readonly (readonly [string, Option<unknown>])[];
  const names = args.map(([name]) => name);
  return {
    ...describe(type, spec, names),
    options: { ...Object.fromEntries(args), ...(spec.options as Record<string, Option<unknown>>) },
    make(options, type) {
      const { values, rest } = split(options, names);
      return construct(type, [...values, rest]);
    },
  };
}

/**
 * Describes a class whose constructor takes arguments only.
 *
 * @example
 * ```ts
 * import { Filter } from 'loggia';
 * import { optionKit, withArguments } from 'loggia/config';
 * const spec = withArguments(Filter, { kind: 'filter', args: [['name', optionKit.text]], required: [] });
 * console.log(spec.make({ name: 'shop' }, Filter)); // a Filter
 * ```
 */
export function withArguments<C extends Constructor>(
  type: C,
  spec: Common & { readonly args: ArgumentTable<Parameters<C>> },
): ClassSpec {
  const args = spec.args as readonly (readonly [string, Option<unknown>])[];
  const names = args.map(([name]) => name);
  return {
    ...describe(type, spec, names),
    options: Object.fromEntries(args),
    make: (options, type) => construct(type, split(options, names).values),
  };
}

/**
 * Calls a constructor.
 *
 * @example
 * ```ts
 * import { Filter } from 'loggia';
 * import { construct } from 'loggia/config';
 * console.log(construct(Filter, ['shop'])); // a Filter
 * ```
 */
export function construct(type: Callable, args: readonly unknown[]): object {
  return new (type as unknown as new (...args: readonly unknown[]) => object)(...args);
}

function describe(
  type: Callable,
  spec: Common,
  names: readonly string[],
): Omit<ClassSpec, 'options' | 'make'> {
  return {
    kind: spec.kind,
    type,
    python: spec.python ?? names,
    required: spec.required ?? names,
    aliases: spec.aliases ?? {},
    checkTogether: spec.checkTogether,
  };
}

function split(options: OptionValues, names: readonly string[]): { values: unknown[]; rest: OptionValues } {
  const rest = Object.entries(options).filter(([name]) => !names.includes(name));
  return { values: names.map((name) => options[name]), rest: Object.fromEntries(rest) };
}
