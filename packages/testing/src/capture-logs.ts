import { Formatter, getLogger, Handler, type Level, type Logger, type LogRecord, NOTSET } from '@loggia/core';

/** What {@link captureLogs} caught; disposing of it lets go of the logger. */
export interface CapturedLogs extends Disposable {
  readonly records: readonly LogRecord[];
  /** One text a record, as `LEVEL:name:message`. */
  readonly lines: readonly string[];
}

/**
 * Catches what is logged to a logger and below, instead of its handlers, until it is disposed of.
 *
 * @param logger - A logger or its name. Default: the root.
 * @param level - The level meanwhile. Default `NOTSET`: everything.
 * @example
 * ```ts
 * import { captureLogs } from '@loggia/testing';
 * import { getLogger } from 'loggia';
 * using logs = captureLogs('shop');
 * getLogger('shop.cart').info('added %d', 3);
 * logs.lines; // ['INFO:shop.cart:added 3']
 * ```
 */
export function captureLogs(logger: Logger | string = '', level: Level = NOTSET): CapturedLogs {
  const target = typeof logger === 'string' ? getLogger(logger) : logger;
  const { handlers, level: levelBefore, propagate, disabled } = target;
  const capture = new CapturingHandler();
  target.handlers = [capture];
  // The root cannot leave its level to anyone: 1 lets through what NOTSET would below it.
  target.setLevel(level === NOTSET ? 1 : level);
  target.propagate = false;
  target.disabled = false;
  return {
    records: capture.records,
    lines: capture.lines,
    [Symbol.dispose](): void {
      target.handlers = handlers;
      target.level = levelBefore;
      target.propagate = propagate;
      target.disabled = disabled;
      void capture.close();
    },
  };
}

class CapturingHandler extends Handler {
  readonly records: LogRecord[] = [];
  readonly lines: string[] = [];

  constructor() {
    super();
    this.setFormatter(new Formatter('%(levelname)s:%(name)s:%(message)s', { sanitize: 'off' }));
  }

  override emit(record: LogRecord): void {
    this.records.push(record);
    this.lines.push(this.format(record));
  }
}
