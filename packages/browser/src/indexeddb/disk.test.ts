import 'fake-indexeddb/auto';
import { promisifyRequest } from 'idb-keyval';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Disk } from './disk.js';
import { LastWords } from './last-words.js';
import { putOf, storageFor } from './local-storage.testing.js';

let localStorage: Storage;
beforeEach(() => {
  localStorage = storageFor(Infinity);
  vi.stubGlobal('window', { localStorage });
});
afterEach(() => vi.unstubAllGlobals());

const keysIn = (disk: Disk): Promise<IDBValidKey[]> =>
  disk.run('readonly', (rows) => promisifyRequest(rows.getAllKeys()));

describe('what was said last', () => {
  it('is done once, and forgotten', async () => {
    const puts = [putOf(0, 20), putOf(1, 40)];
    new LastWords('once').say([], puts);
    const disk = new Disk('once');
    await disk.hearLastWords();
    expect(await keysIn(disk)).toEqual(puts.map(([key]) => key));
    expect(localStorage.length).toBe(0);
  });

  it('is not done by a tab whose turn comes when another has heard and forgotten it', async () => {
    new LastWords('twice').say([], [putOf(0, 20)]);
    const disk = new Disk('twice');
    const hearing = disk.hearLastWords();
    // The other tab has delivered it, too: put once more, the row would be delivered again.
    localStorage.clear();
    await hearing;
    expect(await keysIn(disk)).toEqual([]);
  });
});
