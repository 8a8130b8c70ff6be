import { state } from '../state.js';
import { didYouMean } from './nearest.js';
import { type Complain, shown } from './problems.js';

/** A JSON Schema, or a part of one. */
export interface JSONSchema {
  readonly [keyword: string]: unknown;
}

/** What an option refers to; such a value is checked and replaced when the whole configuration is known. */
export type Reference = 'handler' | 'handlers' | 'queue' | 'listener';

/**
 * What an option may be. It checks values, and stands in the JSON Schema.
 *
 * @typeParam T - The type of what passes; the compiler compares it with the type of the constructor's option.
 */
export interface Option<out T> {
  /** In words that follow "must be": `an integer from 0 up`. */
  readonly allowed: string;
  readonly schema: JSONSchema;
  /** Complains if the value is not allowed. */
  check(value: unknown, path: string, complain: Complain): void;
  readonly refersTo?: Reference;
  /** Never there; it makes the compiler compare. */
  readonly type?: T;
}

function simple<T>(allowed: string, schema: JSONSchema, test: (value: unknown) => boolean): Option<T> {
  return {
    allowed,
    schema,
    check(value, path, complain) {
      if (!test(value)) complain(path, `must be ${allowed}, not ${shown(value)}`);
    },
  };
}

/** Any text. */
export const text: Option<string> = /* @__PURE__ */ simple(
  'a string',
  { type: 'string' },
  (value) => typeof value === 'string',
);

/** Text that is not empty. */
export const name: Option<string> = /* @__PURE__ */ simple(
  'a string that is not empty',
  { type: 'string', minLength: 1 },
  (value) => typeof value === 'string' && value !== '',
);

/** True or false; or 1 or 0, as Python has it. */
export const flag: Option<boolean> = /* @__PURE__ */ simple(
  'true or false',
  { type: 'boolean' },
  (value) => typeof value === 'boolean' || value === 1 || value === 0,
);

/** Only false, where true would not say enough. */
export const off: Option<false> = /* @__PURE__ */ simple(
  'false',
  { enum: [false] },
  (value) => value === false,
);

/** A whole number within limits, both included. */
export function integer(
  least: number = Number.MIN_SAFE_INTEGER,
  most: number = Number.MAX_SAFE_INTEGER,
): Option<number> {
  return simple(`an integer${range(least, most)}`, { type: 'integer', ...limits(least, most) }, (value) => {
    return Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most;
  });
}

/** Any finite number from `least` up, or above it. */
export function amount(least: number, { exclusive = false }: { exclusive?: boolean } = {}): Option<number> {
  const schema = { type: 'number', [exclusive ? 'exclusiveMinimum' : 'minimum']: least };
  return simple(`a number ${exclusive ? `above ${least}` : `from ${least} up`}`, schema, (value) => {
    return Number.isFinite(value) && (exclusive ? (value as number) > least : (value as number) >= least);
  });
}

/** A level's name or number. */
export const level: Option<number | string> = {
  allowed: 'the name of a level or an integer',
  schema: { $ref: '#/definitions/level' },
  check(value, path, complain) {
    try {
      state.levels.check(value);
    } catch (error) {
      const known = Object.keys(state.levels.mapping());
      const hint = typeof value === 'string' ? didYouMean(value, known) : '';
      const found =
        typeof value === 'string' ? `unknown level ${shown(value)}` : `${shown(value)} is no level`;
      complain(path, `${found}${hint}: use ${known.join(', ')} or an integer`, error as Error);
    }
  },
};

/** One of some words. */
export function choice<const T extends string>(...words: readonly T[]): Option<T> {
  const allowed = words.map((word) => `'${word}'`).join(' or ');
  return {
    allowed,
    schema: { enum: words },
    check(value, path, complain) {
      if (words.includes(value as T)) return;
      const hint = typeof value === 'string' ? didYouMean(value, words) : '';
      complain(path, `must be ${allowed}, not ${shown(value)}${hint}`);
    },
  };
}

/** Null, or what the option allows. */
export function nullable<T>(option: Option<T>): Option<T | null> {
  return {
    ...option,
    allowed: `${option.allowed}, or null`,
    schema: { anyOf: [option.schema, { type: 'null' }] },
    check(value, path, complain) {
      if (value !== null) option.check(value, path, complain);
    },
  };
}

/** What one of the options allows. */
export function either<A, B>(a: Option<A>, b: Option<B>): Option<A | B> {
  const fits = (option: Option<unknown>, value: unknown): boolean => {
    let isRight = true;
    option.check(value, '', () => {
      isRight = false;
    });
    return isRight;
  };
  return simple(
    `${a.allowed}, or ${b.allowed}`,
    { anyOf: [a.schema, b.schema] },
    (value) => fits(a, value) || fits(b, value),
  );
}

/** Something that JSON has no words for, such as a stream: it comes from `ext://`, or stands in the dictionary itself. */
export function opaque<T>(allowed: string, test: (value: never) => boolean): Option<T> {
  return simple(allowed, { $ref: '#/definitions/reference' }, (value) => {
    return value !== null && value !== undefined && test(value as never);
  });
}

/** What the option allows and `parse` does not throw for. */
export function parsed<T>(option: Option<T>, parse: (value: T) => unknown): Option<T> {
  return {
    ...option,
    check(value, path, complain) {
      let isRight = true;
      option.check(value, path, (...problem) => {
        isRight = false;
        complain(...problem);
      });
      if (!isRight) return;
      try {
        parse(value as T);
      } catch (error) {
        complain(path, (error as Error).message, error as Error);
      }
    },
  };
}

/** A function. */
export function callable<T>(allowed: string): Option<T> {
  return opaque(allowed, (value: unknown) => typeof value === 'function');
}

/** The name of something else in the configuration. */
export function reference<T>(refersTo: Reference, allowed: string, schema: JSONSchema): Option<T> {
  // What is no name is found out when the name is looked up, in Python's order.
  return { allowed, schema, refersTo, check: () => {} };
}

function range(least: number, most: number): string {
  if (most !== Number.MAX_SAFE_INTEGER) return ` from ${least} to ${most}`;
  return least === Number.MIN_SAFE_INTEGER ? '' : ` from ${least} up`;
}

function limits(least: number, most: number): JSONSchema {
  return {
    ...(least === Number.MIN_SAFE_INTEGER ? {} : { minimum: least }),
    ...(most === Number.MAX_SAFE_INTEGER ? {} : { maximum: most }),
  };
}
