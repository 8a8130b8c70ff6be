import { type LogRecord, loggerSink, reportError } from '@loggia/core';
import { decodeRecord } from './decode-record.js';
import { type RefusalReason, RefusedError } from './refusal.js';

/** What both receivers can be told. */
export interface ReceiverOptions {
  /** The address to listen at. Default `127.0.0.1`: pickles as data only are harmless, but anyone could fill the log. */
  readonly host?: string;
  /** The port; 0 for any free one. Default Python's: 9020 for TCP, 9021 for UDP. */
  readonly port?: number;
  /** Where records go. Default: to `handle` of the logger that each one names, as in Python's cookbook. */
  readonly onRecord?: (record: LogRecord) => void;
  /** Called with each refusal, which says its reason. Default: the first one of each reason is reported on stderr. */
  readonly onRefused?: (refusal: RefusedError) => void;
  /** The longest record, in bytes. Default 1,048,576. */
  readonly maxFrameBytes?: number;
}

/** What a receiver has taken and refused so far. */
export interface ReceiverStats {
  readonly received: number;
  readonly refused: Readonly<Record<RefusalReason, number>>;
}

export const DEFAULT_MAX_FRAME_BYTES: number = 2 ** 20;

/** Takes payloads from strangers: records go on, refusals are named and counted. It never throws. */
export class Intake {
  #received = 0;
  readonly #refused: Record<RefusalReason, number> = {
    tooLong: 0,
    cutShort: 0,
    notData: 0,
    notARecord: 0,
    tooMany: 0,
    idle: 0,
  };
  readonly #onRecord: (record: LogRecord) => void;
  readonly #onRefused: ((refusal: RefusedError) => void) | undefined;

  constructor({ onRecord = loggerSink({ maxLoggers: 10_000, maxLevels: 32 }), onRefused }: ReceiverOptions) {
    this.#onRecord = onRecord;
    this.#onRefused = onRefused;
  }

  get stats(): ReceiverStats {
    return { received: this.#received, refused: { ...this.#refused } };
  }

  /** @returns Whether it was a record. */
  take(payload: Uint8Array): boolean {
    let record: LogRecord;
    try {
      record = decodeRecord(payload);
    } catch (error) {
      this.refuse(
        error instanceof RefusedError
          ? error
          : new RefusedError('notARecord', 'a record is broken', { cause: error }),
      );
      return false;
    }
    this.#received++;
    try {
      this.#onRecord(record);
    } catch (error) {
      reportError(record, error);
    }
    return true;
  }

  refuse(refusal: RefusedError): void {
    const { reason } = refusal;
    this.#refused[reason]++;
    try {
      if (this.#onRefused !== undefined) this.#onRefused(refusal);
      // Strangers must not be able to fill the place where errors go.
      else if (this.#refused[reason] === 1) reportError(null, refusal);
    } catch (error) {
      reportError(null, error);
    }
  }
}
