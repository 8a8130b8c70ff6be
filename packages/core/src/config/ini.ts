import { quote } from '../format/python-text.js';
import { IniError } from './ini-error.js';
import { type IniFile, type IniOptions, readIni } from './ini-read.js';

const MAX_STEPS = 10;
/** What all references of a value may cost, in characters and one each: a few lines could ask for gigabytes. */
const MAX_COST = 1_048_576;
const REFERENCE = /%(?:(%)|\(([^)]+)\)s|)/g;

/** An INI file whose values refer to each other with `%(name)s`, as Python's `ConfigParser` reads it. */
export class Ini {
  readonly #file: IniFile;

  /**
   * @param source - What errors call the file.
   * @throws IniError
   */
  constructor(text: string, source: string, defaults: Readonly<Record<string, unknown>> = {}) {
    this.#file = readIni(text, source, defaults);
  }

  /** `[DEFAULT]` is none of them. */
  get sectionNames(): Iterable<string> {
    return this.#file.sections.keys();
  }

  section(name: string): IniSection | undefined {
    const options = this.#file.sections.get(name);
    return options && new IniSection(name, options, this.#file.defaults);
  }
}

/** The value that is asked for, and what its references have cost so far. */
interface Whole {
  readonly option: string;
  readonly value: string;
  cost: number;
}

/** The options of one section, and those that every section has. */
export class IniSection {
  readonly name: string;
  readonly #options: IniOptions;
  readonly #defaults: IniOptions;
  readonly #referred = new Set<string>();

  constructor(name: string, options: IniOptions, defaults: IniOptions) {
    this.name = name;
    this.#options = options;
    this.#defaults = defaults;
  }

  /** The names of what stands in the section itself and no other value of it has referred to. */
  get ownNames(): string[] {
    return [...this.#options.keys()].filter((name) => !this.#referred.has(name));
  }

  /** The value as it is written; undefined where there is none. */
  raw(option: string): string | undefined {
    return this.#options.get(option) ?? this.#defaults.get(option);
  }

  /**
   * The value with what it refers to; undefined where there is none.
   *
   * @throws IniError
   */
  get(option: string): string | undefined {
    const value = this.raw(option);
    return value === undefined ? undefined : this.#interpolate(value, { option, value, cost: 0 }, 1);
  }

  #interpolate(value: string, whole: Whole, step: number): string {
    if (!value.includes('%')) return value;
    const { option } = whole;
    const where = `option ${quote(option)} in section ${quote(this.name)}`;
    const raw = `Raw value: ${quote(whole.value)}`;
    if (step > MAX_STEPS) {
      throw this.#error(
        'InterpolationDepthError',
        option,
        `Recursion limit exceeded in value substitution: ${where} contains an interpolation key which cannot be ` +
          `substituted in ${MAX_STEPS} steps. ${raw}`,
      );
    }
    return value.replace(
      REFERENCE,
      (_, percent: string | undefined, name: string | undefined, at: number) => {
        if (percent !== undefined) return '%';
        if (name === undefined) throw this.#badReference(option, value.slice(at));
        const key = name.toLowerCase();
        this.#referred.add(key);
        const inner = this.raw(key);
        if (inner === undefined) {
          throw this.#error(
            'InterpolationMissingOptionError',
            option,
            `Bad value substitution: ${where} contains an interpolation key ${quote(key)} which is not a valid option ` +
              `name. ${raw}`,
          );
        }
        whole.cost += 1 + inner.length;
        if (whole.cost > MAX_COST) {
          throw this.#error(
            'InterpolationError',
            option,
            `${where} refers to more than ${MAX_COST} characters`,
          );
        }
        return this.#interpolate(inner, whole, step + 1);
      },
    );
  }

  #badReference(option: string, rest: string): IniError {
    const what = rest.startsWith('%(')
      ? `bad interpolation variable reference ${quote(rest)}`
      : `'%' must be followed by '%' or '(', found: ${quote(rest)}`;
    return this.#error('InterpolationSyntaxError', option, what);
  }

  #error(name: string, option: string, message: string): IniError {
    return new IniError(name, message, `${this.name}.${option}`);
  }
}
