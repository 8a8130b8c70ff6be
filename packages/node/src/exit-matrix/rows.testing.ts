/** The other end of a handler, by name; see `receivers.testing.ts`. */
export type ReceiverName =
  | 'stdout'
  | 'stderr'
  | 'files'
  | 'socket'
  | 'datagrams'
  | 'syslogUDP'
  | 'syslogTCP'
  | 'syslogUnix'
  | 'mail'
  | 'events'
  | 'http';

/**
 * What becomes of records that were logged right before the end:
 *
 * - `all` arrive; `in 2 s`: all that the handler can send in that time;
 * - `at the next start` of the program, all that have not arrived before;
 * - `at once`: what the system takes without waiting, which is all unless it is a lot;
 * - `lost`: what the handler holds.
 */
export type Fate = 'all' | 'in 2 s' | 'at the next start' | 'at once' | 'lost';

/** A line of the table: a handler, and what becomes of its records. To test another one, add a row. */
export interface ExitRow {
  readonly handler: string;
  /** How it is set up, in Markdown. */
  readonly setUp: string;
  /** TypeScript that makes the handler, in the child process; `at` is what the receiver says. */
  readonly make: string;
  readonly receive: ReceiverName;
  /** How many records are logged. Default 1,000. */
  readonly records?: number;
  /** Whether it has sent a record before. */
  readonly isConnected?: boolean;
  /** At `process.exit`, an uncaught error and an unhandled rejection. Default `all`. */
  readonly atOnce?: Fate;
  /** When SIGTERM or SIGINT end the process. Default `all`. */
  readonly onSignal?: Fate;
  /** At SIGKILL. Default `all`. */
  readonly onKill?: Fate;
  /** How much may be lost at most where something is, in Markdown. */
  readonly atMost?: string;
}

const BUFFER = 'bufferSize: 10_000_000, flushInterval: 3_600_000';
const buffered = {
  setUp: '`bufferSize`',
  receive: 'files',
  onKill: 'lost',
  atMost: '`bufferSize` bytes, of the last `flushInterval`',
} as const;
const direct = { setUp: 'default', receive: 'files' } as const;
const ROTATING = 'maxBytes: 10_000, backupCount: 1000';
/** Few enough for the buffers of the system, whether or not the receiver gets to reading. */
const FEW = 50;
const MAILS = 5;
const store = '100,000 records or 64 MiB: what the store holds';
const unsent = { atOnce: 'lost', onSignal: 'in 2 s', onKill: 'lost' } as const;
const connected = { atOnce: 'at once', onSignal: 'in 2 s', onKill: 'lost', isConnected: true } as const;
/** Node's own streams: to a pipe they write what it takes, and the rest later; to files and terminals, all at once. */
const node = {
  records: FEW,
  atOnce: 'at once',
  onSignal: 'at once',
  onKill: 'at once',
  atMost: 'what a pipe that is full does not take; nothing to files and terminals',
} as const;
const SYSLOG_QUEUE = '`maxBytes` (2 MiB) of messages';

/** In the order of the documentation. */
export const ROWS: readonly ExitRow[] = [
  {
    handler: 'StreamHandler',
    setUp: 'default: stderr',
    make: 'new StreamHandler()',
    receive: 'stderr',
  },
  {
    handler: 'StreamHandler',
    setUp: '`process.stdout`',
    make: 'new StreamHandler(process.stdout)',
    receive: 'stdout',
    ...node,
  },
  {
    handler: 'ConsoleHandler',
    setUp: 'default',
    make: 'new ConsoleHandler()',
    receive: 'stdout',
    ...node,
  },
  { handler: 'FileHandler', make: 'new FileHandler(at)', ...direct },
  { handler: 'FileHandler', make: `new FileHandler(at, { ${BUFFER} })`, ...buffered },
  { handler: 'WatchedFileHandler', make: 'new WatchedFileHandler(at)', ...direct },
  { handler: 'WatchedFileHandler', make: `new WatchedFileHandler(at, { ${BUFFER} })`, ...buffered },
  { handler: 'RotatingFileHandler', make: `new RotatingFileHandler(at, { ${ROTATING} })`, ...direct },
  {
    handler: 'RotatingFileHandler',
    make: `new RotatingFileHandler(at, { ${ROTATING}, ${BUFFER} })`,
    ...buffered,
  },
  {
    handler: 'RotatingFileHandler',
    make: `new RotatingFileHandler(at, { ${ROTATING}, compress: 'gzip' })`,
    receive: 'files',
    setUp: '`compress`',
  },
  {
    handler: 'RotatingFileHandler',
    make: `new RotatingFileHandler(at, { ${ROTATING}, shared: true })`,
    receive: 'files',
    setUp: '`shared`',
  },
  {
    handler: 'TimedRotatingFileHandler',
    make: "new TimedRotatingFileHandler(at, { when: 'S', backupCount: 1000 })",
    ...direct,
  },
  {
    handler: 'TimedRotatingFileHandler',
    make: `new TimedRotatingFileHandler(at, { backupCount: 1000, ${BUFFER} })`,
    ...buffered,
  },
  {
    handler: 'TimedRotatingFileHandler',
    make: "new TimedRotatingFileHandler(at, { when: 'S', backupCount: 1000, compress: 'gzip' })",
    receive: 'files',
    setUp: '`compress`',
  },
  {
    handler: 'TimedRotatingFileHandler',
    make: "new TimedRotatingFileHandler(at, { when: 'S', backupCount: 1000, shared: true })",
    receive: 'files',
    setUp: '`shared`',
  },
  {
    handler: 'MemoryHandler',
    setUp: 'a `FileHandler` behind it',
    make: 'new MemoryHandler(5000, { target: new FileHandler(at) })',
    receive: 'files',
    onKill: 'lost',
    atMost: '`capacity` records',
  },
  {
    handler: 'MemoryHandler',
    setUp: 'an `HTTPHandler` behind it',
    make: "new MemoryHandler(5000, { target: new HTTPHandler(at.split(' ')[0]!) })",
    receive: 'http',
    ...unsent,
    atMost: '`capacity` records, and what is behind it',
  },
  {
    handler: 'QueueHandler',
    setUp: 'a `LogQueue`, a `QueueListener` and a `FileHandler` behind it',
    make: 'listen(new FileHandler(at))',
    receive: 'files',
    onKill: 'lost',
    atMost: "the queue's `capacity` (10,000 records)",
  },
  {
    handler: 'WorkerHandler',
    setUp: 'a `FileHandler` in the worker',
    make: 'new WorkerHandler(() => new Worker(new URL(import.meta.url), { argv: [at] }))',
    receive: 'files',
    onKill: 'lost',
    atMost: 'what the worker has not written yet',
  },
  {
    handler: 'a class of your own',
    setUp: 'holds records until `flush()`',
    make: 'new OwnHandler(at)',
    receive: 'files',
    onKill: 'lost',
    atMost: 'what it holds',
  },
  {
    handler: 'SocketHandler',
    setUp: 'connected',
    make: "new SocketHandler('127.0.0.1', Number(at))",
    receive: 'socket',
    ...connected,
    atMost: store,
  },
  {
    handler: 'SocketHandler',
    setUp: "connected, `codec: 'pickle'`",
    make: "new SocketHandler('127.0.0.1', Number(at), { codec: 'pickle' })",
    receive: 'socket',
    ...connected,
    atMost: store,
  },
  {
    handler: 'SocketHandler',
    setUp: 'not connected yet',
    make: "new SocketHandler('127.0.0.1', Number(at))",
    receive: 'socket',
    ...unsent,
    atMost: store,
  },
  {
    handler: 'DatagramHandler',
    setUp: 'the address is known',
    make: "new DatagramHandler('127.0.0.1', Number(at))",
    receive: 'datagrams',
    records: FEW,
    ...connected,
    atMost: store,
  },
  {
    handler: 'SysLogHandler',
    setUp: 'UDP, the address is known',
    make: "new SysLogHandler({ address: ['127.0.0.1', Number(at)] })",
    receive: 'syslogUDP',
    records: FEW,
    ...connected,
    atMost: SYSLOG_QUEUE,
  },
  {
    handler: 'SysLogHandler',
    setUp: 'TCP, connected',
    make: "new SysLogHandler({ address: ['127.0.0.1', Number(at)], socktype: 'tcp' })",
    receive: 'syslogTCP',
    ...connected,
    atMost: SYSLOG_QUEUE,
  },
  {
    handler: 'SysLogHandler',
    setUp: 'TCP, not connected yet',
    make: "new SysLogHandler({ address: ['127.0.0.1', Number(at)], socktype: 'tcp' })",
    receive: 'syslogTCP',
    ...unsent,
    atMost: SYSLOG_QUEUE,
  },
  {
    handler: 'SysLogHandler',
    setUp: 'unix socket, connected',
    make: 'new SysLogHandler({ address: at })',
    receive: 'syslogUnix',
    records: FEW,
    ...connected,
    atMost: SYSLOG_QUEUE,
  },
  {
    handler: 'SMTPHandler',
    setUp: 'default',
    make: "new SMTPHandler(['127.0.0.1', Number(at)], 'a@x.example', 'b@x.example', 's')",
    receive: 'mail',
    records: MAILS,
    ...unsent,
    atMost: '`capacity` (100) mails',
  },
  {
    handler: 'SMTPHandler',
    setUp: '`digest`',
    make: "new SMTPHandler(['127.0.0.1', Number(at)], 'a@x.example', 'b@x.example', 's', { digest: {} })",
    receive: 'mail',
    ...unsent,
    records: 100,
    atMost: 'the present digest',
  },
  {
    handler: 'NTEventLogHandler',
    setUp: 'default',
    make: 'onWindows(at)',
    receive: 'events',
    onKill: 'lost',
    atMost: '10,000 records or 8 MiB',
  },
  {
    handler: 'HTTPHandler',
    setUp: 'default: a store in memory',
    make: "new HTTPHandler(at.split(' ')[0]!)",
    receive: 'http',
    ...unsent,
    atMost: '10,000 records or 2 MiB: what the store holds',
  },
  {
    handler: 'HTTPHandler',
    setUp: '`store: fileSpool(directory)`',
    make: "new HTTPHandler(at.split(' ')[0]!, { store: fileSpool(at.split(' ')[1]!) })",
    receive: 'http',
    atOnce: 'at the next start',
    onSignal: 'in 2 s',
    onKill: 'at the next start',
  },
];
