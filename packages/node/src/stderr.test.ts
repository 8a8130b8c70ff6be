import { openSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type SmallDisk, smallDisk } from './files/small-disk.testing.js';
import { standardError } from './stderr.js';

let disk: SmallDisk;
beforeEach(() => {
  disk = smallDisk();
});
afterEach(() => disk.restore());

describe('standard error', () => {
  it('does not throw where nobody reads', () => {
    disk.code = 'EPIPE';
    disk.room = 0;
    standardError().write('lost\n');
    expect(disk.calls).toBe(1);
  });

  it('waits for a reader who pauses, once and not long', () => {
    const sink = standardError(openSync('/dev/null', 'w'));
    disk.code = 'EAGAIN';
    disk.room = 0;
    sink.write('lost\n');
    const waited = disk.calls;
    expect(waited).toBeGreaterThan(10);
    expect(waited).toBeLessThan(100);
    sink.write('lost too\n');
    expect(disk.calls).toBe(waited + 1);
    disk.room = 5;
    sink.write('told\n');
    sink.write('lost\n');
    expect(disk.calls).toBeGreaterThan(2 * waited);
  });

  it('writes the rest of a text that was taken in part', () => {
    disk.atOnce = 2;
    standardError(openSync('/dev/null', 'w')).write('12345');
    expect(disk.calls).toBe(3);
  });
});
