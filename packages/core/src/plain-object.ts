/** Whether a value is an object literal or like one: fields, not a thing with a class of its own. Never throws. */
export function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  try {
    const prototype: unknown = Object.getPrototypeOf(value);
    // A literal from another realm (an iframe, a vm context) has that realm's Object.prototype.
    return prototype === null || prototype === Object.prototype || Object.getPrototypeOf(prototype) === null;
  } catch {
    return false; // a revoked proxy
  }
}

/** Sets an own property, whatever its name: assigned, `__proto__` would set the prototype and vanish. */
export function setOwn(object: Record<string, unknown>, key: string, value: unknown): void {
  if (key !== '__proto__') object[key] = value;
  else Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
}

/** Whether an object has no properties to list. Makes no list to find out. */
export function isEmpty(object: object): boolean {
  for (const _ in object) return false;
  return true;
}
