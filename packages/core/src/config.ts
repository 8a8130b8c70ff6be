export type { FromConfigContext } from './config/build.js';
export {
  type Callable,
  type ClassKind,
  type ClassSpec,
  type ClassTable,
  construct,
  type OptionValues,
  withArguments,
  withOptions,
} from './config/class-spec.js';
export { checkConfig, dictConfig } from './config/core-config.js';
export { coreClassTable } from './config/core-table.js';
export { type Configurator, createConfigurator } from './config/dict.js';
export type { JSONSchema, Option } from './config/option.js';
export { type OptionKit, optionKit } from './config/option-kit.js';
export { registerClass } from './config/register-class.js';
export type {
  ConfigOptions,
  FactoryConfig,
  FilterConfig,
  FormatterConfig,
  HandlerConfig,
  LoggerConfig,
  LoggingConfig,
} from './config/schema.js';
export { ConfigError, type ConfigErrorOptions, type ConfigProblem } from './errors.js';
