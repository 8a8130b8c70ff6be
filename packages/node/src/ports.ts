/**
 * Where Python's receivers, and ours, listen for records over TCP.
 *
 * @example
 * ```ts
 * import { DEFAULT_TCP_LOGGING_PORT, SocketHandler } from 'loggia/node';
 * console.log(new SocketHandler('localhost', DEFAULT_TCP_LOGGING_PORT).port); // 9020
 * ```
 */
export const DEFAULT_TCP_LOGGING_PORT = 9020;

/** Where Python's receivers, and ours, listen for records over UDP. */
export const DEFAULT_UDP_LOGGING_PORT = 9021;

/** Where syslog daemons listen, over UDP. */
export const SYSLOG_UDP_PORT = 514;

/** Where syslog daemons listen, over TCP. */
export const SYSLOG_TCP_PORT = 514;
