import { type Configurator, createConfigurator } from '@loggia/core/config';
import { nodeClassTable } from './class-table.js';

const configurator: Configurator = /* @__PURE__ */ createConfigurator(nodeClassTable);

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

export { nodeClassTable } from './class-table.js';
