import { KeyError } from '../errors.js';
import { quote } from './python-text.js';

/** The value under `key` in a Map, or among an object's own properties. @throws KeyError */
export function lookUp(mapping: object, key: string): unknown {
  if (mapping instanceof Map) {
    if (mapping.has(key)) return mapping.get(key);
  } else if (Object.hasOwn(mapping, key)) {
    return (mapping as Record<string, unknown>)[key];
  }
  throw new KeyError(quote(key));
}
