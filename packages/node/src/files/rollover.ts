import { existsSync, readdirSync, renameSync, statSync, unlinkSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';

/** What is added to the name of a file that was compressed. */
export const GZIP = '.gz';

/** Which archives a directory holds. */
export interface ArchiveSearch {
  /** The name of any archive, to know the directory. */
  readonly sample: string;
  /** What tells one archive from another in their names. */
  readonly pattern: RegExp;
  /** What may follow the name: nothing, or {@link GZIP} too. */
  readonly endings: readonly string[];
  /** The whole path of the archive with that mark. */
  nameOf(mark: string): string;
}

/** Whether something has the name that is no regular file: a device, a pipe, a directory. */
export function isSpecial(path: string): boolean {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats !== undefined && !stats.isFile();
}

/** Removes a file, unless it is gone already. */
export function remove(path: string): void {
  try {
    unlinkSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}

/**
 * Moves each numbered archive to the next number, so that number 1 becomes free. The one with the number `count`
 * is given up.
 *
 * @param onlyToGap - Move only those below the first free number: after a rollover that failed half-way, the
 * others have been moved already, and each further attempt would give one up.
 */
export function shiftNumbered(
  nameOf: (number: number) => string,
  count: number,
  endings: readonly string[],
  onlyToGap: boolean,
): void {
  const isThere = (number: number): boolean => endings.some((ending) => existsSync(nameOf(number) + ending));
  let free = onlyToGap ? 1 : count;
  while (free < count && isThere(free)) free++;
  for (let number = free - 1; number > 0; number--) {
    if (!isThere(number)) continue;
    const [from, to] = [nameOf(number), nameOf(number + 1)];
    for (const ending of endings) {
      if (existsSync(from + ending)) renameSync(from + ending, to + ending);
      else remove(to + ending);
    }
  }
  for (const ending of endings) remove(nameOf(1) + ending);
}

/**
 * The archives that are there, whoever made them: paths without ending, and the mark of each. Only what
 * `nameOf` could have named counts, so that other files are safe.
 */
export function findArchives({ sample, pattern, endings, nameOf }: ArchiveSearch): Map<string, string> {
  const found = new Map<string, string>();
  const directory = dirname(resolve(sample));
  for (const file of filesIn(directory)) {
    for (const ending of endings) {
      if (!file.endsWith(ending)) continue;
      const name = file.slice(0, file.length - ending.length);
      const mark = marksIn(name, pattern).find((one) => {
        const path = resolve(nameOf(one));
        return basename(path) === name && dirname(path) === directory;
      });
      if (mark !== undefined) found.set(join(directory, name), mark);
    }
  }
  return found;
}

/** The names of files in a directory; none if there is no directory. */
export function filesIn(directory: string): string[] {
  return existsSync(directory) ? readdirSync(directory) : [];
}

/** All that the pattern finds, overlapping ones too. */
function marksIn(name: string, pattern: RegExp): string[] {
  const marks: string[] = [];
  const search = new RegExp(pattern.source, 'g');
  for (let match = search.exec(name); match !== null; match = search.exec(name)) {
    marks.push(match[0]);
    search.lastIndex = match.index + 1;
  }
  return marks;
}
