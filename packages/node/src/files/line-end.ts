import { closeSync, fstatSync, ftruncateSync, openSync, readSync } from 'node:fs';

/** How the lines of a file end. */
export interface LineEnd {
  /** May be empty: then nothing is known of lines. */
  readonly bytes: Buffer;
  /** Bytes of the smallest unit of the encoding: a line end begins at a multiple of it. */
  readonly unit: number;
}

const CHUNK = 2 ** 16;

/** Whether a file, which is not empty, has something after its last line end. */
export function endsInLine(path: string, { bytes }: LineEnd): boolean {
  return withFile(path, 'r', (fd, size) => {
    const last = Buffer.alloc(bytes.length);
    readSync(fd, last, 0, last.length, Math.max(0, size - last.length));
    return !last.equals(bytes);
  });
}

/** Cuts off what a file has after its last line end: the line of a process that was killed while it wrote. */
export function cutTornLine(path: string, end: LineEnd): void {
  if (end.bytes.length === 0) return;
  withFile(path, 'r+', (fd, size) => {
    const whole = wholeLines(fd, size, end);
    if (whole < size) ftruncateSync(fd, whole);
  });
}

/** How many bytes of a file are whole lines. */
function wholeLines(fd: number, size: number, { bytes, unit }: LineEnd): number {
  // The parts overlap, so that a line end which lies across two of them is found.
  const part = Buffer.allocUnsafe(CHUNK + bytes.length - 1);
  for (let to = size; to > 0; to -= CHUNK) {
    const from = Math.max(0, to - CHUNK);
    let text = part.subarray(0, readSync(fd, part, 0, Math.min(part.length, size - from), from));
    for (let at = text.lastIndexOf(bytes); at >= 0; at = text.lastIndexOf(bytes)) {
      if ((from + at) % unit === 0) return from + at + bytes.length;
      text = text.subarray(0, at + bytes.length - 1);
    }
  }
  return 0;
}

function withFile<T>(path: string, flags: 'r' | 'r+', work: (fd: number, size: number) => T): T {
  const fd = openSync(path, flags);
  try {
    return work(fd, fstatSync(fd).size);
  } finally {
    closeSync(fd);
  }
}
