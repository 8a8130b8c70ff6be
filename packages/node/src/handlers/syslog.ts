import { createSocket } from 'node:dgram';
import { hostname } from 'node:os';
import { basename, extname } from 'node:path';
import type { ConnectionOptions } from 'node:tls';
import {
  ConfigError,
  countDropped,
  KeyError,
  type LogRecord,
  memoryStore,
  OverflowError,
} from '@loggia/core';
import { fileEncoding } from '../files/encoding.js';
import { SYSLOG_UDP_PORT } from '../ports.js';
import { DatagramLine, withoutLookup } from '../sockets/datagram-line.js';
import type { Line } from '../sockets/line.js';
import { CodedHandler } from '../syslog/coded-handler.js';
import { facilityNames, priorityNames, priorityOfLevel } from '../syslog/codes.js';
import { connectLocally, connectSecurely, connectTo, type LocalIdent } from '../syslog/connect.js';
import { frameOf, type SyslogFraming } from '../syslog/framing.js';
import { isStructuredDataID, rfc5424Message, structuredDataElement } from '../syslog/rfc5424.js';
import { StreamLine } from '../syslog/stream-line.js';

/** Options of {@link SysLogHandler}. */
export interface SysLogHandlerOptions {
  /** A host and a port, or the path of a Unix socket such as `/dev/log`. Default `['localhost', 514]`. */
  readonly address?: readonly [host: string, port: number] | string | undefined;
  /** A name such as `local0`, or a number such as `SysLogHandler.LOG_LOCAL0`. Default `user`. */
  readonly facility?: string | number | undefined;
  /** Default `udp`, or `unix` if the address is a path. */
  readonly socktype?: 'udp' | 'tcp' | 'tls' | 'unix' | undefined;
  /** `rfc3164` sends `<priority>text`, as Python does. Default `rfc3164`. */
  readonly protocol?: 'rfc3164' | 'rfc5424' | undefined;
  /** What the text begins with, such as `shop: `; with `rfc5424`, the name of the application. Default empty. */
  readonly ident?: string | undefined;
  /** End each text with a NUL, as Python does. Default: with `rfc3164` where there is no other framing. */
  readonly appendNul?: boolean | undefined;
  /**
   * How messages are told apart on a connection; newlines in a text become `#012` where a newline ends it.
   * Default: `octet-counting` for `tls` and for `rfc5424` over `tcp`, `newline` for `rfc5424` over `unix`, else
   * `none`, as Python does.
   */
  readonly framing?: SyslogFraming | undefined;
  /** Options of Node's `tls.connect`, such as `ca`, `cert` and `key`. */
  readonly tls?: ConnectionOptions | undefined;
  /** How many bytes of messages may wait while the daemon is away; then the oldest of the lowest level are given up. Default 2 MiB. */
  readonly maxBytes?: number | undefined;
  /** The ID of the structured data that `record.extra` becomes with `rfc5424`. Default `extra@32473`. */
  readonly structuredDataID?: string | undefined;
}

/** What a UDP datagram can carry over IPv4. */
const MAX_DATAGRAM_BYTES = 65_507;
/** Many small messages take more memory than their bytes. */
const MAX_MESSAGES = 100_000;
/** Between attempts to connect, in seconds. */
const BACK_OFF = { retryStart: 0.2, retryMax: 30, retryFactor: 2 };

const utf8 = /* @__PURE__ */ fileEncoding('utf-8', 'strict');

/**
 * Sends records to a syslog daemon, in the background: a logging call never waits for it. By default it sends
 * what Python's does, `<priority>text` and a NUL, in a UDP datagram.
 *
 * A connection is made when the first record comes, and made anew when it breaks. Records that come meanwhile
 * wait, up to `maxBytes`; what has to be given up is counted in {@link SysLogHandler.dropped}. Syslog does not
 * answer: a record counts as sent when the system has taken it and the connection was still whole after that. What had
 * not got so far when the connection ended is sent again, and so is, when it was reset, what was written in the last two
 * seconds (4 MiB at most): such records may arrive twice.
 *
 * At the natural end of a program, and in the two seconds that a signal leaves, what waits is sent; at `process.exit` what
 * has a connection, or needs none. What was logged just before it over a connection yet to be made is lost, and that is said.
 *
 * A path may lead to a datagram socket or to a stream; the handler finds out, as Python's does. `/dev/log` is one for
 * datagrams on most systems, which Node cannot write to. The handler then runs the `logger` program of util-linux, once,
 * and passes records through it: each becomes one line, with a time and a tag made from `ident`. It cannot do so for
 * `rfc5424`, nor on macOS, whose `logger` is another: there `/var/run/syslog` cannot be used.
 *
 * @example
 * ```ts
 * import { getLogger, SysLogHandler } from 'loggia/node';
 * const handler = new SysLogHandler({ facility: 'local0', protocol: 'rfc5424', ident: 'shop' });
 * getLogger('shop').addHandler(handler);
 * getLogger('shop').error('no such item', { item: 'hat' });
 * await handler.close();
 * ```
 */
export class SysLogHandler extends CodedHandler {
  readonly address: readonly [host: string, port: number] | string;
  facility: string | number;
  readonly socktype: 'udp' | 'tcp' | 'tls' | 'unix';
  readonly protocol: 'rfc3164' | 'rfc5424';
  ident: string;
  appendNul: boolean;
  readonly #structuredDataID: string;
  readonly #maxMessageBytes: number;

  /** @throws ConfigError for options that make no sense. Whether the daemon is there shows later. */
  constructor(options: SysLogHandlerOptions = {}) {
    const {
      address = ['localhost', SYSLOG_UDP_PORT],
      protocol = 'rfc3164',
      structuredDataID = 'extra@32473',
    } = options;
    const isPath = typeof address === 'string';
    const socktype = options.socktype ?? (isPath ? 'unix' : 'udp');
    checkOptions(address, socktype, protocol, structuredDataID);
    const framing = options.framing ?? defaultFraming(socktype, protocol);
    const frame = frameOf(framing);
    const { maxBytes = 2 ** 21, tls = {} } = options;
    const identify = (): LocalIdent => ({ tag: this.#appName, ident: this.ident });
    const line = (): Line => {
      if (isPath)
        return new StreamLine(connectLocally(address, frame, protocol === 'rfc3164' ? identify : undefined));
      if (socktype === 'tcp') return new StreamLine(connectTo(...address, frame));
      if (socktype === 'tls') return new StreamLine(connectSecurely(...address, tls, frame));
      return new DatagramLine(...address, (family) => createSocket(withoutLookup(family)));
    };
    super({
      store: memoryStore({ capacity: MAX_MESSAGES, maxBytes }),
      line: line(),
      backOff: () => BACK_OFF,
      encode: (record) => this.#encode(record),
    });
    this.address = address;
    this.facility = options.facility ?? this.LOG_USER;
    this.socktype = socktype;
    this.protocol = protocol;
    this.ident = options.ident ?? '';
    this.appendNul = options.appendNul ?? (protocol === 'rfc3164' && framing === 'none');
    this.#structuredDataID = structuredDataID;
    this.#maxMessageBytes = socktype === 'udp' ? Math.min(maxBytes, MAX_DATAGRAM_BYTES) : maxBytes;
  }

  /**
   * The number that stands for a facility and a priority, each given by its name or its number.
   *
   * @throws KeyError for a name that syslog does not know.
   */
  encodePriority(facility: string | number, priority: string | number): number {
    return (codeOf(facilityNames, facility) << 3) | codeOf(priorityNames, priority);
  }

  /** The name of the priority for a level's name. Override it for levels of your own, which are warnings. */
  mapPriority(levelName: string): string {
    return priorityOfLevel.get(levelName) ?? 'warning';
  }

  /** What `rfc5424` says of the kind of a message: the name of the logger. Override it to tell more. */
  getMessageID(record: LogRecord): string {
    return record.name;
  }

  get #appName(): string {
    const program = process.argv[1] ?? process.execPath;
    return this.ident.replace(/[:\s]+$/, '') || basename(program, extname(program));
  }

  #encode(record: LogRecord): Uint8Array {
    const message = Buffer.from(utf8.fit(this.#message(record)));
    if (message.length <= this.#maxMessageBytes) return message;
    countDropped(1);
    const cure = this.socktype === 'udp' ? "socktype 'tcp'" : 'a larger maxBytes';
    throw new OverflowError(
      `a message of ${message.length} bytes is too long, ${this.#maxMessageBytes} are possible: use ${cure}, or a formatter that shortens`,
    );
  }

  #message(record: LogRecord): string {
    const { protocol, ident } = this;
    const priority = this.encodePriority(this.facility, this.mapPriority(record.levelname));
    const end = this.appendNul ? '\0' : '';
    const text = this.format(record) + end;
    if (protocol === 'rfc3164') return `<${priority}>${ident}${text}`;
    const hasFields = Object.keys(record.extra).length > 0;
    const fields = hasFields ? record.toJSON().extra : undefined;
    const header = {
      priority,
      created: record.created,
      hostname: hostname(),
      appName: this.#appName,
      process: String(record.process ?? ''),
      messageID: this.getMessageID(record),
    };
    return rfc5424Message(header, structuredDataElement(this.#structuredDataID, fields ?? {}), text);
  }
}

function codeOf(codes: ReadonlyMap<string, number>, name: string | number): number {
  const code = typeof name === 'number' ? name : codes.get(name);
  if (code === undefined) throw new KeyError(`'${name}'`);
  return code;
}

function defaultFraming(socktype: string, protocol: string): SyslogFraming {
  if (socktype === 'tls') return 'octet-counting';
  if (protocol === 'rfc3164') return 'none';
  return socktype === 'unix' ? 'newline' : 'octet-counting';
}

function checkOptions(address: unknown, socktype: string, protocol: string, structuredDataID: string): void {
  const isPair = Array.isArray(address) && typeof address[0] === 'string' && Number.isInteger(address[1]);
  if (!['udp', 'tcp', 'tls', 'unix'].includes(socktype)) {
    throw new ConfigError('socktype', `unknown socktype '${socktype}'. Use 'udp', 'tcp', 'tls' or 'unix'`);
  }
  if (socktype === 'unix' ? typeof address !== 'string' : !isPair) {
    const want =
      socktype === 'unix' ? 'a path, such as /dev/log' : "a host and a port, such as ['localhost', 514]";
    throw new ConfigError('address', `the address for socktype '${socktype}' is ${want}`);
  }
  if (protocol !== 'rfc3164' && protocol !== 'rfc5424') {
    throw new ConfigError('protocol', `unknown protocol '${protocol}'. Use 'rfc3164' or 'rfc5424'`);
  }
  if (!isStructuredDataID(structuredDataID)) {
    throw new ConfigError(
      'structuredDataID',
      `'${structuredDataID}' cannot name structured data. Use a name and your enterprise number, such as extra@32473`,
    );
  }
}
