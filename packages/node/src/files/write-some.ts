import { writeSync } from 'node:fs';

/** How long a reader who does not read is waited for, in ms, before the first text for it is given up. */
export const PATIENCE_MS = 200;
/** The longest single wait, in ms: short enough that a reader which catches up is noticed soon. */
const NAP_MS = 5;
let sleeper: Int32Array<SharedArrayBuffer> | undefined;

/** Sleeps, and everything in this thread with it: only where there is no other way, and never for long. */
export function nap(ms: number): void {
  sleeper ??= new Int32Array(new SharedArrayBuffer(4));
  Atomics.wait(sleeper, 0, 0, ms);
}

/**
 * Writes some of the bytes, and at least one of them. A pipe or terminal that is full for now
 * (`EAGAIN`) is waited for, asleep, up to `patienceMs`.
 *
 * @param position - Where in the file; null: where it stands.
 * @returns How many bytes were written: the system may take less than it was given.
 * @throws The system's error, `EAGAIN` included once patience is at an end.
 */
export function writeSome(
  fd: number,
  bytes: Uint8Array,
  from: number,
  to: number,
  patienceMs: number,
  position: number | null = null,
): number {
  for (let waited = 0; ; waited += NAP_MS) {
    try {
      const written = writeSync(fd, bytes, from, to - from, position);
      if (written > 0) return written;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN' || waited >= patienceMs) throw error;
    }
    if (waited >= patienceMs) throw Object.assign(new Error('nothing could be written'), { code: 'EAGAIN' });
    nap(NAP_MS);
  }
}
