import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { lifeOf, placeOfProcess, startOf } from './process-life.js';

/** Where the system tells when processes were started. */
const hasStarts = existsSync('/proc/self/stat');

describe('a process', () => {
  it('that runs is not dead', () => {
    expect(lifeOf(process.pid, startOf(process.pid))).toBe(hasStarts ? 'alive' : 'unknown');
  });

  it('whose number nobody has is dead', () => {
    expect(lifeOf(4_194_305, '1')).toBe('dead');
  });

  it.runIf(hasStarts)('is dead if its number belongs to one that was started at another time', () => {
    expect(lifeOf(process.pid, `${Number(startOf(process.pid)) - 1}`)).toBe('dead');
  });

  it('of which nobody knows when it was started may live', () => {
    expect(lifeOf(process.pid, '0')).toBe('unknown');
  });

  it.runIf(hasStarts)('that was killed is dead before its parent has asked for it', async () => {
    // The shell becomes a program that never asks for its children.
    const child = spawn('sh', ['-c', 'sleep 60 & echo $!; exec sleep 60'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const pid = Number(await new Promise<Buffer>((resolve) => child.stdout.once('data', resolve)));
    const start = startOf(pid);
    expect(lifeOf(pid, start)).toBe('alive');
    process.kill(pid, 'SIGKILL');
    await expect.poll(() => lifeOf(pid, start), { timeout: 10_000 }).toBe('dead');
    expect(process.kill(pid, 0)).toBe(true);
    child.kill('SIGKILL');
  });

  it('lives in a place that is the same for all of a system', () => {
    expect(placeOfProcess()).toMatch(/^[\da-f]{8}$/);
    expect(placeOfProcess()).toBe(placeOfProcess());
  });
});
