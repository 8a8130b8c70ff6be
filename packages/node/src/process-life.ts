import { createHash } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** What is known of a process from its number alone. */
export type Life = 'alive' | 'dead' | 'unknown';

/**
 * When a process was started, as the system counts it; `'0'` where it does not tell. Numbers of processes are used
 * again, in containers at once.
 */
export function startOf(pid: number): string {
  return statusOf(pid).start;
}

/** Whether the process that had this number at that start still lives. It must be one of this system's numbers. */
export function lifeOf(pid: number, start: string): Life {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return 'dead';
  }
  const found = statusOf(pid);
  if (found.start === '0' || start === '0') return 'unknown';
  // A zombie has ended, though nobody has asked how; in a container it may stay for ever.
  return found.start === start && found.state !== 'Z' ? 'alive' : 'dead';
}

let place: string | undefined;

/** Tells systems apart whose numbers of processes mean different things: hosts, containers, starts of a host. */
export function placeOfProcess(): string {
  if (place !== undefined) return place;
  const boot = textOf(() => readFileSync('/proc/sys/kernel/random/boot_id', 'latin1'));
  const namespace = textOf(() => readlinkSync('/proc/self/ns/pid'));
  const name = boot !== '' && namespace !== '' ? `${boot} ${namespace}` : hostname();
  place = createHash('sha256').update(name).digest('hex').slice(0, 8);
  return place;
}

function statusOf(pid: number): { readonly state: string | undefined; readonly start: string } {
  const stat = textOf(() => readFileSync(`/proc/${pid}/stat`, 'latin1'));
  // The second field, a name in brackets, may hold anything; these are the third and the twenty-second.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return { state: fields[0], start: fields[19] ?? '0' };
}

function textOf(read: () => string): string {
  try {
    return read();
  } catch {
    return '';
  }
}
