import type { Configurator, FileConfig } from '@loggia/core/config';
import { applyINI } from './config/config-text.js';
import { configurator } from './config/configurator.js';

/**
 * Configures logging as a dictionary says, Python's own. See {@link Configurator.dictConfig}.
 *
 * @example
 * ```ts
 * import { getLogger } from 'loggia';
 * import { dictConfig } from 'loggia/config';
 * dictConfig({
 *   version: 1,
 *   formatters: { brief: { format: '%(levelname)-8s %(name)s: %(message)s' } },
 *   handlers: {
 *     console: { class: 'logging.StreamHandler', formatter: 'brief', stream: 'ext://sys.stdout' },
 *     file: { class: 'logging.handlers.RotatingFileHandler', filename: 'shop.log', maxBytes: 1_000_000, backupCount: 3 },
 *   },
 *   root: { level: 'INFO', handlers: ['console', 'file'] },
 * });
 * getLogger('shop').info('open');
 * ```
 */
export const dictConfig: Configurator['dictConfig'] = configurator.dictConfig;

/**
 * The mistakes in a configuration, without making or changing anything. See {@link Configurator.checkConfig}.
 *
 * @example
 * ```ts
 * import { checkConfig } from 'loggia/config';
 * const file = { class: 'logging.handlers.RotatingFileHandler', filename: 'shop.log', maxByte: 1000 };
 * for (const { path, message } of checkConfig({ version: 1, handlers: { file } })) {
 *   console.log(`${path}: ${message}`); // handlers.file.maxByte: unknown option of RotatingFileHandler (did you mean maxBytes?)
 * }
 * ```
 */
export const checkConfig: Configurator['checkConfig'] = configurator.checkConfig;

/**
 * Configures logging as an INI file says, as Python's function of that name: the file of its name or address, or a text.
 * Expressions in `args`, `kwargs` and `defaults` are read as literals and known names; nothing is ever evaluated.
 *
 * @throws ConfigError with all mistakes in `problems`, each with its section and option; nothing is changed then.
 * @example
 * ```ts
 * import { getLogger } from 'loggia';
 * import { fileConfig } from 'loggia/config';
 * const text = `
 * [loggers]
 * keys=root
 * [handlers]
 * keys=file
 * [formatters]
 * keys=brief
 * [logger_root]
 * level=INFO
 * handlers=file
 * [handler_file]
 * class=handlers.RotatingFileHandler
 * args=('%(directory)s/shop.log', 'a', 1_000_000, 3)
 * formatter=brief
 * [formatter_brief]
 * format=%(levelname)-8s %(name)s: %(message)s
 * `;
 * fileConfig({ text }, { defaults: { directory: '.' } }); // or fileConfig('logging.conf')
 * getLogger('shop').info('open');
 * ```
 */
export const fileConfig: FileConfig = applyINI;

export { nodeClassTable } from './class-table.js';
export { configureByFile } from './config/config-text.js';
export { listen, stopListening } from './config/listen.js';
export { watchConfig } from './config/watch-config.js';
