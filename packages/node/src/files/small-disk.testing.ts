import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

/** A disk that takes as many bytes as the test allows, then says that it is full. */
export interface SmallDisk {
  /** How many more bytes it takes. */
  room: number;
  /** The most that it takes at a time. */
  atOnce: number;
  /** What it says when it is full. */
  code: string;
  /** How often it was asked to write. */
  calls: number;
  restore(): void;
}

/** Puts a small disk in place of `writeSync`, for the code under test too. */
export function smallDisk(): SmallDisk {
  const { writeSync } = fs;
  const disk: SmallDisk = {
    room: Number.POSITIVE_INFINITY,
    atOnce: Number.POSITIVE_INFINITY,
    code: 'ENOSPC',
    calls: 0,
    restore() {
      fs.writeSync = writeSync;
      syncBuiltinESMExports();
    },
  };
  const write = (
    fd: number,
    bytes: Uint8Array,
    from: number,
    length: number,
    position?: number | null,
  ): number => {
    disk.calls++;
    if (disk.room <= 0) throw Object.assign(new Error(`${disk.code}: write`), { code: disk.code });
    const written = writeSync(fd, bytes, from, Math.min(length, disk.room, disk.atOnce), position);
    disk.room -= written;
    return written;
  };
  fs.writeSync = write as typeof writeSync;
  syncBuiltinESMExports();
  return disk;
}
