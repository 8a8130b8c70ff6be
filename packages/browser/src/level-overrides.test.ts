import { DEBUG, getLogger, INFO, replacePlatform, WARNING } from '@loggia/core';
import { fakePlatform } from '@loggia/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type AllowedOverrides, allowLevelOverrides } from './level-overrides.js';

const fake = fakePlatform();
let restore: () => void;
let stored: Map<string, string>;
let undo: Disposable | undefined;

beforeEach(() => {
  restore = replacePlatform(fake);
  stored = new Map();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => stored.set(key, value),
    removeItem: (key: string) => stored.delete(key),
  });
});
afterEach(() => {
  undo?.[Symbol.dispose]();
  vi.unstubAllGlobals();
  restore();
});

function open(search: string, allowed: AllowedOverrides): void {
  undo?.[Symbol.dispose]();
  vi.stubGlobal('location', { search });
  undo = allowLevelOverrides(allowed);
}

function levelOf(name: string): number {
  return getLogger(name).getEffectiveLevel();
}

describe('allowLevelOverrides', () => {
  it('takes levels from the address, if that is allowed', () => {
    open('?a=1&loggia=p1.db:DEBUG&loggia=p1:INFO', { storage: true });
    expect(levelOf('p1.db')).toBe(WARNING);
    open('?a=1&loggia=p1.db:DEBUG&loggia=p1:INFO', { query: true });
    expect([levelOf('p1.db'), levelOf('p1')]).toEqual([DEBUG, INFO]);
    undo?.[Symbol.dispose]();
    expect(levelOf('p1.db')).toBe(WARNING);
  });

  it('takes levels from the storage, if that is allowed', () => {
    stored.set('loggia', 'p2=DEBUG');
    open('', { query: true });
    expect(levelOf('p2')).toBe(WARNING);
    open('', { storage: true });
    expect([levelOf('p2'), stored.get('loggia')]).toEqual([DEBUG, 'p2=DEBUG']);
  });

  it('lets the address have the last word', () => {
    stored.set('loggia', 'p3=DEBUG');
    open('?loggia=p3=INFO', { query: true, storage: true });
    expect(levelOf('p3')).toBe(INFO);
  });

  it('ends what is stored in its time, however often the page is loaded', () => {
    stored.set('loggia', 'p4=DEBUG@15m');
    open('', { storage: true });
    fake.advance(10 * 60_000);
    open('', { storage: true });
    expect(levelOf('p4')).toBe(DEBUG);
    fake.advance(5 * 60_000);
    expect(levelOf('p4')).toBe(WARNING);
    open('', { storage: true });
    expect([levelOf('p4'), stored.has('loggia')]).toEqual([WARNING, false]);
  });

  it('never throws: it tells of what it cannot read, and does without a storage', () => {
    const { length } = fake.stderrText;
    open('?loggia=p5:LOUD,p6:DEBUG', { query: true, storage: true });
    expect(levelOf('p6')).toBe(DEBUG);
    expect(fake.stderrText.slice(length)).toMatch(/^\?loggia: .*"p5": unknown level "LOUD".*\n$/);
    vi.stubGlobal('localStorage', undefined);
    open('', { storage: true });
    vi.stubGlobal('location', undefined);
    allowLevelOverrides({ query: true });
  });
});
