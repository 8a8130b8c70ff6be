import { BaseFormatter } from '../format/base-formatter.js';
import { Handler } from '../handler.js';
import { type ClassTable, withArguments } from './class-spec.js';
import { filterClasses } from './filter-classes.js';
import { formatterClasses } from './formatter-classes.js';
import { handlerClasses, queueClasses } from './handler-classes.js';
import { callable, level } from './option.js';

/** What needs Node. */
const NODE_ONLY = [
  'FileHandler',
  'WatchedFileHandler',
  'BaseRotatingHandler',
  'RotatingFileHandler',
  'TimedRotatingFileHandler',
  'SocketHandler',
  'DatagramHandler',
  'SysLogHandler',
  'SMTPHandler',
  'NTEventLogHandler',
];

/**
 * The classes that every environment has.
 *
 * @example
 * ```ts
 * import { coreClassTable } from '@loggia/core/config';
 * console.log('MemoryHandler' in coreClassTable.classes, 'FileHandler' in coreClassTable.classes); // true false
 * ```
 */
export const coreClassTable: ClassTable = {
  classes: { ...handlerClasses, ...formatterClasses, ...filterClasses, ...queueClasses },
  bases: [
    withArguments(Handler, { kind: 'handler', args: [['level', level]], required: [] }),
    withArguments(BaseFormatter, {
      kind: 'formatter',
      args: [['clean', callable('a function')]],
      required: [],
    }),
  ],
  constants: {
    'handlers.DEFAULT_TCP_LOGGING_PORT': 9020,
    'handlers.DEFAULT_UDP_LOGGING_PORT': 9021,
    'handlers.DEFAULT_HTTP_LOGGING_PORT': 9022,
    'handlers.DEFAULT_SOAP_LOGGING_PORT': 9023,
    'handlers.SYSLOG_UDP_PORT': 514,
    'handlers.SYSLOG_TCP_PORT': 514,
  },
  missing: Object.fromEntries(
    NODE_ONLY.map((name) => [
      name,
      `${name} needs files or sockets, which this host lacks: log to the console, or ship records to a server with HTTPHandler`,
    ]),
  ),
};
