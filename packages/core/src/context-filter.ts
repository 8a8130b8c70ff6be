import { getContext } from './context.js';
import type { FilterResult } from './filter.js';
import type { LogRecord } from './record.js';

/**
 * Puts the fields of `withContext` into `record.extra`. What the logging call itself gave stays as it is.
 * Every record passes.
 *
 * It asks for the context that is open when it sees the record. So it belongs where records are made: on a
 * logger, for the calls made on that logger itself, or on a handler, for all that reaches it. If the handler
 * buffers or queues, it belongs on that handler, not on those behind it, which run in other contexts.
 *
 * @example
 * ```ts
 * import { ContextFilter, Formatter, StreamHandler } from 'loggia';
 * const handler = new StreamHandler();
 * handler.addFilter(new ContextFilter());
 * handler.setFormatter(new Formatter('%(requestId)s %(message)s', { defaults: { requestId: '-' } }));
 * ```
 */
export class ContextFilter {
  filter(record: LogRecord): FilterResult {
    // Another object, as a filter on one handler may run while another one iterates over the fields.
    record.extra = { ...getContext(), ...record.extra };
    return true;
  }
}
