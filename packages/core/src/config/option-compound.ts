import { isPlainObject } from '../plain-object.js';
import { didYouMean } from './nearest.js';
import { type JSONSchema, type Option, text } from './option.js';
import { joinPath, pathPart, shown } from './problems.js';

/** An option for each member of `O`, none forgotten. */
export type OptionTable<O> = { readonly [K in keyof O]-?: Option<O[K]> };

/** A list whose items are all alike. */
export function list<T>(item: Option<T>): Option<readonly T[]> {
  const allowed = `a list, each item ${item.allowed}`;
  return {
    allowed,
    schema: { type: 'array', items: item.schema },
    check(value, path, complain) {
      if (!Array.isArray(value)) complain(path, `must be ${allowed}, not ${shown(value)}`);
      else for (const [i, one] of value.entries()) item.check(one, joinPath(path, i), complain);
    },
  };
}

/** A list of two: of this, then of that. */
export function pair<A, B>(first: Option<A>, second: Option<B>): Option<readonly [A, B]> {
  const allowed = `a list of two, ${first.allowed} and ${second.allowed}`;
  return {
    allowed,
    schema: { type: 'array', items: [first.schema, second.schema], minItems: 2, maxItems: 2 },
    check(value, path, complain) {
      if (!Array.isArray(value) || value.length !== 2) {
        complain(path, `must be ${allowed}, not ${shown(value)}`);
        return;
      }
      first.check(value[0], joinPath(path, 0), complain);
      second.check(value[1], joinPath(path, 1), complain);
    },
  };
}

/** An object with any keys whose values are alike. */
export function mapping<T>(item: Option<T>): Option<Readonly<Record<string, T>>> {
  return {
    allowed: `an object whose values are ${item.allowed}`,
    schema: { type: 'object', additionalProperties: item.schema },
    check(value, path, complain) {
      if (!isPlainObject(value)) {
        complain(path, `must be an object, not ${shown(value)}`);
        return;
      }
      for (const [key, one] of Object.entries(value))
        item.check(one, joinPath(path, pathPart(key)), complain);
    },
  };
}

/** Anything that JSON can say, and anything else. */
export const anything: Option<unknown> = { allowed: 'anything', schema: {}, check: () => {} };

/** An object with any keys and values. */
export const fields: Option<Readonly<Record<string, unknown>>> = /* @__PURE__ */ mapping(anything);

/** An object whose values are texts. */
export const texts: Option<Readonly<Record<string, string>>> = /* @__PURE__ */ mapping(text);

/** An object of options, each of its own kind; none of them is needed. */
export function record<O extends object>(what: string, table: OptionTable<O>): Option<O> {
  const options = table as Readonly<Record<string, Option<unknown>>>;
  const names = Object.keys(options);
  return {
    allowed: `an object with ${names.join(', ')}`,
    schema: { type: 'object', properties: schemasOf(options), additionalProperties: false },
    check(value, path, complain) {
      if (!isPlainObject(value)) {
        complain(path, `must be an object with ${names.join(', ')}, not ${shown(value)}`);
        return;
      }
      for (const [key, one] of Object.entries(value)) {
        const at = joinPath(path, pathPart(key));
        if (!Object.hasOwn(options, key)) {
          complain(at, `unknown option of ${what}${didYouMean(key, names)}: use ${names.join(', ')}`);
        } else if (one !== null && one !== undefined) options[key]!.check(one, at, complain);
      }
    },
  };
}

/** The schemas of options, by name. */
export function schemasOf(options: Readonly<Record<string, Option<unknown>>>): Record<string, JSONSchema> {
  return Object.fromEntries(Object.entries(options).map(([key, option]) => [key, option.schema]));
}
