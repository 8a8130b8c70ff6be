import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const FILE = 'note';

/** What {@link writeNote} has left in a folder; empty if there is nothing, or not all of it. */
export function readNote(folder: string): string {
  try {
    const [note, rest] = readFileSync(join(folder, FILE), 'utf8').split('\n');
    return rest === undefined ? '' : note!;
  } catch {
    return '';
  }
}

/** Leaves one line of text for other processes, if that is possible. Only one at a time may do so. */
export function writeNote(folder: string, note: string): void {
  try {
    writeFileSync(join(folder, FILE), `${note}\n`);
  } catch {
    // A full disk; the others find out for themselves, to the second.
  }
}
