import { extend, including, lengthOf, type SeqRange, without } from './seq-ranges.js';

/** What a window remembers, as JSON can hold it. */
export interface SeqMarks {
  readonly base: number;
  /** The bits from `base` on: words of 32 in base 36, lowest first. */
  readonly words: string;
  /** What is not settled below `base`. */
  readonly missed: readonly SeqRange[];
  /** How many more of those there are of which it is not known any more which they are. */
  readonly forgotten: number;
  /** What is settled above the ring. */
  readonly ahead: readonly SeqRange[];
  readonly top: number;
}

/**
 * How many gaps are remembered that the window has moved past, of the oldest of which it is then believed that
 * they arrived; and how many declared drops above it.
 */
const MAX_RANGES = 256;

/**
 * Which numbers of one session are settled: accepted, rejected, or declared as dropped.
 *
 * Everything below `base` is, but for the gaps in `missed`; from `base` on a ring of bits tells, allocated when
 * something first arrives out of order; above the ring, `ahead`. `base` moves up over what is settled, and
 * otherwise only where a record arrives so far ahead that the ring cannot hold both.
 */
export class SeqWindow {
  readonly #size: number;
  #base = 0;
  #bits: Uint32Array | undefined;
  #bitsSet = 0;
  #missed: SeqRange[] = [];
  #forgotten = 0;
  #ahead: SeqRange[] = [];
  #top = -1;

  /** @param size - How far apart two numbers may be for both to be known for sure. */
  constructor(size: number, marks?: SeqMarks) {
    this.#size = size;
    if (marks === undefined) return;
    this.#base = marks.base;
    this.#missed = [...marks.missed];
    this.#forgotten = marks.forgotten;
    marks.words.split('.').forEach((word, at) => {
      const bits = Number.parseInt(word || '0', 36);
      for (let bit = 0; bit < 32; bit++) {
        const seq = marks.base + at * 32 + bit;
        if ((bits >>> bit) & 1) this.addRange({ from: seq, to: seq });
      }
    });
    for (const range of marks.ahead) this.addRange(range);
    this.#top = marks.top;
  }

  /** How many numbers are settled. */
  get count(): number {
    const below = this.#base - lengthOf(this.#missed) - this.#forgotten;
    return below + this.#bitsSet + lengthOf(this.#ahead);
  }

  /** The highest number that is settled, or -1. */
  get top(): number {
    return this.#top;
  }

  has(seq: number): boolean {
    if (seq < this.#base) return !includes(this.#missed, seq);
    return seq < this.#end ? this.#bit(seq) : includes(this.#ahead, seq);
  }

  /** Settles the number of a record that has come. */
  add(seq: number): void {
    if (seq >= this.#end && !this.has(seq)) this.#moveTo(seq - this.#size + 1);
    this.addRange({ from: seq, to: seq });
  }

  /**
   * Settles a range. It never pushes the window on over a gap: what is still to come below a declared drop has
   * not been sent yet.
   *
   * @returns How many of its numbers were not settled before.
   */
  addRange({ from, to }: SeqRange): number {
    const before = this.count;
    if (from < this.#base) this.#fill(from, to);
    if (from <= this.#base && to >= this.#base) this.#jump(to + 1);
    else if (to >= this.#base) {
      for (let seq = from; seq <= Math.min(to, this.#end - 1); seq++) this.#setBit(seq);
      if (to >= this.#end) this.#addAhead({ from: Math.max(from, this.#end), to });
    }
    const added = this.count - before;
    if (added > 0) this.#top = Math.max(this.#top, to);
    return added;
  }

  marks(): SeqMarks {
    const words: string[] = [];
    for (let left = this.#bitsSet, seq = this.#base; left > 0; seq += 32) {
      let word = 0;
      for (let bit = 0; bit < 32 && seq + bit < this.#end; bit++) {
        if (!this.#bit(seq + bit)) continue;
        word |= 1 << bit;
        left--;
      }
      words.push(word === 0 ? '' : (word >>> 0).toString(36));
    }
    return {
      base: this.#base,
      words: words.join('.'),
      missed: this.#missed,
      forgotten: this.#forgotten,
      ahead: this.#ahead,
      top: this.#top,
    };
  }

  get #end(): number {
    return this.#base + this.#size;
  }

  /** Gives up the lower end of the ring, and remembers what is still missing there. */
  #moveTo(base: number): void {
    const end = Math.min(base, this.#end);
    if (this.#bits === undefined) extend(this.#missed, this.#base, end - 1);
    else for (let seq = this.#base; seq < end; seq++) if (!this.#bit(seq)) extend(this.#missed, seq);
    let next = end;
    for (const { from, to } of this.#ahead) {
      extend(this.#missed, next, Math.min(from, base) - 1);
      next = to + 1;
    }
    extend(this.#missed, next, base - 1);
    this.#jump(base);
    this.#forget();
  }

  /** Moves the ring to `base` and on over what is settled, and takes in what then belongs there. */
  #jump(base: number): void {
    this.#clear(this.#base, Math.min(base, this.#end) - 1);
    this.#base = base;
    for (;;) {
      while (this.#bit(this.#base)) this.#clear(this.#base, this.#base++);
      const first = this.#ahead[0];
      if (first === undefined || first.from >= this.#end) return;
      this.#ahead.shift();
      if (first.from <= this.#base) {
        const next = Math.max(this.#base, first.to + 1);
        this.#clear(this.#base, Math.min(next, this.#end) - 1);
        this.#base = next;
        continue;
      }
      const end = Math.min(first.to, this.#end - 1);
      for (let seq = first.from; seq <= end; seq++) this.#setBit(seq);
      if (end < first.to) this.#ahead.unshift({ from: end + 1, to: first.to });
    }
  }

  #addAhead(range: SeqRange): void {
    const ahead = including(this.#ahead, range);
    // What is not noted stays expected; it is not taken for a duplicate should it come.
    if (ahead.length <= MAX_RANGES) this.#ahead = ahead;
  }

  /** Settles what lies in gaps below the window. */
  #fill(from: number, to: number): void {
    if (!this.#missed.some((gap) => gap.from <= to && from <= gap.to)) return;
    this.#missed = without(this.#missed, from, to);
    this.#forget();
  }

  #forget(): void {
    const extra = this.#missed.length - MAX_RANGES;
    if (extra > 0) this.#forgotten += lengthOf(this.#missed.splice(0, extra));
  }

  #clear(from: number, to: number): void {
    if (this.#bits === undefined || to < from) return;
    if (to - from >= this.#size - 1) this.#bitsSet = 0;
    else {
      for (let seq = from; seq <= to; seq++) {
        if (!this.#bit(seq)) continue;
        const at = seq % this.#size;
        this.#bits[at >>> 5]! &= ~(1 << (at & 31));
        this.#bitsSet--;
      }
    }
    if (this.#bitsSet === 0) this.#bits = undefined;
  }

  // The number `seq % size` of the ring is bit `% 32` of a word.
  #bit(seq: number): boolean {
    const at = seq % this.#size;
    return this.#bits !== undefined && ((this.#bits[at >>> 5]! >>> (at & 31)) & 1) === 1;
  }

  #setBit(seq: number): void {
    if (this.#bit(seq)) return;
    this.#bits ??= new Uint32Array(Math.ceil(this.#size / 32));
    const at = seq % this.#size;
    this.#bits[at >>> 5]! |= 1 << (at & 31);
    this.#bitsSet++;
  }
}

function includes(ranges: readonly SeqRange[], seq: number): boolean {
  return ranges.some(({ from, to }) => from <= seq && seq <= to);
}
