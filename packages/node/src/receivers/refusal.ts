/**
 * Why a receiver did not take something:
 *
 * - `tooLong` a frame longer than is allowed, `cutShort` one that never came whole, or not in time;
 * - `notData` bytes that are neither a pickle of plain data nor JSON, `notARecord` data that is no record;
 * - `tooMany` a connection beyond the number that is allowed, `idle` one that has said nothing for too long.
 */
export type RefusalReason = 'tooLong' | 'cutShort' | 'notData' | 'notARecord' | 'tooMany' | 'idle';

/**
 * What a receiver refused. The message says what it was, and never repeats what a stranger wrote at length.
 *
 * @example
 * ```ts
 * import { LogRecordSocketReceiver } from 'loggia/node';
 * const receiver = new LogRecordSocketReceiver({
 *   port: 0,
 *   onRefused: ({ reason, message }) => console.error(reason, message), // notData refused: the class or function os.system
 * });
 * ```
 */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';
  readonly reason: RefusalReason;

  constructor(reason: RefusalReason, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.reason = reason;
  }
}
