import { Handler, type LogRecord } from '@loggia/core';

/** Keeps the records that it gets. */
export class Collector extends Handler {
  readonly records: LogRecord[] = [];

  get texts(): string[] {
    return this.records.map((record) => record.getMessage());
  }

  override emit(record: LogRecord): void {
    this.records.push(record);
  }
}
