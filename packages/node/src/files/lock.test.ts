import fs, { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { replacePlatform } from '@loggia/core';
import { type FakePlatform, fakePlatform } from '@loggia/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { placeOfProcess, startOf } from '../process-life.js';
import { FileLock, makeOwner } from './lock.js';

let directory: string;
let platform: FakePlatform;
let restore: () => void;
beforeEach(() => {
  directory = join(mkdtempSync(join(tmpdir(), 'loggia-lock-')), 'lock');
  platform = fakePlatform({ startMs: Date.now() });
  restore = replacePlatform(platform);
});
afterEach(() => {
  restore();
  rmSync(join(directory, '..'), { recursive: true, force: true });
});

/** Lets somebody hold the lock, since some seconds. */
const heldBy = (owner: string, seconds = 0): void => {
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, `held.${owner}.${platform.now() - seconds * 1000}`), '');
};
const start = startOf(process.pid);
const place = placeOfProcess();
const DEAD = `4194305-1-${place}-00000001`;
const REUSED = `${process.pid}-${Number(start) + 1}-${place}-00000001`;
const ELSEWHERE = `${process.pid}-${start}-00000000-00000001`;

describe('a lock', () => {
  it('is held by one at a time, who gives it back', () => {
    const [a, b] = [new FileLock(directory), new FileLock(directory)];
    expect(a.tryAcquire()).toBe('free');
    expect(b.tryAcquire()).toBe(undefined);
    expect([a.isHeld, b.isHeld]).toEqual([true, false]);
    a.release();
    expect(b.tryAcquire()).toBe('free');
    expect(readdirSync(directory)).toHaveLength(1);
  });

  it('comes into being once, whoever is first', () => {
    const locks = Array.from({ length: 5 }, () => new FileLock(directory));
    expect(locks.filter((lock) => lock.tryAcquire() === 'free')).toHaveLength(1);
    expect(readdirSync(join(directory, '..'))).toEqual(['lock']);
  });

  it('comes into being again when somebody has removed it', () => {
    const lock = new FileLock(directory);
    lock.tryAcquire();
    rmSync(directory, { recursive: true });
    lock.release();
    expect(lock.isHeld).toBe(false);
    platform.advance(10);
    expect(lock.tryAcquire()).toBe('free');
  });

  it('that is given back undone is abandoned for the next', () => {
    const [a, b] = [new FileLock(directory), new FileLock(directory)];
    a.tryAcquire();
    a.release(false);
    expect(b.tryAcquire()).toBe('abandoned');
  });

  it('throws where it cannot be', () => {
    writeFileSync(join(directory, '..', 'file'), '');
    const lock = new FileLock(join(directory, '..', 'file', 'lock'));
    expect(() => lock.tryAcquire()).toThrow('ENOTDIR');
  });
});

describe('the lock of a process that', () => {
  it('is dead is abandoned at once', () => {
    heldBy(DEAD);
    expect(new FileLock(directory).tryAcquire()).toBe('abandoned');
  });

  it.skipIf(start === '0')('is dead is abandoned though another has its number now', () => {
    heldBy(REUSED);
    expect(new FileLock(directory).tryAcquire()).toBe('abandoned');
  });

  it('is dead is taken by one of two who try', () => {
    heldBy(DEAD);
    const [a, b] = [new FileLock(directory), new FileLock(directory)];
    expect(a.tryAcquire()).toBe('abandoned');
    expect(b.tryAcquire()).toBe(undefined);
  });

  it('is dead is taken by one of two who see that at the same time', () => {
    heldBy(DEAD);
    const [slow, fast] = [new FileLock(directory), new FileLock(directory)];
    const { renameSync } = fs;
    let answer: unknown;
    fs.renameSync = ((...names: Parameters<typeof renameSync>) => {
      fs.renameSync = renameSync;
      syncBuiltinESMExports();
      answer = fast.tryAcquire();
      renameSync(...names);
    }) as typeof renameSync;
    syncBuiltinESMExports();
    expect(slow.tryAcquire()).toBe(undefined);
    expect(answer).toBe('abandoned');
    expect([slow.isHeld, fast.isHeld]).toEqual([false, true]);
  });

  it('lives is not taken, and not looked at for each record', () => {
    heldBy(makeOwner());
    const lock = new FileLock(directory);
    expect(lock.tryAcquire()).toBe(undefined);
    rmSync(directory, { recursive: true });
    expect(lock.tryAcquire()).toBe(undefined);
    platform.advance(10);
    expect(lock.tryAcquire()).toBe('free');
  });

  it('lives is taken when it has not been renewed for a minute, and a second after that was seen', () => {
    heldBy(makeOwner(), 61);
    const lock = new FileLock(directory);
    expect(lock.tryAcquire()).toBe(undefined);
    platform.advance(900);
    expect(lock.tryAcquire()).toBe(undefined);
    platform.advance(100);
    expect(lock.tryAcquire()).toBe('abandoned');
  });

  it('lives is its own as long as it renews it', () => {
    const [a, b] = [new FileLock(directory), new FileLock(directory)];
    a.tryAcquire();
    for (let i = 0; i < 10; i++) {
      platform.advance(30_000);
      expect(b.tryAcquire()).toBe(undefined);
      expect(a.renew()).toBe(true);
    }
    expect(a.age).toBe(0);
  });

  it('was frozen for long is another’s, which it learns when it renews it', () => {
    const [a, b] = [new FileLock(directory), new FileLock(directory)];
    a.tryAcquire();
    platform.advance(60_000);
    expect(b.tryAcquire()).toBe(undefined);
    platform.advance(1000);
    expect(b.tryAcquire()).toBe('abandoned');
    expect(a.renew()).toBe(false);
    a.release();
    expect(b.renew()).toBe(true);
  });

  it('lives elsewhere is taken after a minute', () => {
    heldBy(ELSEWHERE, 59);
    const lock = new FileLock(directory);
    expect(lock.tryAcquire()).toBe(undefined);
    platform.advance(1000);
    expect(lock.tryAcquire()).toBe('abandoned');
  });
});
