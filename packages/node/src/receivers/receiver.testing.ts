import { type LogRecord, settings } from '@loggia/core';
import { afterAll, afterEach, beforeAll } from 'vitest';
import type { ReceiverOptions } from './intake.js';
import type { RefusedError } from './refusal.js';

interface Stoppable {
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts receivers that keep what they are sent and refuse, and stops them after each test. Nothing is reported. */
export function useReceivers() {
  // What is refused or goes wrong is reported; here that is the point.
  beforeAll(() => {
    settings.raiseExceptions = false;
  });
  afterAll(() => {
    settings.raiseExceptions = true;
  });
  const started: Stoppable[] = [];
  afterEach(async () => {
    for (const receiver of started.splice(0)) await receiver.stop();
  });
  return async <R extends Stoppable>(make: (options: ReceiverOptions) => R) => {
    const records: LogRecord[] = [];
    const refusals: RefusedError[] = [];
    const receiver = make({
      port: 0,
      onRecord: (record) => records.push(record),
      onRefused: (refusal) => refusals.push(refusal),
    });
    await receiver.start();
    started.push(receiver);
    return { receiver, records, refusals };
  };
}
