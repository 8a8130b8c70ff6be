import { strFormat } from './format/brace.js';
import { templateSubstitute } from './format/dollar.js';
import { jsonText } from './format/json-text.js';
import { toJSONValue } from './format/json-value.js';
import { isPlainObject } from './plain-object.js';

/**
 * A message written as Python's `str.format` is, put together when (and if) a handler needs the text.
 * A plain object that comes last among the arguments gives the named fields too.
 *
 * @example
 * ```ts
 * import { BraceMessage, getLogger } from 'loggia';
 * getLogger('shop').warning(new BraceMessage('{} of {user.name} took {secs:.1f} s', 'cart', { user: { name: 'ann' }, secs: 2.25 }));
 * ```
 */
export class BraceMessage {
  readonly format: string;
  readonly args: readonly unknown[];

  constructor(format: string, ...args: unknown[]) {
    this.format = format;
    this.args = args;
  }

  /** The text. @throws What `str.format` raises, under the same name. */
  toString(): string {
    const last = this.args.at(-1);
    return strFormat(this.format, this.args, isPlainObject(last) ? last : {});
  }
}

/**
 * A message written as Python's `string.Template` is, put together when (and if) a handler needs the text.
 *
 * @example
 * ```ts
 * import { DollarMessage, getLogger } from 'loggia';
 * getLogger('shop').warning(new DollarMessage('$user left ${count} items', { user: 'ann', count: 3 }));
 * ```
 */
export class DollarMessage {
  readonly template: string;
  readonly fields: object;

  constructor(template: string, fields: object) {
    this.template = template;
    this.fields = fields;
  }

  /** The text. @throws KeyError or ValueError, as `substitute` does. */
  toString(): string {
    return templateSubstitute(this.template, this.fields);
  }
}

/** What {@link StructuredMessage} takes beside the message and the fields. */
export interface StructuredMessageOptions {
  /** Makes the text of the fields. Default: JSON in one line, safe for any value. */
  encoder?: ((fields: object) => string) | undefined;
}

/**
 * A message for people with fields for machines after it: `message >>> {"field":1}`.
 *
 * @example
 * ```ts
 * import { getLogger, StructuredMessage } from 'loggia';
 * getLogger('shop').warning(new StructuredMessage('paid', { order: 17, total: 9.5 })); // paid >>> {"order":17,"total":9.5}
 * ```
 */
export class StructuredMessage {
  readonly message: string;
  readonly fields: object;
  readonly #encoder: (fields: object) => string;

  constructor(message: string, fields: object, options: StructuredMessageOptions = {}) {
    this.message = message;
    this.fields = fields;
    this.#encoder = options.encoder ?? ((given) => jsonText(toJSONValue(given)));
  }

  toString(): string {
    return `${this.message} >>> ${this.#encoder(this.fields)}`;
  }
}
