import { uniqueKeys } from './printf.mjs';
import { anyValue } from './values.mjs';

const NAMES = ['a', 'name', '_x', 'A1', 'constructor', '__proto__', 'ſ', 'é', '1a'];
const PIECES = ['$', '$$', '{', '}', ' ', 'x', '\n', '\r\n', '\u2028', '\x85', '.', '-', '😀', '\x1c', '\0'];

/** One case as in vectors/template.json. */
export function generate(random) {
  const used = [];
  const name = () => {
    used.push(random.pick(NAMES));
    return used.at(-1);
  };
  const piece = () =>
    random.chance(0.4)
      ? random.pick([`$${name()}`, `\${${name()}}`, `\${${name()}`, `$${name()}é`])
      : random.pick(PIECES);
  const template = random
    .list(8, () => (random.chance(0.7) || used.length ? piece() : `$${name()} `))
    .join('');
  const pairs = used
    .filter(() => random.chance(0.97))
    .map((key) => [key, anyValue(random, used.length === 1)]);
  return { template, mapping: { dict: uniqueKeys(pairs) } };
}

/** What our engine makes of a case. */
export function run({ templateSubstitute, decode, outcomeOf }, { template, mapping }) {
  return outcomeOf(() => templateSubstitute(template, decode(mapping)));
}
