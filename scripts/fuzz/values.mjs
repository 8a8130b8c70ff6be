// Values as vectors/README.md encodes them, chosen from where number formatting goes wrong.

const WORDS = [
  '',
  'a',
  'ab',
  'hello',
  'naïve',
  '😀',
  'e\u0301',
  "it's",
  'say "hi"',
  '%s',
  '{}',
  '$x',
  'None',
];
const CHARACTERS = [
  '\n',
  '\t',
  '\\',
  "'",
  '"',
  ' ',
  '\xa0',
  '\x7f',
  '\x1b',
  '\u200b',
  '\ufeff',
  '\ue000',
  '\udc80',
];

/** @param whole Whether floats may be whole: those are integers here, so a case can take only one of them. */
export function numberValue(random, whole = false) {
  return random.chance(0.5) ? integerValue(random) : floatValue(random, whole);
}

export function integerValue(random) {
  const digits = random.pick([1, 1, 2, 3, 5, 9, 15, 16, 17, 20, 22, 40]);
  let size = BigInt(random.integer(0, 9));
  for (let i = 1; i < digits; i++) size = size * 10n + BigInt(random.integer(0, 9));
  if (random.chance(0.1)) size = 10n ** BigInt(random.integer(0, 30)) - BigInt(random.integer(0, 1));
  if (random.chance(0.1)) size = 2n ** BigInt(random.integer(0, 70)) - BigInt(random.integer(0, 1));
  return { int: String(random.chance(0.3) ? -size : size) };
}

export function floatValue(random, whole) {
  if (random.chance(0.06)) return { float: random.pick(['nan', 'inf', '-inf']) };
  const sign = random.chance(0.3) ? -1 : 1;
  const value = sign * floatSize(random);
  if (whole) return { float: value };
  return { float: Number.isInteger(value) ? sign * random.pick([0.5, 1.5, 0.25, 1e-9]) : value };
}

function floatSize(random) {
  switch (random.integer(0, 6)) {
    case 0: // a half in decimal and in binary
      return random.integer(0, 2000) / random.pick([2, 4, 8, 16, 64, 1024]);
    case 1: // few decimals
      return random.integer(0, 10 ** random.integer(1, 7)) / 10 ** random.integer(1, 9);
    case 2: // near the limits where an exponent appears
      return 10 ** random.integer(-7, 22) * random.pick([1, 0.99999995, 9.5, 9.9999999999999]);
    case 3: // any bits
      return (
        Math.abs(
          new Float64Array(Uint32Array.from([0, 0], () => random.integer(0, 2 ** 32 - 1)).buffer)[0],
        ) || 0
      );
    case 4:
      return random.next() * 2 ** random.integer(-1074, 60);
    case 5:
      return random.pick([
        0,
        5e-324,
        2.2250738585072014e-308,
        1.7976931348623157e308,
        0.1,
        1 / 3,
        1e16,
        1e21,
        1e22,
      ]);
    default:
      return random.next() * 1000;
  }
}

export function stringValue(random) {
  const text = random.list(3, () => random.pick(random.chance(0.7) ? WORDS : CHARACTERS)).join('');
  return random.chance(0.05) ? text.padEnd(random.integer(0, 40), 'xyz') : text;
}

/** Any value that both languages show alike. */
export function anyValue(random, whole = false, depth = 0) {
  const kind = random.integer(0, depth > 1 ? 5 : 6);
  // Within lists, numbers are written as JavaScript writes them.
  if (kind <= 2 && depth > 0) return { int: String(random.integer(-1e6, 1e6)) };
  if (kind <= 2) return numberValue(random, whole);
  if (kind <= 4) return stringValue(random);
  if (kind === 5) return random.pick([true, false, null]);
  return random.list(3, () => anyValue(random, false, depth + 1));
}

/** Text that stands between the conversions of a format. */
export function literal(random) {
  return random.pick(['', ' ', 'x', ': ', '|', 'é', '😀', '\n', '%%', '{{', '}}', '$$', '0', ')', ']']);
}
