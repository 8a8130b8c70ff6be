import type { ClassKind, ClassSpec, ClassTable } from './class-spec.js';
import type { JSONSchema, Option } from './option.js';
import { handlerOptions, loggerOptions, topOptions } from './schema.js';

/** Where Python keeps the classes that it has; ours have no module. */
const MODULES: Readonly<Record<string, readonly string[]>> = {
  logging: ['StreamHandler', 'FileHandler', 'NullHandler', 'Formatter', 'Filter'],
  'logging.handlers': [
    'WatchedFileHandler',
    'RotatingFileHandler',
    'TimedRotatingFileHandler',
    'SocketHandler',
    'DatagramHandler',
    'SysLogHandler',
    'NTEventLogHandler',
    'SMTPHandler',
    'MemoryHandler',
    'BufferingHandler',
    'HTTPHandler',
    'QueueHandler',
    'QueueListener',
  ],
  queue: ['Queue'],
};
const REFERENCE: JSONSchema = { $ref: '#/definitions/reference' };
const TEXT: JSONSchema = { type: 'string' };

/** What an option of a class is for; undefined if nothing is known. */
export type DescribeOption = (type: string, option: string) => string | undefined;

/**
 * The JSON Schema of configurations, for editors: what an application with classes of its own may write to a file, with a
 * table that has them.
 *
 * @example
 * ```ts
 * import { configSchema, coreClassTable } from 'loggia/config';
 * console.log(JSON.stringify(configSchema(coreClassTable)).length > 1000); // true
 * ```
 */
export function configSchema(table: ClassTable, describe: DescribeOption = () => undefined): JSONSchema {
  const entries = (
    kind: ClassKind,
    common: Readonly<Record<string, JSONSchema>>,
    otherwise?: string,
  ): JSONSchema => entrySchema(kind, table, common, otherwise, describe);
  const handlerKeys = mapValues(handlerOptions, ({ schema }) => optional(schema));
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Logging configuration',
    description: "The dictionary of Python's logging.config.dictConfig, as Loggia takes it.",
    type: 'object',
    required: ['version'],
    properties: {
      version: { anyOf: [{ const: 1 }, REFERENCE] },
      incremental: optional(topOptions.incremental.schema),
      disable_existing_loggers: optional(topOptions.disable_existing_loggers.schema),
      disableExistingLoggers: optional(topOptions.disable_existing_loggers.schema),
      formatters: sectionOf('formatter'),
      filters: sectionOf('filter'),
      loggers: sectionOf('logger'),
      root: optional({ $ref: '#/definitions/logger' }),
    },
    // An incremental configuration only sets the levels of handlers that are there.
    if: { required: ['incremental'], properties: { incremental: { const: true } } },
    // biome-ignore lint/suspicious/noThenProperty: JSON Schema's keyword
    then: { properties: { handlers: sectionOf('openHandler') } },
    else: { properties: { handlers: sectionOf('handler') } },
    definitions: {
      openHandler: { type: 'object', properties: { level: handlerKeys['level'] } },
      reference: {
        ...TEXT,
        pattern: '^(ext|cfg)://',
        description: 'What the application passes, or another part of the configuration.',
      },
      level: {
        anyOf: [
          { enum: ['CRITICAL', 'ERROR', 'WARNING', 'INFO', 'DEBUG', 'NOTSET', 'FATAL', 'WARN'] },
          { type: ['string', 'integer'] },
        ],
      },
      factory: { type: 'object', required: ['()'], properties: { '()': TEXT } },
      logger: {
        type: 'object',
        properties: mapValues(loggerOptions, ({ schema }) => optional(schema)),
        additionalProperties: false,
      },
      formatter: entries('formatter', {}, 'Formatter'),
      filter: entries('filter', {}, 'Filter'),
      handler: entries('handler', handlerKeys),
      ...Object.fromEntries(
        Object.entries(table.classes).map(([name, spec]) => [
          name,
          classSchema(name, spec, spec.kind === 'handler' ? handlerKeys : {}, describe),
        ]),
      ),
    },
  };
}

function sectionOf(kind: string): JSONSchema {
  const entry = { anyOf: [{ $ref: `#/definitions/${kind}` }, REFERENCE] };
  return { anyOf: [{ type: 'object', additionalProperties: entry }, REFERENCE] };
}

/** An entry: by its class, or by what the application has. */
function entrySchema(
  kind: ClassKind,
  { classes }: ClassTable,
  common: Readonly<Record<string, JSONSchema>>,
  otherwise: string | undefined,
  describe: DescribeOption,
): JSONSchema {
  const names = Object.keys(classes).filter((name) => classes[name]!.kind === kind);
  const byName = names.map((name) => {
    const named = {
      pattern: `^(logging\\.handlers\\.|logging\\.|handlers\\.|queue\\.)?${name}$`,
      type: 'string',
    };
    const isIt = [
      { required: ['()'], properties: { '()': named } },
      { required: ['class'], properties: { class: named }, not: { required: ['()'] } },
    ];
    const isDefault = { not: { anyOf: [{ required: ['class'] }, { required: ['()'] }] } };
    return {
      if: { anyOf: name === otherwise ? [...isIt, isDefault] : isIt },
      // biome-ignore lint/suspicious/noThenProperty: JSON Schema's keyword
      then: { $ref: `#/definitions/${name}` },
    };
  });
  return {
    type: 'object',
    properties: {
      class: { anyOf: [{ enum: names.map(canonicalName) }, TEXT] },
      ...makerKeys(),
      ...common,
      // Editors complete what stands here, whatever the class; each class then allows only its own.
      ...(otherwise === undefined ? {} : propertiesOf(otherwise, classes[otherwise]!, describe)),
    },
    allOf: byName,
    ...(otherwise === undefined ? { anyOf: [{ required: ['class'] }, { required: ['()'] }] } : {}),
  };
}

function classSchema(
  name: string,
  spec: ClassSpec,
  common: Readonly<Record<string, JSONSchema>>,
  describe: DescribeOption,
): JSONSchema {
  const properties = propertiesOf(name, spec, describe);
  const snake = Object.keys(spec.options).filter((option) => snakeCase(option) !== option);
  const alternatives = (option: string): JSONSchema => ({
    anyOf: [option, snakeCase(option), ...aliasesOf(option, spec)].map((one) => ({ required: [one] })),
  });
  return {
    type: 'object',
    properties: { class: TEXT, ...makerKeys(), ...common, ...properties },
    // Allowed, but not completed: one way to write them is enough to be shown.
    patternProperties: Object.fromEntries(
      snake.map((option) => [`^${snakeCase(option)}$`, properties[option]]),
    ),
    additionalProperties: false,
    ...(spec.required.length === 0 ? {} : { allOf: spec.required.map(alternatives) }),
  };
}

function propertiesOf(name: string, spec: ClassSpec, describe: DescribeOption): Record<string, JSONSchema> {
  const entries: [string, Option<unknown>][] = [
    ...Object.entries(spec.options),
    ...Object.entries(spec.aliases).map(([alias, option]): [string, Option<unknown>] => [
      alias,
      spec.options[option]!,
    ]),
  ];
  return Object.fromEntries(
    entries.map(([option, { schema }]) => {
      const description = describe(name, spec.aliases[option] ?? option);
      return [option, { ...(description === undefined ? {} : { description }), ...optional(schema) }];
    }),
  );
}

function aliasesOf(option: string, { aliases }: ClassSpec): string[] {
  return Object.keys(aliases).filter((alias) => aliases[alias] === option);
}

function makerKeys(): Record<string, JSONSchema> {
  return {
    '()': { ...TEXT, description: 'What makes it: the name of a class or a function.' },
    '.': { type: 'object', description: 'Properties that are set on it.' },
  };
}

/** What allows null, which leaves the default, and what is found elsewhere. */
function optional(schema: JSONSchema): JSONSchema {
  return { anyOf: [schema, { type: 'null' }, REFERENCE] };
}

function canonicalName(name: string): string {
  const [module] = Object.entries(MODULES).find(([, names]) => names.includes(name)) ?? [];
  return module === undefined ? name : `${module}.${name}`;
}

function snakeCase(name: string): string {
  return name.replaceAll(/[A-Z]+/g, (letters) => `_${letters.toLowerCase()}`);
}

function mapValues<T, R>(object: Readonly<Record<string, T>>, change: (value: T) => R): Record<string, R> {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]));
}
