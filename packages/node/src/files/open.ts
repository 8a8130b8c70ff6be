import { existsSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { ConfigError } from '@loggia/core';

/** What the system's error codes mean for somebody who wants a log file, and what to do. */
const ADVICE: Readonly<Record<string, string>> = {
  EISDIR: 'it is a directory; give the name of a file in it',
  ENOTDIR: 'a part of the path is a file, not a directory; choose another path',
  EEXIST: 'a part of the path is a file, not a directory; choose another path',
  EACCES: 'permission denied; let this user write to the file and its directory, or choose another path',
  EPERM: 'permission denied; let this user write to the file and its directory, or choose another path',
  EROFS: 'the file system is read-only; choose another path',
  ENOSPC: 'no space is left on the device; make room or choose another path',
  EMFILE: 'too many files are open; close some or raise the limit',
  ENAMETOOLONG: 'the name is too long; choose a shorter one',
};

/**
 * Opens a log file for writing and makes the directories that it needs.
 *
 * @returns The file descriptor.
 * @throws ConfigError that names the path and the cure; it has the system's `code`.
 */
export function openForWriting(path: string, mode: 'a' | 'w'): number {
  try {
    try {
      return openSync(path, mode);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      makeDirectories(dirname(path));
      return openSync(path, mode);
    }
  } catch (cause) {
    throw unusable(`open the log file '${path}'`, cause);
  }
}

/**
 * Makes a directory for what belongs to a log file, and those above it, unless it is there.
 *
 * @throws ConfigError that names the path and the cure; it has the system's `code`.
 */
export function makeFolder(path: string): void {
  try {
    makeDirectories(path);
  } catch (cause) {
    throw unusable(`make the directory '${path}'`, cause);
  }
}

function unusable(what: string, cause: unknown): Error {
  const { code = 'ERR', message } = cause as NodeJS.ErrnoException;
  const error = new ConfigError('filename', `cannot ${what}: ${ADVICE[code] ?? message}`, { cause });
  return Object.assign(error, { code });
}

// Not `recursive: true`: Node 20 never returns from that where the system answers ENOENT for good, as in /proc.
function makeDirectories(path: string): void {
  try {
    mkdirSync(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return;
    if (code !== 'ENOENT' || dirname(path) === path || existsSync(dirname(path))) throw error;
    makeDirectories(dirname(path));
    makeDirectories(path);
  }
}
