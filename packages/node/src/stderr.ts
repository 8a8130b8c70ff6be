import type { TextSink } from '@loggia/core';
import { builtin } from './builtin.js';
import { PATIENCE_MS, writeSome } from './files/write-some.js';

/** A stream of the process itself. */
export interface StandardStream extends TextSink {
  readonly fd: number;
  /** Whether it is a terminal, so that colours make sense. */
  readonly isTTY: boolean;
}

/**
 * The process's standard error. Text is written when `write` returns, also while the process exits. It never throws:
 * where nobody reads (a closed pipe, a terminal that is gone) the text is dropped, and a reader who pauses is waited
 * for once, not once a line.
 */
export function standardError(fd = 2): StandardStream {
  let patienceMs = PATIENCE_MS;
  return {
    fd,
    get isTTY() {
      return builtin('node:tty').isatty(fd);
    },
    write(text) {
      const bytes = Buffer.from(text);
      try {
        for (let done = 0; done < bytes.length; ) {
          done += writeSome(fd, bytes, done, bytes.length, patienceMs);
          patienceMs = PATIENCE_MS;
        }
      } catch {
        patienceMs = 0;
      }
    },
  };
}
