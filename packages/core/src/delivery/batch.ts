import type { Taken } from './store.js';

/** What {@link encodeBatch} writes around records and drops, at most: the names, the session and three numbers. */
export const ENVELOPE_BYTES = 160;

/**
 * The wire form of a batch: one JSON object, joined from the records' ready texts.
 *
 * @param resource - The JSON of what the program says about itself; empty for nothing.
 * @param sentAt - Seconds since the epoch.
 */
export function encodeBatch(taken: Taken, resource: string, sentAt: number): string {
  const { session, emitted, entries, dropped } = taken;
  const about = resource === '' ? '' : `"resource":${resource},`;
  const records = entries.map((entry) => entry.text).join(',');
  return `{"v":1,"session":${JSON.stringify(session)},"emitted":${emitted},"sentAt":${sentAt},${about}"dropped":${JSON.stringify(dropped)},"records":[${records}]}`;
}
