// What a command of ours is told: every one of them has `--help`, and says what is wrong with what it was given.
import { parseArgs } from 'node:util';

/**
 * The options that the command was called with. `--help` prints the help and ends the program; so does a mistake, with
 * exit code 2 and what to do.
 *
 * @param help - What `--help` prints: a line of usage, each option, and examples.
 * @param defaults - By name: a number, a text or `undefined` for an option with a value, `false` for one without,
 * an array for one that may be repeated.
 */
export function readOptions(help, defaults, args = process.argv.slice(2)) {
  const options = { help: { type: 'boolean', short: 'h' } };
  for (const [name, value] of Object.entries(defaults))
    options[name] = { type: value === false ? 'boolean' : 'string', multiple: Array.isArray(value) };
  try {
    const { values } = parseArgs({ args, options });
    if (values.help) {
      console.log(help);
      process.exit(0);
    }
    return Object.fromEntries(
      Object.entries(defaults).map(([name, value]) => [name, convert(name, values[name], value)]),
    );
  } catch (error) {
    console.error(`${error.message}\n\n${help}`);
    process.exit(2);
  }
}

function convert(name, given, otherwise) {
  if (given === undefined) return otherwise;
  if (typeof otherwise !== 'number') return given;
  const number = Number(given);
  if (given.trim() === '' || !Number.isFinite(number))
    throw new Error(`--${name} is a number, not '${given}'`);
  return number;
}
