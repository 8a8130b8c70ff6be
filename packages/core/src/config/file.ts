import { ConfigError } from '../errors.js';
import { quote } from '../format/python-text.js';
import type { Configurator } from './dict.js';
import { errorOf, type FileProblem, problemOf } from './file-problems.js';
import { Ini } from './ini.js';
import { type IniDictionary, readDictionary } from './ini-dictionary.js';
import { IniError } from './ini-error.js';
import type { Scope } from './resolve.js';
import type { ConfigOptions } from './schema.js';

/** Options of {@link FileConfig}. */
export interface FileConfigOptions extends ConfigOptions {
  /** Values that the file may refer to as `%(name)s`, as if they stood in its section `[DEFAULT]`. */
  readonly defaults?: Readonly<Record<string, unknown>> | undefined;
  /** Whether loggers that are there and not mentioned, nor below one that is, are disabled. Default true. */
  readonly disableExistingLoggers?: boolean | undefined;
  /** {@link disableExistingLoggers} as Python writes it. */
  readonly disable_existing_loggers?: boolean | undefined;
  /** The file's encoding, where a file is read. Default `'utf-8'`. */
  readonly encoding?: string | undefined;
}

/** What an INI file holds, in place of its name. */
export interface FileConfigText {
  readonly text: string;
  /** What errors call it. Default `<text>`. */
  readonly filename?: string | undefined;
}

/** Configures logging as an INI file says. */
export type FileConfig = (
  file: string | { readonly href: string } | FileConfigText,
  options?: FileConfigOptions,
) => void;

/**
 * Makes a `fileConfig` that configures through `configurator`.
 *
 * @param readText - Reads a file; absent where there are none.
 * @example
 * ```ts
 * import { coreClassTable, createConfigurator, createFileConfig } from '@loggia/core/config';
 * const fileConfig = createFileConfig(createConfigurator(coreClassTable));
 * fileConfig({ text: '[loggers]\nkeys=root\n[handlers]\nkeys=\n[formatters]\nkeys=\n[logger_root]\nhandlers=' });
 * ```
 */
export function createFileConfig(
  configurator: Configurator,
  readText?: (file: string | { readonly href: string }, encoding: string) => FileConfigText,
): FileConfig {
  return (file, options = {}) => {
    configure(configurator, typeof file === 'object' && 'text' in file ? file : load(file), options);

    function load(name: string | { readonly href: string }): FileConfigText {
      if (readText !== undefined) return readText(name, options.encoding ?? 'utf-8');
      throw new ConfigError(
        '',
        `Unable to read ${quote(textOf(name))}: this host has no files. Pass { text } instead`,
      );
    }
  };
}

function configure(
  configurator: Configurator,
  { text, filename = '<text>' }: FileConfigText,
  { defaults = {}, disableExistingLoggers, disable_existing_loggers, ...options }: FileConfigOptions,
): void {
  if (text === '') {
    throw errorOf([{ path: '', sentence: `${filename} is an empty file`, pythonName: 'RuntimeError' }]);
  }
  const { table } = configurator;
  const scope: Scope = {
    table,
    ext: options.ext ?? {},
    classes: options.classes ?? {},
    strict: options.strict ?? true,
  };
  const disables = disableExistingLoggers ?? disable_existing_loggers ?? true;
  const dictionary = readDictionary(parse(text, filename, defaults), scope, disables);
  if (dictionary.problems.length > 0) {
    const others = configurator.checkConfig(dictionary.config, options);
    throw errorOf([
      ...dictionary.problems,
      ...others.map((problem) => placed(problem, undefined, dictionary)),
    ]);
  }
  try {
    configurator.dictConfig(dictionary.config, options);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw errorOf(
      error.problems.map((problem, i) => placed(problem, i === 0 ? error : undefined, dictionary)),
    );
  }
}

function parse(text: string, filename: string, defaults: Readonly<Record<string, unknown>>): Ini {
  try {
    return new Ini(text, filename, defaults);
  } catch (error) {
    throw error instanceof IniError ? errorOf([problemOf(error.path, error)]) : error;
  }
}

/** What is wrong with the dictionary, as what is wrong with the file. The first mistake has what Python says of it. */
function placed(
  { path, message }: { path: string; message: string },
  error: ConfigError | undefined,
  { whereIs }: IniDictionary,
): FileProblem {
  const [place, name] = whereIs(path);
  const text = name === '' ? message : `${name}: ${message}`;
  const { cause } = error ?? {};
  // What dictConfig wraps in a sentence of its own, fileConfig raises as it is.
  if (!(cause instanceof Error)) return { path: place, sentence: text, pythonName: 'ValueError' };
  return problemOf(place, cause, text.startsWith(cause.message) ? undefined : text);
}

function textOf(file: string | { readonly href: string }): string {
  return typeof file === 'string' ? file : file.href;
}
