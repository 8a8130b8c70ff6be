import type { ConnectionOptions } from 'node:tls';
import { Worker } from 'node:worker_threads';
import {
  type ClassSpec,
  type ClassTable,
  construct,
  coreClassTable,
  type Option,
  optionKit,
  withOptions,
} from '@loggia/core/config';
import { type EncodingErrors, fileEncoding } from './files/encoding.js';
import type { KeepOptions } from './files/retention.js';
import { periodOf, timeOfDay } from './files/rollover-time.js';
import { BaseRotatingHandler } from './handlers/base-rotating.js';
import { DatagramHandler } from './handlers/datagram.js';
import { FileHandler } from './handlers/file.js';
import { NTEventLogHandler } from './handlers/nt-event-log.js';
import { RotatingFileHandler } from './handlers/rotating-file.js';
import { SMTPHandler } from './handlers/smtp.js';
import { SocketHandler } from './handlers/socket.js';
import { SysLogHandler } from './handlers/syslog.js';
import { TimedRotatingFileHandler } from './handlers/timed-rotating-file.js';
import { WatchedFileHandler } from './handlers/watched-file.js';
import { WorkerHandler, type WorkerSource } from './handlers/worker.js';
import { EventLogElsewhere } from './nt/elsewhere.js';
import { facilityNames, syslogCodes } from './syslog/codes.js';

const {
  amount,
  choice,
  either,
  fields,
  flag,
  integer,
  level,
  list,
  name,
  opaque,
  pair,
  parsed,
  record,
  text,
} = optionKit;

const port = integer(0, 65_535);
const fileURL = opaque<URL>('a file: URL', (value: unknown) => value instanceof URL);
const filename: Option<string | URL> = { ...either(name, fileURL), schema: name.schema };
const tls = { ...fields, allowed: 'options of tls.connect' } as Option<ConnectionOptions>;
const workerSource = opaque<WorkerSource>(
  "a worker, its module's URL, or a function that starts it",
  (value: unknown) => value instanceof URL || value instanceof Worker || typeof value === 'function',
);
const store = coreClassTable.classes['HTTPHandler']!.options['store'] as Option<never>;

const fileOptions = {
  mode: choice('a', 'w', 'at', 'wt', 'a+', 'w+'),
  encoding: parsed(name, (value) => fileEncoding(value, 'strict')),
  delay: flag,
  errors: choice<EncodingErrors>('strict', 'replace', 'ignore', 'backslashreplace', 'xmlcharrefreplace'),
  bufferSize: integer(0),
  flushInterval: integer(0),
  flushLevel: level,
} as const;
const archiveOptions = {
  ...fileOptions,
  compress: choice('gzip'),
  keep: record<KeepOptions>('keep', { files: amount(0), days: amount(0), bytes: amount(0) }),
  shared: flag,
} as const;
const rotatingOptions = { ...archiveOptions, backupCount: integer(0) } as const;
const { mode: _, ...timedOptions } = rotatingOptions;
const remoteOptions = { codec: choice('pickle', 'json'), store } as const;

const FILE = ['filename', 'mode', 'encoding', 'delay', 'errors'] as const;

const eventLog = withOptions(NTEventLogHandler, {
  kind: 'handler',
  args: [['appname', name]],
  python: ['appname', 'dllname', 'logtype'],
  options: { dllname: optionKit.nullable(text), logtype: name },
});

const syslog = withOptions(SysLogHandler, {
  kind: 'handler',
  args: [],
  python: ['address', 'facility', 'socktype'],
  options: {
    address: either(name, pair(name, port)),
    facility: either(choice(...facilityNames.keys()), integer(0, 127)),
    socktype: choice('udp', 'tcp', 'tls', 'unix'),
    protocol: choice('rfc3164', 'rfc5424'),
    ident: text,
    appendNul: flag,
    framing: choice('none', 'newline', 'octet-counting'),
    tls,
    maxBytes: integer(0),
    structuredDataID: name,
  },
});
/** Python's socket.SOCK_STREAM and SOCK_DGRAM. */
const SOCKET_TYPES: Readonly<Record<number, string>> = { 1: 'tcp', 2: 'udp' };

const classes: Readonly<Record<string, ClassSpec>> = {
  FileHandler: withOptions(FileHandler, {
    kind: 'handler',
    args: [['filename', filename]],
    python: FILE,
    options: fileOptions,
  }),
  WatchedFileHandler: withOptions(WatchedFileHandler, {
    kind: 'handler',
    args: [['filename', filename]],
    python: FILE,
    options: fileOptions,
  }),
  RotatingFileHandler: withOptions(RotatingFileHandler, {
    kind: 'handler',
    args: [['filename', filename]],
    python: ['filename', 'mode', 'maxBytes', 'backupCount', 'encoding', 'delay', 'errors'],
    options: { ...rotatingOptions, maxBytes: integer(0) },
  }),
  TimedRotatingFileHandler: withOptions(TimedRotatingFileHandler, {
    kind: 'handler',
    args: [['filename', filename]],
    python: ['filename', 'when', 'interval', 'backupCount', 'encoding', 'delay', 'utc', 'atTime', 'errors'],
    options: {
      ...timedOptions,
      when: parsed(name, periodOf),
      interval: amount(0, { exclusive: true }),
      utc: flag,
      atTime: parsed(name, timeOfDay),
    },
  }),
  SocketHandler: withOptions(SocketHandler, {
    kind: 'handler',
    args: [
      ['host', name],
      ['port', optionKit.nullable(port)],
    ],
    options: { ...remoteOptions, timeout: amount(0, { exclusive: true }) },
  }),
  DatagramHandler: withOptions(DatagramHandler, {
    kind: 'handler',
    args: [
      ['host', name],
      ['port', port],
    ],
    options: remoteOptions,
  }),
  SysLogHandler: {
    ...syslog,
    options: { ...syslog.options, socktype: either(syslog.options['socktype']!, integer(1, 2)) },
    make({ socktype, ...options }, type) {
      const named = typeof socktype === 'number' ? SOCKET_TYPES[socktype] : socktype;
      return construct(type, [{ ...options, socktype: named }]);
    },
  },
  NTEventLogHandler: {
    ...eventLog,
    make: (options, type) =>
      process.platform === 'win32' || type !== NTEventLogHandler
        ? eventLog.make(options, type)
        : new EventLogElsewhere(String(options['appname'])),
  },
  WorkerHandler: withOptions(WorkerHandler, {
    kind: 'handler',
    args: [['source', workerSource]],
    options: { capacity: integer(1), maxBytes: integer(1), maxWait: amount(0), exitTimeout: amount(0) },
  }),
  SMTPHandler: withOptions(SMTPHandler, {
    kind: 'handler',
    args: [
      ['mailhost', either(name, pair(name, port))],
      ['fromaddr', name],
      ['toaddrs', either(name, list(name))],
      ['subject', text],
    ],
    python: ['mailhost', 'fromaddr', 'toaddrs', 'subject', 'credentials', 'secure', 'timeout'],
    options: {
      credentials: pair(text, text),
      secure: either(either(flag, list(name)), tls),
      timeout: amount(0, { exclusive: true }),
      capacity: integer(1),
      digest: record('digest', { interval: amount(0, { exclusive: true }), maxRecords: integer(1) }),
    },
  }),
};

/**
 * The classes that configurations on Node know by name.
 *
 * @example
 * ```ts
 * import { nodeClassTable } from '@loggia/node/config';
 * console.log(Object.keys(nodeClassTable.classes.RotatingFileHandler?.options ?? {}).includes('maxBytes')); // true
 * ```
 */
export const nodeClassTable: ClassTable = {
  classes: { ...coreClassTable.classes, ...classes },
  bases: [
    ...coreClassTable.bases,
    withOptions(BaseRotatingHandler, {
      kind: 'handler',
      args: [['filename', filename]],
      options: archiveOptions,
    }),
  ],
  constants: {
    ...coreClassTable.constants,
    ...Object.fromEntries(
      Object.entries(syslogCodes).map(([name, code]) => [`handlers.SysLogHandler.${name}`, code]),
    ),
    'socket.SOCK_STREAM': 1,
    'socket.SOCK_DGRAM': 2,
  },
  missing: {},
};
