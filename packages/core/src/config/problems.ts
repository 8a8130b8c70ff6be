import { ConfigError, type ConfigProblem } from '../errors.js';
import { inspect } from '../format/inspect.js';
import { firstOf, quote } from '../format/python-text.js';

/** Notes a mistake at a path below the entry that is being looked at; `cause` is what Python would have chained. */
export type Complain = (path: string, message: string, cause?: Error) => void;

/** A mistake, with what Python says of it. */
interface PythonProblem extends ConfigProblem {
  readonly sentence: string;
  readonly cause: Error | undefined;
  readonly pythonName: 'ValueError' | 'TypeError';
}

/** More than these are not shown in one message; `error.problems` has them all. */
const MAX_SHOWN = 20;

/** The mistakes of one configuration, in the order in which they are found. */
export class Problems {
  readonly #found: PythonProblem[] = [];

  /** Notes mistakes of one entry; `sentence` is what Python says of any of them. */
  at(sentence: string, base = '', pythonName: 'ValueError' | 'TypeError' = 'ValueError'): Complain {
    return (path, message, cause) => {
      this.#found.push({ path: joinPath(base, path), message, sentence, cause, pythonName });
    };
  }

  /** Takes over those of another list. */
  add(others: Problems): void {
    this.#found.push(...others.#found);
  }

  get isEmpty(): boolean {
    return this.#found.length === 0;
  }

  /** What users get to see. */
  list(): ConfigProblem[] {
    return this.#found.map(({ path, message }) => ({ path, message }));
  }

  /** @throws ConfigError if there is any mistake: Python's sentence for the first, then all of them. */
  throwIfAny(): void {
    const [first] = this.#found;
    if (first === undefined) return;
    const lines = this.#found
      .slice(0, MAX_SHOWN)
      .map(({ path, message }) => (path === '' ? message : `${path}: ${message}`));
    if (this.#found.length > MAX_SHOWN) lines.push(`and ${this.#found.length - MAX_SHOWN} more`);
    throw new ConfigError(first.path, `${first.sentence}: ${lines.join('\n  ')}`, {
      ...(first.cause === undefined ? {} : { cause: first.cause }),
      problems: this.list(),
      pythonName: first.pythonName,
    });
  }
}

/** An error that bears the name of a class of Python's which has no other use here. */
export function pythonError(name: string, message: string, cause?: unknown): Error {
  const error = new Error(message, cause === undefined ? undefined : { cause });
  Object.defineProperty(error, 'name', { value: name, configurable: true, writable: true });
  return error;
}

/** `handlers` and `file` make `handlers.file`; what is no word is put in brackets. */
export function joinPath(base: string, key: string | number): string {
  if (key === '') return base;
  if (typeof key === 'number' || key.startsWith('['))
    return `${base}${typeof key === 'number' ? `[${key}]` : key}`;
  return base === '' ? key : `${base}.${key}`;
}

/** The last part of a path: the key as it is, or quoted where it would not be told apart. */
export function pathPart(key: string): string {
  return /^[\p{L}\p{N}_$()./-]+$/u.test(key) ? key : `[${quote(key)}]`;
}

/** A value for a message: short. */
export function shown(value: unknown): string {
  const text = inspect(value);
  return text.length <= 80 ? text : `${firstOf(text, 77)}...`;
}
