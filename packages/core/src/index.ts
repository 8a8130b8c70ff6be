export { LoggerAdapter, type LoggerAdapterOptions, type LoggerLike } from './adapter.js';
export { type BasicConfig, basicConfig } from './basic-config.js';
export type { CallOptions, Fields } from './call.js';
export { parseStack, type StackFrame } from './caller.js';
export { captureWarnings } from './capture-warnings.js';
export { getContext, installContext, withContext } from './context.js';
export { ContextFilter } from './context-filter.js';
export { contextToHTML } from './context-html.js';
export { BASIC_FORMAT } from './default-handler.js';
export { DeliveryEngine } from './delivery/engine.js';
export type { EngineOptions } from './delivery/engine-options.js';
export {
  type FetchTransportOptions,
  fetchTransport,
  type HTTPHeaders,
  type HTTPHeadersSource,
  type StandByRequest,
} from './delivery/fetch-transport.js';
export { type MemoryStore, type MemoryStoreOptions, memoryStore } from './delivery/memory-store.js';
export { type EncodedRecord, encodeRecord } from './delivery/record-json.js';
export type { RetryOptions } from './delivery/retry.js';
export type { DeliveryState, DeliveryStats } from './delivery/stats.js';
export type { DropRange, DropReason, Entry, Store, StoreSize, TakeLimit, Taken } from './delivery/store.js';
export type { Batch, Outcome, SendOptions, Transport } from './delivery/transport.js';
export { DropTally } from './drop-tally.js';
export { ConfigError, IndexError, KeyError, OverflowError, ValueError } from './errors.js';
export { explain } from './explain.js';
export { Filter, Filterer, type FilterLike, type FilterResult } from './filter.js';
export { DuplicateFilter, type DuplicateFilterOptions } from './filters/duplicate.js';
export { RateLimitFilter, type RateLimitFilterOptions } from './filters/rate-limit.js';
export { RedactingFilter, type RedactingFilterOptions } from './filters/redacting.js';
export type { Censor } from './filters/redactor.js';
export { SamplingFilter, type SamplingFilterOptions } from './filters/sampling.js';
export { flushHandlers } from './flush-handlers.js';
export { BaseFormatter, type RecordFormatter } from './format/base-formatter.js';
export { BufferingFormatter } from './format/buffering-formatter.js';
export { ColorFormatter, type ColorFormatterOptions } from './format/color.js';
export type { ErrorData } from './format/error-data.js';
export { errorText } from './format/error-text.js';
export { type FormatStyle, Formatter, type FormatterOptions } from './format/formatter.js';
export { inspect } from './format/inspect.js';
export { JSONFormatter } from './format/json.js';
export { type JSONValue, toJSONValue } from './format/json-value.js';
export { LogfmtFormatter } from './format/logfmt.js';
export { PercentFormatter, type PercentFormatterOptions } from './format/percent-formatter.js';
export type { Cleaner, Sanitize } from './format/sanitize.js';
export type { StructuredKey, StructuredOptions } from './format/structured.js';
export type { FieldReader, Style, StyleContext } from './format/style.js';
export type { Zone } from './format/zone.js';
export { Handler } from './handler.js';
export { getHandlerByName, getHandlerNames } from './handler-names.js';
export type { RegisteredHandler } from './handler-registry.js';
export { BufferingHandler } from './handlers/buffering.js';
export { ConsoleHandler, type ConsoleHandlerOptions } from './handlers/console.js';
export { HTTPHandler, type HTTPHandlerOptions } from './handlers/http.js';
export { MemoryHandler, type MemoryHandlerOptions } from './handlers/memory.js';
export { NullHandler } from './handlers/null.js';
export { QueueHandler } from './handlers/queue.js';
export { QueueListener, type QueueListenerOptions } from './handlers/queue-listener.js';
export { StreamHandler } from './handlers/stream.js';
export { type Settings, settings } from './last-resort.js';
export { addLevelName, checkLevel, disable, getLevelName, getLevelNamesMapping } from './level-names.js';
export { withEndDates } from './level-override-text.js';
export { overrideLevels, overrideLevelsFrom } from './level-overrides.js';
export { CRITICAL, DEBUG, ERROR, FATAL, INFO, type Level, NOTSET, WARN, WARNING } from './levels.js';
export { type FunctionWrapper, type LogIfErrorsOptions, logIfErrors } from './log-if-errors.js';
export {
  LogQueue,
  type LogQueueOptions,
  type QueueOverflow,
  type ReadableRecordQueue,
  type RecordQueue,
} from './log-queue.js';
export { Logger, type LoggerClass, type LoggerTree } from './logger.js';
export { type LoggerSinkOptions, loggerSink } from './logger-sink.js';
export { type LoggingContextOptions, loggingContext } from './logging-context.js';
export { getLoggerClass, Manager, PlaceHolder, setLoggerClass } from './manager.js';
export { BraceMessage, DollarMessage, StructuredMessage } from './messages.js';
export { MAX_TIMER_MS, neutralPlatform, randomId } from './neutral-platform.js';
export { parseRecord } from './parse-record.js';
export type * from './platform.js';
export { LogRecord } from './record.js';
export type { MessageArgs, RecordAttributes } from './record-attributes.js';
export {
  getLogRecordFactory,
  type LogRecordFactory,
  type LogRecordFactoryLike,
  makeLogRecord,
  setLogRecordFactory,
} from './record-factory.js';
export { countDropped, reportError } from './report.js';
export {
  critical,
  debug,
  error,
  exception,
  fatal,
  getLogger,
  getStats,
  info,
  log,
  root,
  warn,
  warning,
} from './root.js';
export { shutdown } from './shutdown.js';
export { withStackLimit } from './stack-capture.js';
export { getPlatform, installPlatform, replacePlatform, type Stats } from './state.js';
export { makeTraceparent, type TraceContext, traceContext } from './trace-context.js';
export { describeTree } from './tree-text.js';
export type { WireRecord } from './wire.js';
