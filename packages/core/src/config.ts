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
export { checkConfig, dictConfig, fileConfig } from './config/core-config.js';
export { coreClassTable } from './config/core-table.js';
export { type Configurator, createConfigurator } from './config/dict.js';
export {
  createFileConfig,
  type FileConfig,
  type FileConfigOptions,
  type FileConfigText,
} from './config/file.js';
export { configSchema, type DescribeOption } from './config/json-schema.js';
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
export {
  type ConfigListener,
  type ListenOptions,
  listen,
  stopListening,
  type WatchConfigOptions,
  watchConfig,
} from './config/server-only.js';
export { ConfigError, type ConfigErrorOptions, type ConfigProblem } from './errors.js';
