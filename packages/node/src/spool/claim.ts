import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { lifeOf, startOf } from '../process-life.js';

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
    if (pid === undefined || lifeOf(Number(pid), start!) !== 'dead') continue;
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
