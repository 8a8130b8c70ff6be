import { type FakePlatform, fakePlatform } from '@loggia/testing';
import { afterEach, beforeEach, expect } from 'vitest';
import { LogRecord } from '../record.js';
import { replacePlatform } from '../state.js';
import { HTTPHandler, type HTTPHandlerOptions } from './http.js';

export const URL_OF_LOGS = 'https://x.example/logs';

/** The platform of the test that runs. */
export let fake: FakePlatform;
/** The handler that the test made last. */
export let handler: HTTPHandler;

/** A batch as the receiver reads it. */
export interface Sent {
  readonly v: number;
  readonly session: string;
  readonly emitted: number;
  readonly sentAt: number;
  readonly resource?: unknown;
  readonly dropped: readonly { from: number; to: number; reason: string; levelno: number }[];
  readonly records: readonly { seq: number; message: string; levelno: number; extra?: unknown }[];
}

/** Gives each test of the file a platform, and checks the account of its handlers in the end. */
export function useHTTP(): void {
  let restore: () => void;
  beforeEach(() => {
    fake = fakePlatform();
    restore = replacePlatform(fake);
  });
  afterEach(() => {
    restore();
    expectBalance(handler);
  });
}

export function use(made: HTTPHandler): HTTPHandler {
  handler = made;
  return made;
}

export function create(options: HTTPHandlerOptions = {}): HTTPHandler {
  return use(new HTTPHandler(URL_OF_LOGS, options));
}

export function log(message: unknown, level = 10, extra: Record<string, unknown> = {}): void {
  const record = new LogRecord('shop', level, '(unknown file)', 0, message, [], null);
  record.extra = extra;
  handler.handle(record);
}

export const sent = (): Sent[] => fake.network.requests.map(({ body }) => JSON.parse(body));
export const seqsSent = (): number[][] => sent().map(({ records }) => records.map(({ seq }) => seq));

/** Whatever happened: what was emitted is delivered, known, rejected, pending or dropped. */
export function expectBalance({ stats }: HTTPHandler): void {
  const { emitted, delivered, duplicates, rejected, pending, dropped } = stats;
  const lost = Object.values(dropped).reduce((sum, count) => sum + count, 0);
  expect(delivered + duplicates + rejected + pending + lost).toBe(emitted);
}
