import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';

/** The names of directories: the process, when it was started, and something that nobody else has. */
const NAME = /^(\d+)-(\d+)-[0-9a-f]{16}(\.\d+)?$/;

/** Makes a directory in `parent` that belongs to this process as long as it lives. */
export function makeOwnDirectory(parent: string): string {
  const name = `${process.pid}-${startOf(process.pid)}-${randomBytes(8).toString('hex')}`;
  const path = join(parent, name);
  mkdirSync(path, { recursive: true });
  return path;
}

/**
 * Takes over the directories whose processes are gone, by giving them names of ours: of several processes that
 * try, one succeeds.
 */
export function claimAbandoned(parent: string, own: string): string[] {
  const claimed: string[] = [];
  for (const name of readdirSync(parent).sort()) {
    const [, pid, start] = NAME.exec(name) ?? [];
    if (pid === undefined || isAlive(Number(pid), start!)) continue;
    const path = `${own}.${claimed.length}`;
    try {
      renameSync(join(parent, name), path);
      claimed.push(path);
    } catch {
      // Another process was faster.
    }
  }
  return claimed;
}

function isAlive(pid: number, start: string): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  return startOf(pid) === start;
}

// Numbers of processes are used again, in containers at once. Where the system does not tell when a process was
// started, its number has to do.
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The second field, a name in brackets, may hold anything; this is the twenty-second.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '0';
  } catch {
    return '0';
  }
}
