import { uniqueKeys } from './printf.mjs';
import { anyValue, integerValue, literal, numberValue, stringValue } from './values.mjs';

const NAMES = ['a', 'b', 'name', 'x1', 'é', '__proto__', 'a b'];
const STEPS = [
  '.a',
  '.b',
  '[0]',
  '[1]',
  '[a]',
  '[-1]',
  '[a.b]',
  '[]',
  '.',
  '[0]x',
  '[99999999999999999999]',
  '[',
  ']',
];

function spec(random, nested) {
  const number = (probability) =>
    random.maybe(probability, () =>
      nested && random.chance(0.12) ? nested() : String(random.integer(0, 24)),
    );
  return [
    random.maybe(
      0.35,
      () => random.maybe(0.6, () => random.pick([...'*0x é😀<{'])) + random.pick([...'<>=^']),
    ),
    random.maybe(0.2, () => random.pick([...'+- '])),
    random.maybe(0.08, () => 'z'),
    random.maybe(0.12, () => '#'),
    random.maybe(0.15, () => '0'),
    number(0.5),
    random.maybe(0.18, () => random.pick([',', '_', ',', '_', ',_', '_,', ',,'])),
    random.maybe(0.3, () => `.${number(0.97)}`),
    random.maybe(0.65, () => random.pick([...'sdbcoxXneEfFgG%dfgsxe', 'y', 'é', 'dd', '\x7f', ' '])),
  ].join('');
}

function field(random, use) {
  const name = use(random.chance(0.03) ? 'other' : undefined);
  const path = random.list(random.chance(0.2) ? 2 : 0, () => random.pick(STEPS)).join('');
  const conversion = random.maybe(0.12, () => `!${random.pick([...'rsarsaxé', ''])}`);
  const nested = () => `{${use('size')}${random.maybe(0.05, () => `:${random.pick(['', '2', '{}'])}`)}}`;
  return `{${name}${path}${conversion}${random.maybe(0.7, () => `:${spec(random, nested)}`)}}`;
}

function valueFor(random, whole) {
  if (random.chance(0.12)) {
    const members = uniqueKeys(random.list(3, () => [random.pick(['a', 'b', 'k']), anyValue(random)]));
    return random.pick([
      { dict: members },
      { object: members },
      random.list(3, () => anyValue(random, false, 1)),
    ]);
  }
  return random.pick([
    integerValue,
    (one) => numberValue(one, whole),
    (one) => numberValue(one, whole),
    stringValue,
    anyValue,
  ])(random);
}

function mutate(random, format) {
  const characters = [...format];
  const at = random.integer(0, characters.length);
  if (random.chance(0.5)) characters.splice(at, 1);
  else characters.splice(at, 0, random.pick([...'{}[]!:.0a']));
  return characters.join('');
}

/** One case as in vectors/strformat.json. */
export function generate(random) {
  const count = random.pick([0, 1, 1, 1, 1, 2, 3]);
  const style = random.pick(['automatic', 'automatic', 'manual', 'named']);
  const kwargs = [];
  let used = 0;
  const sizes = new Set();
  const value = (role) =>
    role === 'size' && random.chance(0.95) ? { int: String(random.integer(0, 20)) } : valueFor(random, false);
  const use = (role) => {
    if (role === 'other' || style === 'named' || random.chance(0.04)) {
      const name = random.pick(NAMES);
      if (random.chance(0.95)) kwargs.push([name, value(role)]);
      return name;
    }
    if (role === 'size') sizes.add(used);
    const index = used++;
    return style === 'automatic' ? '' : String(index);
  };
  let format = literal(random);
  for (let i = 0; i < count; i++) format += field(random, use) + random.maybe(0.4, () => literal(random));
  if (random.chance(0.08)) format = mutate(random, format);
  // One value in one place: only then is it known which way a whole float was read.
  const whole = count === 1 && used === 1 && !kwargs.length;
  const args = Array.from({ length: used }, (_, i) =>
    sizes.has(i) ? value('size') : valueFor(random, whole),
  );
  if (random.chance(0.03)) args.pop();
  return { format, args, kwargs: { dict: uniqueKeys(kwargs) } };
}

/** What our engine makes of a case. */
export function run({ strFormat, decode, outcomeOf }, { format, args, kwargs }) {
  return outcomeOf(() => strFormat(format, args.map(decode), decode(kwargs)));
}
