/** Both ends belong to the range. */
export interface SeqRange {
  readonly from: number;
  readonly to: number;
}

/** What a window remembers, as JSON can hold it. */
export interface SeqMarks {
  readonly base: number;
  /** What is settled from `base` on. */
  readonly settled: readonly SeqRange[];
  /** What is not settled below `base`. */
  readonly missed: readonly SeqRange[];
}

/** How many gaps are remembered that the window has moved past; of the oldest it is then believed that they arrived. */
const MAX_MISSED = 256;

/**
 * Which numbers of one session are settled: accepted, or declared as dropped.
 *
 * Everything below `base` is, but for the gaps in `missed`; above it a ring of bits tells, allocated when
 * something first arrives out of order. `base` moves up over what is settled, and otherwise only where a
 * number arrives so far ahead that the ring cannot hold both.
 */
export class SeqWindow {
  readonly #size: number;
  #base = 0;
  #bits: Uint32Array | undefined;
  #missed: SeqRange[] = [];

  /** @param size - How far apart two numbers may be for both to be known for sure. */
  constructor(size: number, marks?: SeqMarks) {
    this.#size = size;
    if (marks === undefined) return;
    this.#base = marks.base;
    this.#missed = [...marks.missed];
    for (const range of marks.settled) this.addRange(range);
  }

  has(seq: number): boolean {
    if (seq < this.#base) return !this.#missed.some(({ from, to }) => from <= seq && seq <= to);
    return seq < this.#base + this.#size && this.#bit(seq);
  }

  /** Settles one number. */
  add(seq: number): void {
    if (seq >= this.#base + this.#size) this.#moveTo(seq - this.#size + 1);
    this.addRange({ from: seq, to: seq });
  }

  /**
   * Settles a range, as far as the window goes. It never pushes the window on over a gap: what is still to
   * come below a declared drop has not been sent yet.
   */
  addRange({ from, to }: SeqRange): void {
    if (from < this.#base) this.#fill(from, to);
    if (to < this.#base) return;
    if (from <= this.#base) {
      this.#clear(this.#base, to);
      this.#base = to + 1;
    } else {
      this.#bits ??= new Uint32Array(Math.ceil(this.#size / 32));
      const end = Math.min(to, this.#base + this.#size - 1);
      for (let seq = from; seq <= end; seq++) this.#setBit(seq, true);
    }
    while (this.#bit(this.#base)) this.#setBit(this.#base++, false);
  }

  marks(): SeqMarks {
    const settled: SeqRange[] = [];
    for (let seq = this.#base; this.#bits !== undefined && seq < this.#base + this.#size; seq++) {
      if (this.has(seq)) extend(settled, seq);
    }
    return { base: this.#base, settled, missed: this.#missed };
  }

  /** Gives up the lower end of the ring, and remembers what is still missing there. */
  #moveTo(base: number): void {
    const end = Math.min(base, this.#base + this.#size);
    if (this.#bits === undefined) extend(this.#missed, this.#base, base - 1);
    else {
      for (let seq = this.#base; seq < end; seq++) if (!this.has(seq)) extend(this.#missed, seq);
      if (end < base) extend(this.#missed, end, base - 1);
      this.#clear(this.#base, base - 1);
    }
    this.#base = base;
    this.#forget();
  }

  /** Settles what lies in gaps below the window. */
  #fill(from: number, to: number): void {
    this.#missed = this.#missed.flatMap((gap) => {
      const before = { from: gap.from, to: Math.min(gap.to, from - 1) };
      const after = { from: Math.max(gap.from, to + 1), to: gap.to };
      return [before, after].filter((rest) => rest.from <= rest.to);
    });
    this.#forget();
  }

  #forget(): void {
    if (this.#missed.length > MAX_MISSED) this.#missed = this.#missed.slice(-MAX_MISSED);
  }

  #clear(from: number, to: number): void {
    if (this.#bits === undefined) return;
    if (to - from >= this.#size - 1) this.#bits = undefined;
    else for (let seq = from; seq <= to; seq++) this.#setBit(seq, false);
  }

  // The number `seq % size` of the ring is bit `% 32` of a word.
  #bit(seq: number): boolean {
    const at = seq % this.#size;
    return this.#bits !== undefined && ((this.#bits[at >>> 5]! >>> (at & 31)) & 1) === 1;
  }

  #setBit(seq: number, on: boolean): void {
    if (this.#bits === undefined) return;
    const at = seq % this.#size;
    if (on) this.#bits[at >>> 5]! |= 1 << (at & 31);
    else this.#bits[at >>> 5]! &= ~(1 << (at & 31));
  }
}

/** Adds numbers to ranges that end below them. */
function extend(ranges: SeqRange[], from: number, to: number = from): void {
  const last = ranges.at(-1);
  if (last !== undefined && last.to === from - 1) ranges[ranges.length - 1] = { from: last.from, to };
  else ranges.push({ from, to });
}
