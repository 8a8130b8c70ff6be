import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LastWords } from './last-words.js';
import { putOf as put, storageFor } from './local-storage.testing.js';

let localStorage: Storage;
beforeEach(() => {
  localStorage = storageFor(Infinity);
  vi.stubGlobal('window', { localStorage });
});
afterEach(() => vi.unstubAllGlobals());

describe('LastWords', () => {
  it('hears what was said to the same database, until it is forgotten', () => {
    const puts = [put(0, 20), put(1, 40)];
    new LastWords('loggia').say([], puts);
    const next = new LastWords('loggia');
    expect(next.all()).toEqual([[], puts.reverse()]);
    expect(new LastWords('other').all()).toEqual([[], []]);
    next.forget([], puts);
    expect(localStorage.length).toBe(0);
  });

  it('removes what is replaced, unless there is no room for what replaces it', () => {
    const [[old]] = [put(0, 20)];
    const [[same]] = [put(1, 20)];
    new LastWords('loggia').say([old, same], [put(1, 20)]);
    const next = new LastWords('loggia');
    expect(next.all()).toEqual([[old], [put(1, 20)]]);
    next.forget([old], [put(1, 20)]);
    expect(localStorage.length).toBe(0);
    next.say([old], [put(1, 20, 600_000), put(2, 20, 600_000)]);
    expect(next.all()[0]).toEqual([]);
    expect(next.all()[1]).toHaveLength(1);
  });

  it('says the severe first, and no more than leaves the application room, however many pages speak', () => {
    new LastWords('loggia').say([], [put(0, 20, 400_000), put(1, 40, 400_000), put(2, 20, 400_000)]);
    expect(new LastWords('loggia').all()[1]).toEqual([put(1, 40, 400_000), put(0, 20, 400_000)]);
    new LastWords('loggia').say([], [put(3, 50, 400_000)]);
    expect(new LastWords('loggia').all()[1]).toHaveLength(2);
  });

  it('takes what fits if there is less room than that, and nothing if it is refused', () => {
    localStorage = storageFor(1000);
    vi.stubGlobal('window', { localStorage });
    new LastWords('loggia').say([], [put(0, 20, 500), put(1, 20, 500)]);
    expect(new LastWords('loggia').all()).toEqual([[], [put(0, 20, 500)]]);
    const refused = Object.defineProperty({}, 'localStorage', {
      get() {
        throw new DOMException('refused', 'SecurityError');
      },
    });
    vi.stubGlobal('window', refused);
    new LastWords('loggia').say([], [put(0, 20)]);
    expect(new LastWords('loggia').all()).toEqual([[], []]);
  });

  it('removes what cannot be read, and nothing that is not its own', () => {
    localStorage.setItem('loggia/last words/[1.5', '[]');
    localStorage.setItem('cart', 'not JSON');
    expect(new LastWords('loggia').all()).toEqual([[], []]);
    expect(localStorage.getItem('cart')).toBe('not JSON');
    expect(localStorage.length).toBe(1);
  });
});
