import { IndexError, KeyError } from '../errors.js';
import { isPlainObject } from '../plain-object.js';
import { quote } from './python-text.js';
import { typeName } from './python-value.js';

class AttributeError extends Error {
  override readonly name = 'AttributeError';
}

/** What `{value.name}` finds. It calls no method, and finds none. @throws AttributeError */
export function attributeOf(value: unknown, name: string): unknown {
  if (typeof value === 'object' && value !== null && hasField(value, name)) {
    return (value as Record<string, unknown>)[name];
  }
  throw new AttributeError(`'${typeName(value)}' object has no attribute '${name}'`);
}

/**
 * What `{value[key]}` finds, where a key of digits is a number, as in Python: objects have no such keys, sequences
 * and Maps may.
 *
 * @throws IndexError, KeyError or TypeError, as Python does.
 */
export function itemOf(value: unknown, key: string | number): unknown {
  if (typeof value === 'string') return itemOfList([...value], key, 'string');
  if (typeof value === 'object' && value !== null) {
    if (Array.isArray(value) || ArrayBuffer.isView(value)) {
      return itemOfList(value as unknown as ArrayLike<unknown>, key, 'list');
    }
    const found = value instanceof Map ? value.has(key) : typeof key === 'string' && hasField(value, key);
    if (found) return value instanceof Map ? value.get(key) : (value as Record<string, unknown>)[key];
    if (value instanceof Map || isPlainObject(value)) {
      throw new KeyError(typeof key === 'string' ? quote(key) : String(key));
    }
  }
  throw new TypeError(`'${typeName(value)}' object is not subscriptable`);
}

function itemOfList(list: ArrayLike<unknown>, key: string | number, type: string): unknown {
  if (typeof key === 'string') {
    const wanted = type === 'string' ? "integers, not 'str'" : 'integers or slices, not str';
    throw new TypeError(`${type} indices must be ${wanted}`);
  }
  if (key >= list.length) throw new IndexError(`${type} index out of range`);
  return list[key];
}

// Own properties, and those of classes that are no methods: what every object has leads out of the data.
function hasField(value: object, name: string): boolean {
  if (Object.hasOwn(value, name)) return true;
  for (
    let holder: object | null = Object.getPrototypeOf(value);
    holder !== null && Object.getPrototypeOf(holder) !== null;
    holder = Object.getPrototypeOf(holder)
  ) {
    const property = Object.getOwnPropertyDescriptor(holder, name);
    if (property !== undefined) return typeof property.value !== 'function';
  }
  return false;
}
