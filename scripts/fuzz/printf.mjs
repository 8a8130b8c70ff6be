import { anyValue, integerValue, literal, numberValue, stringValue } from './values.mjs';

const KEYS = ['a', 'b', 'name', '', 'a b', 'a(b)c', 'é', '__proto__', 'constructor', '1'];

function conversion(random, mapping) {
  const size = (probability) =>
    random.maybe(probability, () =>
      random.chance(0.15) ? '*' : String(random.integer(0, random.chance(0.9) ? 12 : 130)),
    );
  const letter = random.chance(0.96)
    ? random.pick([...'ddisrxXoueEfFgGgfsac'])
    : random.pick([...'bpZ%é😀 (', '']);
  const precision = random.maybe(0.35, () => `.${size(0.9)}`);
  const huge = random.chance(0.004)
    ? random.pick(['99999999999999999999', '.9999999999', '.99999999999999999999'])
    : '';
  const flags = random.list(2, () => random.pick([...'-+ #0'])).join('');
  const key = mapping && random.chance(0.92) ? `(${random.pick(KEYS)}${random.chance(0.99) ? ')' : ''}` : '';
  return {
    text: `%${key}${flags}${size(0.45)}${huge}${precision}${random.maybe(0.04, () => random.pick([...'hlL']))}${letter}`,
    letter,
  };
}

function argumentFor(random, letter, whole) {
  if (random.chance(0.06)) return anyValue(random, whole);
  if ('diu'.includes(letter) || 'eEfFgG'.includes(letter)) return numberValue(random, whole);
  if ('xXo'.includes(letter)) return integerValue(random);
  if (letter === 'c')
    return random.chance(0.5) ? stringValue(random) : { int: String(random.integer(-1, 1200)) };
  return anyValue(random, whole);
}

/** One case as in vectors/printf.json. */
export function generate(random) {
  const mapping = random.chance(0.25);
  const conversions = Array.from({ length: random.pick([0, 1, 1, 1, 1, 2, 3]) }, () =>
    conversion(random, mapping),
  );
  const format = conversions.map(({ text }) => text + random.maybe(0.4, () => literal(random))).join('');
  const stars = format.split('*').length - 1;
  const whole = conversions.length === 1 && stars === 0;
  if (mapping) {
    const names = conversions.map(({ text, letter }) => [
      /\((.*)\)/.exec(text)?.[1] ?? 'a',
      argumentFor(random, letter, whole),
    ]);
    return {
      format: literal(random) + format,
      args: { dict: uniqueKeys(random.chance(0.9) ? names : names.slice(1)) },
    };
  }
  const args = conversions.flatMap(({ text, letter }) => [
    ...Array.from({ length: text.split('*').length - 1 }, () => ({ int: String(random.integer(-8, 20)) })),
    ...(letter === '%' ? [] : [argumentFor(random, letter, whole)]),
  ]);
  if (random.chance(0.03)) args.pop();
  if (random.chance(0.03)) args.push(stringValue(random));
  return { format: literal(random) + format, args: { tuple: args } };
}

export function uniqueKeys(pairs) {
  return [...new Map(pairs)];
}

/** What our engine makes of a case. */
export function run({ percentFormat, decode, outcomeOf }, { format, args }) {
  return outcomeOf(() => percentFormat(format, decode(args)));
}
