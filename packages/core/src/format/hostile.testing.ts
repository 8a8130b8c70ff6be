import fc from 'fast-check';

type Make = () => unknown;

/**
 * Makers of values of every kind, among them values that throw when they are touched, refer to themselves, or
 * never end. Not the values themselves: the generator would touch them.
 */
export function anyValue(): fc.Arbitrary<Make> {
  const anything = fc.anything({
    withBigInt: true,
    withBoxedValues: true,
    withDate: true,
    withMap: true,
    withNullPrototype: true,
    withSet: true,
    withSparseArray: true,
    withTypedArray: true,
    key: fc.oneof(
      fc.string(),
      fc.constantFrom('__proto__', 'toString', 'toJSON', 'constructor', 'length', 'name'),
    ),
  });
  const one = fc.oneof(
    anything.map(
      (value): Make =>
        () =>
          value,
    ),
    fc.constantFrom(...HOSTILE),
  );
  return fc.oneof(
    one,
    fc.array(one).map(
      (makes): Make =>
        () =>
          makes.map((make) => make()),
    ),
    fc.dictionary(fc.string(), one).map(
      (makes): Make =>
        () =>
          Object.fromEntries(Object.entries(makes).map(([key, make]) => [key, make()])),
    ),
    fc.tuple(one, one).map(
      ([key, value]): Make =>
        () =>
          new Map([[key(), value()]]),
    ),
    fc.tuple(one, one).map(
      ([a, b]): Make =>
        () =>
          new AggregateError([a()], 'failed', { cause: b() }),
    ),
  );
}

const refuse = (): never => {
  throw new Error('refused');
};

const HOSTILE: readonly Make[] = [
  () =>
    new Proxy({}, { get: refuse, ownKeys: refuse, getPrototypeOf: refuse, getOwnPropertyDescriptor: refuse }),
  () => new Proxy([], { get: refuse, has: refuse }),
  () => new Proxy(refuse, { get: refuse, apply: refuse }),
  () => revoked({}),
  () => revoked([]),
  () => revoked(refuse),
  () => endless(),
  () => ({ toString: refuse, toJSON: refuse, valueOf: refuse, [Symbol.toPrimitive]: refuse }),
  () => ({ toString: () => ({}), toJSON: () => endless() }),
  () => Object.defineProperty(new Error('x'), 'message', { get: refuse }),
  () => Object.defineProperty(new Error('x'), 'name', { value: Symbol('name') }),
  () => Object.defineProperty(() => 1, 'name', { get: refuse }),
  () => Object.defineProperty([], '0', { get: refuse, enumerable: true }),
  () => Object.create({ constructor: { name: refuse } }, { a: { get: refuse, enumerable: true } }),
  () => Object.create(Date.prototype),
  () => Object.create(Map.prototype),
  () => Object.assign(new Map([[1, 2]]), { entries: refuse, [Symbol.iterator]: refuse }),
  () => circular(),
  () => '\ud800'.repeat(100_000),
  () => 2n ** 5000n,
  () => Array.from({ length: 2000 }, (_, i) => ({ i })),
  () => Symbol('\x1b'),
  () => globalThis,
  () => {
    throwing.cause = throwing;
    return throwing;
  },
];

const throwing = new Error('itself');

function revoked(target: object): unknown {
  const { proxy, revoke } = Proxy.revocable(target, {});
  revoke();
  return proxy;
}

// Every property is another object like it.
function endless(): unknown {
  return new Proxy({ a: 1, b: 2 }, { get: (_, key) => (key === 'a' || key === 'b' ? endless() : undefined) });
}

function circular(): unknown {
  const value: Record<string, unknown> = { list: [], map: new Map() };
  (value['list'] as unknown[]).push(value);
  (value['map'] as Map<unknown, unknown>).set(value, value);
  return value;
}
