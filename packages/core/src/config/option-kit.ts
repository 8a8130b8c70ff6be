import { sink } from './formatter-classes.js';
import {
  amount,
  callable,
  choice,
  either,
  flag,
  integer,
  level,
  name,
  nullable,
  opaque,
  parsed,
  text,
} from './option.js';
import { fields, list, mapping, pair, record, texts } from './option-compound.js';

/** What {@link optionKit} has. */
export interface OptionKit {
  readonly amount: typeof amount;
  readonly callable: typeof callable;
  readonly choice: typeof choice;
  readonly either: typeof either;
  readonly fields: typeof fields;
  readonly flag: typeof flag;
  readonly integer: typeof integer;
  readonly level: typeof level;
  readonly list: typeof list;
  readonly mapping: typeof mapping;
  readonly name: typeof name;
  readonly nullable: typeof nullable;
  readonly opaque: typeof opaque;
  readonly parsed: typeof parsed;
  readonly pair: typeof pair;
  readonly record: typeof record;
  readonly sink: typeof sink;
  readonly text: typeof text;
  readonly texts: typeof texts;
}

/**
 * What the options of a class may be, for tables of classes: it is what they are checked by, and what the JSON Schema says.
 *
 * @example
 * ```ts
 * import { optionKit, withOptions } from 'loggia/config';
 * import { Handler } from 'loggia';
 * class PagerHandler extends Handler {
 *   constructor(readonly number: string, readonly options: { retries?: number } = {}) {
 *     super();
 *   }
 * }
 * const { integer, name } = optionKit;
 * const spec = withOptions(PagerHandler, { kind: 'handler', args: [['number', name]], options: { retries: integer(0) } });
 * console.log(Object.keys(spec.options)); // ['number', 'retries']
 * ```
 */
export const optionKit: OptionKit = {
  amount,
  callable,
  choice,
  either,
  fields,
  flag,
  integer,
  level,
  list,
  mapping,
  name,
  nullable,
  opaque,
  parsed,
  pair,
  record,
  sink,
  text,
  texts,
};
