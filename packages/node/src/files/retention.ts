import { statSync } from 'node:fs';
import { ConfigError } from '@loggia/core';

/**
 * How many archives are kept. What goes beyond any of the limits is deleted at the start and after each
 * rollover, the oldest first; the file that is being written does not count. What earlier runs left does.
 */
export interface KeepOptions {
  /** How many archives there may be. Default: as many as there are. */
  readonly files?: number | undefined;
  /** How many days ago an archive may have been written to last; may be a fraction. Default: any. */
  readonly days?: number | undefined;
  /** How many bytes the archives may have together. Default: any number. */
  readonly bytes?: number | undefined;
}

const LIMITS = ['files', 'days', 'bytes'];
const DAY_MS = 86_400_000;

/** @throws ConfigError that names the limit which makes no sense. */
export function checkKeep(keep: KeepOptions): KeepOptions {
  for (const [name, limit] of Object.entries(keep)) {
    if (!LIMITS.includes(name)) {
      throw new ConfigError(`keep.${name}`, `unknown limit '${name}'. Use ${LIMITS.join(', ')}`);
    }
    if (limit === undefined || (typeof limit === 'number' && limit >= 0)) continue;
    throw new ConfigError(`keep.${name}`, `keep.${name} is a number from 0 up, not ${String(limit)}`);
  }
  return keep;
}

/**
 * The archives that are to be deleted.
 *
 * @param archives - Their names, the oldest first.
 * @param filesOf - The files of an archive that are there.
 */
export function beyondLimits(
  archives: readonly string[],
  filesOf: (archive: string) => string[],
  { files = Infinity, days = Infinity, bytes = Infinity }: KeepOptions,
  nowMs: number,
): string[] {
  const tooOld = nowMs - days * DAY_MS;
  let room = bytes;
  let left = files;
  return archives.toReversed().filter((archive) => {
    const stats = filesOf(archive).flatMap((file) => statSync(file, { throwIfNoEntry: false }) ?? []);
    // Once there is no room for one, there is none for those before it either, however small.
    for (const { size } of stats) room -= size;
    return --left < 0 || room < 0 || stats.every(({ mtimeMs }) => mtimeMs < tooOld);
  });
}
