import type { DropRange } from './store.js';

/** Ranges above which neighbours of different reason or level are merged too, since memory comes first. */
const MAX_EXACT_RANGES = 1000;

/**
 * The drops of one session that no receiver has acknowledged, as ranges in the order of seq. Adjacent ranges
 * merge, so there are at most {@link MAX_EXACT_RANGES} more of them than there are gaps between drops.
 */
export class DropLedger {
  #ranges: DropRange[] = [];

  get size(): number {
    return this.#ranges.length;
  }

  /** The oldest ranges. They are never changed afterwards: a range that grows is another one. */
  first(count: number): readonly DropRange[] {
    return this.#ranges.slice(0, count);
  }

  /** Adds what is not in it yet. */
  add(range: DropRange): void {
    const ranges = this.#ranges;
    const index = this.#indexAfter(range.from);
    let added = range;
    let [start, end] = [index, index];
    const before = ranges[index - 1];
    const after = ranges[index];
    if (before !== undefined && before.to === added.from - 1 && this.#mayMerge(before, added)) {
      added = merged(before, added);
      start--;
    }
    if (after !== undefined && after.from === added.to + 1 && this.#mayMerge(added, after)) {
      added = merged(added, after);
      end++;
    }
    ranges.splice(start, end - start, added);
  }

  /** Forgets what was declared, and keeps what has been added to those ranges since. */
  remove(declared: readonly DropRange[]): void {
    if (declared.length === 0) return;
    const kept: DropRange[] = [];
    let next = 0;
    for (const range of this.#ranges) {
      let { from } = range;
      while (next < declared.length && declared[next]!.to < from) next++;
      for (let i = next; i < declared.length && declared[i]!.from <= range.to; i++) {
        if (declared[i]!.from > from) kept.push({ ...range, from, to: declared[i]!.from - 1 });
        from = Math.max(from, declared[i]!.to + 1);
      }
      if (from <= range.to) kept.push(from === range.from ? range : { ...range, from });
    }
    this.#ranges = kept;
  }

  #mayMerge(a: DropRange, b: DropRange): boolean {
    return this.#ranges.length >= MAX_EXACT_RANGES || (a.reason === b.reason && a.levelno === b.levelno);
  }

  /** The index of the first range that begins after `seq`. */
  #indexAfter(seq: number): number {
    let low = 0;
    let high = this.#ranges.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#ranges[middle]!.from > seq) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}

// Of two that differ, the more severe speaks for both: a loss is rather overstated.
function merged(a: DropRange, b: DropRange): DropRange {
  const { reason, levelno } = a.levelno >= b.levelno ? a : b;
  return { from: a.from, to: b.to, reason, levelno };
}
