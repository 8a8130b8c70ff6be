import type { ClassTable } from './class-spec.js';
import { filterClasses } from './filter-classes.js';
import { formatterClasses } from './formatter-classes.js';
import { handlerClasses, queueClasses } from './handler-classes.js';

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
