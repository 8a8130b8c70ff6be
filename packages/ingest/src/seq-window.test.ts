import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SeqWindow } from './seq-window.js';

const settledBelow = (window: SeqWindow, end: number): number[] =>
  Array.from({ length: end }, (_, seq) => seq).filter((seq) => window.has(seq));

describe('SeqWindow', () => {
  it('knows what was added in any order', () => {
    const window = new SeqWindow(64);
    for (const seq of [0, 1, 5, 3, 63]) window.add(seq);
    expect(settledBelow(window, 70)).toEqual([0, 1, 3, 5, 63]);
  });

  it('holds numbers that are one less than its size apart, in the ring itself', () => {
    const window = new SeqWindow(64);
    window.add(63);
    expect(window.marks()).toMatchObject({ base: 0, missed: [] });
    window.add(64);
    expect(window.marks()).toMatchObject({ base: 1, missed: [{ from: 0, to: 0 }] });
    expect(settledBelow(window, 70)).toEqual([63, 64]);
  });

  it('does not take a late record for a duplicate when the window has moved past it', () => {
    const window = new SeqWindow(64);
    window.add(10);
    window.add(100_000);
    expect(window.has(9)).toBe(false);
    expect(window.has(10)).toBe(true);
    window.add(9);
    expect(window.has(9)).toBe(true);
    expect(window.has(8)).toBe(false);
  });

  it('believes the oldest gaps to have arrived when there are too many to remember', () => {
    const window = new SeqWindow(64);
    for (let i = 1; i <= 400; i++) window.add(i * 1000);
    expect(window.has(1)).toBe(true);
    expect(window.has(399_001)).toBe(false);
    expect(window.marks().missed.length).toBeLessThanOrEqual(256);
  });

  it('moves on over declared drops, however long', () => {
    const window = new SeqWindow(64);
    window.add(0);
    window.addRange({ from: 1, to: 1_000_000 });
    window.add(1_000_001);
    expect(window.marks()).toMatchObject({ base: 1_000_002, words: '', missed: [], ahead: [] });
    expect(window.count).toBe(1_000_002);
  });

  it('forgets the bits of what a range settles: their places in the ring are used again', () => {
    const window = new SeqWindow(64);
    window.add(5);
    window.addRange({ from: 0, to: 10 });
    expect(window.has(5 + 64)).toBe(false);
  });

  it('is not pushed over a gap by a drop that lies far ahead, and remembers it', () => {
    const window = new SeqWindow(64);
    window.addRange({ from: 1_000, to: 2_000 });
    expect(window.marks()).toMatchObject({ base: 0, ahead: [{ from: 1_000, to: 2_000 }] });
    expect([window.has(999), window.has(1_000), window.has(2_001)]).toEqual([false, true, false]);
    window.addRange({ from: 0, to: 998 });
    expect(window.marks()).toMatchObject({ base: 999 });
    window.add(999);
    expect(window.marks()).toMatchObject({ base: 2_001, words: '', ahead: [] });
  });

  it('counts what a range settles that was not settled before', () => {
    const window = new SeqWindow(64);
    window.add(3);
    expect(window.addRange({ from: 0, to: 200 })).toBe(200);
    expect(window.addRange({ from: 100, to: 300 })).toBe(100);
    expect(window.addRange({ from: 400, to: 500 })).toBe(101);
    expect(window.addRange({ from: 450, to: 600 })).toBe(100);
    expect([window.count, window.top]).toEqual([502, 600]);
  });

  it('bears the largest numbers that there are', () => {
    const window = new SeqWindow(64);
    window.add(Number.MAX_SAFE_INTEGER);
    window.addRange({ from: 0, to: Number.MAX_SAFE_INTEGER });
    expect(window.has(5)).toBe(true);
  });

  it('remembers only so many drops ahead, and takes none of the others for settled', () => {
    const window = new SeqWindow(64);
    for (let i = 1; i <= 400; i++) window.addRange({ from: i * 1000, to: i * 1000 + 9 });
    expect(window.marks().ahead.length).toBe(256);
    expect(window.has(400_000)).toBe(false);
  });

  it('comes back from its marks as it was', () => {
    const window = new SeqWindow(64);
    for (const seq of [0, 5, 6, 90, 200]) window.add(seq);
    const again = new SeqWindow(64, JSON.parse(JSON.stringify(window.marks())));
    expect(settledBelow(again, 300)).toEqual(settledBelow(window, 300));
    expect(again.marks()).toEqual(window.marks());
  });

  it('agrees with a plain set, whatever is added', () => {
    const seq = fc.nat(300);
    const step = fc.oneof(
      seq.map((at) => ({ from: at, to: at, isDrop: false })),
      fc.tuple(seq, fc.nat(40)).map(([from, more]) => ({ from, to: from + more, isDrop: true })),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 100 }), (steps) => {
        // As long as the ring is long enough for all, nothing may be forgotten or made up.
        const window = new SeqWindow(352);
        const plain = new Set<number>();
        for (const { from, to, isDrop } of steps) {
          if (isDrop) window.addRange({ from, to });
          else window.add(from);
          for (let one = from; one <= to; one++) plain.add(one);
          expect(window.count).toBe(plain.size);
        }
        expect(window.top).toBe(Math.max(-1, ...plain));
        expect(settledBelow(window, 352)).toEqual([...plain].sort((a, b) => a - b));
      }),
    );
  });

  it('agrees with a plain set also where records and drops move a short window, and it is kept and restored', () => {
    const seq = fc.nat(300);
    const step = fc.tuple(seq, fc.nat(100), fc.boolean(), fc.boolean());
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        let window = new SeqWindow(32);
        const plain = new Set<number>();
        for (const [from, more, isDrop, isKept] of steps) {
          const before = plain.size;
          for (let one = from; one <= from + (isDrop ? more : 0); one++) plain.add(one);
          if (isDrop) expect(window.addRange({ from, to: from + more })).toBe(plain.size - before);
          else window.add(from);
          if (isKept) window = new SeqWindow(32, JSON.parse(JSON.stringify(window.marks())));
          expect(window.count).toBe(plain.size);
        }
        expect(settledBelow(window, 450)).toEqual([...plain].sort((a, b) => a - b));
      }),
    );
  });

  it('agrees with a plain set for single numbers also when the window moves', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(300), { maxLength: 60 }), (seqs) => {
        const window = new SeqWindow(32);
        for (const seq of seqs) window.add(seq);
        expect(settledBelow(window, 340)).toEqual([...new Set(seqs)].sort((a, b) => a - b));
      }),
    );
  });
});
