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
