import { KeyError } from '../errors.js';
import { LogRecord } from '../record.js';
import { quote } from './python-text.js';
import type { FieldReader } from './style.js';

/** What a record knows only if somebody looked at the stack. */
export const CALLER_FIELDS: readonly string[] = ['pathname', 'filename', 'module', 'lineno', 'funcName'];

/**
 * Makes the reader of the field that a format calls `name`: an attribute of the record or what a filter put on
 * it, else one of its extra fields, else a default. The reader throws a KeyError if there is none.
 */
export function fieldReader(name: string, defaults: Readonly<Record<string, unknown>>): FieldReader {
  if (name === 'message') return (record) => record.message;
  // Python's spelling of three attributes: exc_info, exc_text, stack_info.
  const key = name.replace(
    /^(exc|stack)_([it])(?=nfo$|ext$)/,
    (_, word, letter) => word + letter.toUpperCase(),
  );
  const find: FieldReader = (record) => {
    const holder = [record, record.extra, defaults].find((one) =>
      Object.hasOwn(one, one === record ? key : name),
    );
    if (holder === undefined) throw new KeyError(quote(name));
    return (holder as Record<string, unknown>)[holder === record ? key : name];
  };
  // A method, or what every object has, is no field.
  if (key in LogRecord.prototype) return find;
  return (record) => {
    const value = (record as unknown as Record<string, unknown>)[key];
    return value === undefined ? find(record) : value;
  };
}
