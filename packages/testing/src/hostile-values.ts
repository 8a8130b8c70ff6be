/**
 * Values that break code which trusts what it is given: they throw when they are looked at, have no end, or have
 * no text. New ones at each call, since some remember.
 */
export function hostileValues(): unknown[] {
  const fail = (): never => {
    throw new Error('hostile');
  };
  const cycle: Record<string, unknown> = { name: 'cycle' };
  cycle['self'] = cycle;
  const { proxy: revoked, revoke } = Proxy.revocable({}, {});
  revoke();
  let deep: unknown = null;
  for (let i = 0; i < 20_000; i++) deep = [deep];
  return [
    { toString: fail },
    {
      get message() {
        return fail();
      },
    },
    Object.defineProperty(new Error('x'), 'stack', { get: fail }),
    new Proxy({}, { get: fail, ownKeys: fail, getPrototypeOf: fail }),
    { toString: () => ({}) },
    { toJSON: fail, valueOf: fail },
    Object.create(null),
    revoked,
    cycle,
    deep,
    fail,
    Symbol('s'),
    2n ** 70n,
    -0,
    Number.NaN,
    undefined,
    null,
    '\ud800 %s %(x)s %',
    '%'.repeat(1001),
    'x'.repeat(1_000_000),
  ];
}
