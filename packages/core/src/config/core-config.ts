import { coreClassTable } from './core-table.js';
import { type Configurator, createConfigurator } from './dict.js';
import { createFileConfig, type FileConfig } from './file.js';

const configurator: Configurator = /* @__PURE__ */ createConfigurator(coreClassTable);

/**
 * Configures logging as a dictionary says, Python's own, where only the classes are there that every environment has.
 * See {@link Configurator.dictConfig}.
 *
 * @example
 * ```ts
 * import { dictConfig } from '@loggia/core/config';
 * dictConfig({ version: 1, handlers: { console: { class: 'ConsoleHandler' } }, root: { handlers: ['console'] } });
 * ```
 */
export const dictConfig: Configurator['dictConfig'] = configurator.dictConfig;

/**
 * The mistakes in a configuration, without making or changing anything. See {@link Configurator.checkConfig}.
 *
 * @example
 * ```ts
 * import { checkConfig } from '@loggia/core/config';
 * console.log(checkConfig({ version: 1, root: { level: 'LOUD' } })[0]?.path); // root.level
 * ```
 */
export const checkConfig: Configurator['checkConfig'] = configurator.checkConfig;

/**
 * Configures logging as the text of an INI file says, where only the classes are there that every environment has, and no
 * files. See {@link FileConfig}.
 *
 * @example
 * ```ts
 * import { fileConfig } from '@loggia/core/config';
 * const text = '[loggers]\nkeys=root\n[handlers]\nkeys=\n[formatters]\nkeys=\n[logger_root]\nlevel=INFO\nhandlers=';
 * fileConfig({ text });
 * ```
 */
export const fileConfig: FileConfig = /* @__PURE__ */ createFileConfig(configurator);
