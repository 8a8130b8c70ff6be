/**
 * Errors that carry the name of Python's class, so that a message and a name found in Python's documents
 * mean the same here. Python's `TypeError` is JavaScript's own.
 */

/**
 * A value of the right type that makes no sense: an unknown level, a bad format.
 *
 * @example
 * ```ts
 * import { getLogger, ValueError } from 'loggia';
 * try {
 *   getLogger('shop').setLevel('LOUD');
 * } catch (error) {
 *   console.log(error instanceof ValueError, String(error)); // true ValueError: Unknown level: 'LOUD'
 * }
 * ```
 */
export class ValueError extends Error {
  override readonly name = 'ValueError';
}

/**
 * A mapping key that is not there. As in Python, the message is the key in quotes.
 *
 * @example
 * ```ts
 * import { KeyError } from 'loggia';
 * import { percentFormat } from '@loggia/core/format';
 * try {
 *   percentFormat('%(user)s', {});
 * } catch (error) {
 *   console.log(error instanceof KeyError, String(error)); // true KeyError: 'user'
 * }
 * ```
 */
export class KeyError extends Error {
  override readonly name = 'KeyError';
}

/**
 * A position that is not there.
 *
 * @example
 * ```ts
 * import { IndexError } from 'loggia';
 * import { strFormat } from '@loggia/core/format';
 * try {
 *   strFormat('{1}', ['only one']);
 * } catch (error) {
 *   console.log(error instanceof IndexError); // true
 * }
 * ```
 */
export class IndexError extends Error {
  override readonly name = 'IndexError';
}

/**
 * A number that does not fit where it was asked to go.
 *
 * @example
 * ```ts
 * import { OverflowError } from 'loggia';
 * import { percentFormat } from '@loggia/core/format';
 * try {
 *   percentFormat('%c', [0x110000]);
 * } catch (error) {
 *   console.log(error instanceof OverflowError); // true
 * }
 * ```
 */
export class OverflowError extends Error {
  override readonly name = 'OverflowError';
}

/** One mistake in a configuration. */
export interface ConfigProblem {
  /** Where it is, such as `handlers.file.maxByte`; empty for the configuration as a whole. */
  readonly path: string;
  /** What was found there, what is allowed, and the nearest right name if there is one. */
  readonly message: string;
}

/** What a {@link ConfigError} can be told beside its message. */
export interface ConfigErrorOptions {
  /** What Python chains to its error, or what a constructor threw. */
  readonly cause?: unknown;
  /** All mistakes; by default the one. */
  readonly problems?: readonly ConfigProblem[] | undefined;
  /** Default `ValueError`. */
  readonly pythonName?: string | undefined;
}

/**
 * A configuration that cannot work. It is thrown at once, by the call that was given the configuration.
 *
 * @example
 * ```ts
 * import { basicConfig } from 'loggia';
 * try {
 *   basicConfig({ filename: 'app.log' });
 * } catch (error) {
 *   console.error(String(error)); // in a page: this host has no files; ship records with HTTPHandler instead
 * }
 * ```
 */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  /** The class that Python raises in the same case. */
  readonly pythonName: string;
  /** Where in the configuration the mistake is, such as `handlers.file.level`. */
  readonly path: string;
  /** Every mistake that was found, in the order in which Python would come across them. */
  readonly problems: readonly ConfigProblem[];

  constructor(path: string, message: string, options: ConfigErrorOptions = {}) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined);
    this.path = path;
    this.problems = options.problems ?? [{ path, message }];
    this.pythonName = options.pythonName ?? 'ValueError';
  }
}
