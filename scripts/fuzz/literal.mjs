const PIECES = [
  ...["'a'", '"b"', "'''c\n'''", "u'x'", "r'\\x'", "b'z'", "br'y'", "ur'x'", "f'x'", "'", '"'],
  ...["'\\x41'", "'\\u00e9'", "'\\101'", "'\\q'", "b'\\u00e9'", "'\\x4'"],
  ...['1', '0', '00', '012', '1_0', '1__0', '0x1f', '0o7', '0b1', '9007199254740993'],
  ...['1.5', '.5', '5.', '1e3', '1e', '1_e3', '1j', '-', '+'],
  ...['(', ')', '(', ')', '[', ']', '{', '}', ',', ',', ':', "'k':", "'__x__':", ' ', '\n', '#c\n'],
  ...['True', 'False', 'None', 'x', 'x.y', 'x()'],
];

/** A text that may be a Python literal. */
export function generate(random) {
  return {
    text: random
      .list(9, () => random.pick(PIECES))
      .join('')
      .trim(),
  };
}

/** What it stands for; Python's words for mistakes are its own. */
export function run({ parseLiteral }, { text }) {
  try {
    return { value: shown(parseLiteral(text, refuse)) };
  } catch {
    return { error: true };
  }
}

function refuse(name) {
  throw new Error(name);
}

function shown(value) {
  if (typeof value === 'bigint' || Number.isSafeInteger(value)) return { number: String(value) };
  if (typeof value === 'number') return { number: [...new Uint8Array(Float64Array.of(value).buffer)] };
  if (value instanceof Uint8Array) return { bytes: [...value] };
  if (Array.isArray(value)) return value.map(shown);
  if (typeof value !== 'object' || value === null) return value;
  return { dict: Object.entries(value).map(([key, one]) => [key, shown(one)]) };
}
