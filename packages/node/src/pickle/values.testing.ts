import { decode, type Encoded } from '../../../core/src/vectors.testing.js';

/** As `decode`, but a dict with a key that is no string becomes a `Map`. */
export function decodeValue(value: Encoded): unknown {
  if (Array.isArray(value)) return value.map(decodeValue);
  if (typeof value !== 'object' || value === null) return value;
  if ('tuple' in value) return value.tuple.map(decodeValue);
  if (!('dict' in value)) return decode(value);
  const entries = value.dict.map(([key, item]) => [decodeValue(key), decodeValue(item)] as const);
  return entries.every(([key]) => typeof key === 'string') ? Object.fromEntries(entries) : new Map(entries);
}
