/** Random choices that a seed repeats (mulberry32: 32 bits of state, good enough to choose with). */
export function randomFrom(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const random = {
    next,
    /** An integer from `low` to `high`, both included. */
    integer: (low, high) => low + Math.floor(next() * (high - low + 1)),
    chance: (probability) => next() < probability,
    pick: (items) => items[Math.floor(next() * items.length)],
    /** As many as `make` is called for, 0 to `most`. */
    list: (most, make) => Array.from({ length: random.integer(0, most) }, make),
    /** `make()` once in a while, else nothing. */
    maybe: (probability, make) => (next() < probability ? make() : ''),
  };
  return random;
}
