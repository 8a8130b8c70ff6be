import {
  type Configurator,
  createConfigurator,
  createFileConfig,
  type FileConfig,
} from '@loggia/core/config';
import { browserClassTable } from './class-table.js';

const configurator: Configurator = /* @__PURE__ */ createConfigurator(browserClassTable);

/**
 * Configures logging as a dictionary says, Python's own. See {@link Configurator.dictConfig}.
 *
 * @example
 * ```ts page
 * import { getLogger } from 'loggia';
 * import { dictConfig } from 'loggia/config';
 * dictConfig({
 *   version: 1,
 *   handlers: {
 *     console: { class: 'ConsoleHandler', collapse: true },
 *     ship: { class: 'logging.handlers.HTTPHandler', url: '/logs', level: 'WARNING' },
 *   },
 *   root: { level: 'INFO', handlers: ['console', 'ship'] },
 * });
 * getLogger('shop').info('open');
 * ```
 */
export const dictConfig: Configurator['dictConfig'] = configurator.dictConfig;

/**
 * The mistakes in a configuration, without making or changing anything. See {@link Configurator.checkConfig}.
 *
 * @example
 * ```ts page
 * import { checkConfig } from 'loggia/config';
 * for (const { path, message } of checkConfig({ version: 1, root: { level: 'LOUD' } })) console.log(`${path}: ${message}`);
 * ```
 */
export const checkConfig: Configurator['checkConfig'] = configurator.checkConfig;

/**
 * Configures logging as the text of an INI file says, Python's own format. See {@link FileConfig}.
 *
 * @example
 * ```ts page
 * import { fileConfig } from 'loggia/config';
 * const text = `
 * [loggers]
 * keys=root
 * [handlers]
 * keys=console
 * [formatters]
 * keys=
 * [logger_root]
 * level=INFO
 * handlers=console
 * [handler_console]
 * class=ConsoleHandler
 * `;
 * fileConfig({ text });
 * ```
 */
export const fileConfig: FileConfig = /* @__PURE__ */ createFileConfig(configurator);

export { browserClassTable } from './class-table.js';
