import { Handler } from '../handler.js';
import type { LogRecord } from '../record.js';

/**
 * Does nothing. A library adds one to its top logger, so that its records are not printed by the last
 * resort in programs that configure no logging.
 *
 * @example
 * ```ts
 * import { getLogger, NullHandler } from 'loggia';
 * getLogger('my-library').addHandler(new NullHandler());
 * ```
 */
export class NullHandler extends Handler {
  override handle(_record: LogRecord): false {
    return false;
  }

  override emit(_record: LogRecord): void {}
}
