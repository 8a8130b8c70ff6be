import { type LogRecord, makeLogRecord, reportError, type WireRecord } from '@loggia/core';

/** The record that a text from the other side stands for. What is none is reported, and comes to nothing. */
export function readRecord(text: string): LogRecord | undefined {
  try {
    const wire = JSON.parse(text) as WireRecord;
    const { name, levelno, message } = wire;
    if (typeof name !== 'string' || !Number.isInteger(levelno) || typeof message !== 'string') {
      throw new TypeError(`what came through a queue is no record: ${text.slice(0, 100)}`);
    }
    return makeLogRecord(wire);
  } catch (error) {
    reportError(null, error);
    return undefined;
  }
}
