export { type FileDedupeOptions, type FileDedupeStore, fileDedupeStore } from './dedupe-store.js';
export { readEnvironment } from './environment.js';
export type { EncodingErrors } from './files/encoding.js';
export { UnicodeEncodeError } from './files/encoding.js';
export type { KeepOptions } from './files/retention.js';
export { BaseRotatingHandler, type BaseRotatingOptions } from './handlers/base-rotating.js';
export { DatagramHandler } from './handlers/datagram.js';
export { FileHandler, type FileHandlerOptions } from './handlers/file.js';
export { NTEventLogHandler, type NTEventLogHandlerOptions } from './handlers/nt-event-log.js';
export { RemoteHandler, type RemoteHandlerOptions } from './handlers/remote.js';
export { RotatingFileHandler, type RotatingFileOptions } from './handlers/rotating-file.js';
export {
  type SMTPDigestOptions,
  SMTPHandler,
  type SMTPHandlerOptions,
} from './handlers/smtp.js';
export { SocketHandler, type SocketHandlerOptions } from './handlers/socket.js';
export { SysLogHandler, type SysLogHandlerOptions } from './handlers/syslog.js';
export { TimedRotatingFileHandler, type TimedRotatingFileOptions } from './handlers/timed-rotating-file.js';
export { WatchedFileHandler } from './handlers/watched-file.js';
export { WorkerHandler, type WorkerHandlerOptions, type WorkerSource } from './handlers/worker.js';
export { unpickle } from './pickle/decode.js';
export { pickle } from './pickle/encode.js';
export { UnpicklingError } from './pickle/unpickling-error.js';
export { nodePlatform } from './platform.js';
export {
  DEFAULT_TCP_LOGGING_PORT,
  DEFAULT_UDP_LOGGING_PORT,
  SYSLOG_TCP_PORT,
  SYSLOG_UDP_PORT,
} from './ports.js';
export type { RemoteQueueOptions } from './queues/limits.js';
export { runLogWorker } from './queues/log-worker.js';
export { ProcessQueue } from './queues/process.js';
export { WorkerQueue } from './queues/worker.js';
export type { ReceiverOptions, ReceiverStats } from './receivers/intake.js';
export { type RefusalReason, RefusedError } from './receivers/refusal.js';
export { LogRecordSocketReceiver, type SocketReceiverOptions } from './receivers/tcp.js';
export { LogRecordDatagramReceiver } from './receivers/udp.js';
export type { FileSpoolOptions } from './spool/file-store.js';
export { fileSpool } from './spool.js';
