import { type LogRecord, parseRecord, reportError } from '@loggia/core';

/** The record that a text from the other side stands for. What is none is reported, and comes to nothing. */
export function readRecord(text: string): LogRecord | undefined {
  try {
    return parseRecord(text);
  } catch (error) {
    reportError(null, error);
    return undefined;
  }
}
