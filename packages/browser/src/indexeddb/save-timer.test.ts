import { replacePlatform } from '@loggia/core';
import { fakePlatform } from '@loggia/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Disk } from './disk.js';
import { SaveTimer } from './save-timer.js';

const fake = fakePlatform();
let restore: () => void;
let saves: number;
let hasMore: boolean;
let finish: (() => void) | undefined;
let disk: { restsUntil: number };
let timer: SaveTimer;

const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

beforeEach(() => {
  restore = replacePlatform(fake);
  saves = 0;
  hasMore = false;
  finish = undefined;
  disk = { restsUntil: 0 };
  timer = new SaveTimer(disk as Disk, async () => {
    saves++;
    if (finish !== undefined) await new Promise<void>((resolve) => (finish = resolve));
    return hasMore;
  });
});
afterEach(() => restore());

describe('SaveTimer', () => {
  it('saves once for all that asks for it in time, and as soon as the most urgent wants', async () => {
    timer.saveIn(250);
    timer.saveIn(100);
    timer.saveIn(250);
    fake.advance(99);
    expect(saves).toBe(0);
    fake.advance(1);
    expect(saves).toBe(1);
    fake.advance(1000);
    expect(saves).toBe(1);
  });

  it('of a page that nobody sees, saves at once what comes after a silence, and the rest a little later', async () => {
    timer.isAway = true;
    timer.saveIn(250);
    timer.saveIn(250);
    expect(saves).toBe(0);
    await turn();
    expect(saves).toBe(1);
    timer.saveIn(250);
    await turn();
    expect(saves).toBe(1);
    fake.advance(250);
    expect(saves).toBe(2);
  });

  it('does not save while it saves, and goes on after it if there is more', async () => {
    finish = () => {};
    timer.saveIn(100);
    fake.advance(100);
    timer.saveIn(100);
    fake.advance(1000);
    expect(saves).toBe(1);
    hasMore = true;
    finish();
    await turn();
    hasMore = false;
    fake.advance(250);
    expect(saves).toBe(2);
  });

  it('leaves a disk alone that rests', async () => {
    timer.isAway = true;
    disk.restsUntil = fake.now() + 60_000;
    timer.saveIn(250);
    await turn();
    fake.advance(59_999);
    expect(saves).toBe(0);
    fake.advance(1);
    expect(saves).toBe(1);
  });
});
