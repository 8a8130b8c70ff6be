/** Both ends belong to the range. */
export interface SeqRange {
  readonly from: number;
  readonly to: number;
}

/** Adds numbers to ranges that end below them. */
export function extend(ranges: SeqRange[], from: number, to: number = from): void {
  if (from > to) return;
  const last = ranges.at(-1);
  if (last !== undefined && last.to === from - 1) ranges[ranges.length - 1] = { from: last.from, to };
  else ranges.push({ from, to });
}

/** What ranges in order have without `from` to `to`. */
export function without(ranges: readonly SeqRange[], from: number, to: number): SeqRange[] {
  return ranges.flatMap((range) => {
    const before = { from: range.from, to: Math.min(range.to, from - 1) };
    const after = { from: Math.max(range.from, to + 1), to: range.to };
    return [before, after].filter((rest) => rest.from <= rest.to);
  });
}

/** Ranges in order and without overlap, so that the work of settling them is bounded by the window. */
export function mergeRanges(ranges: readonly SeqRange[]): SeqRange[] {
  const merged: SeqRange[] = [];
  for (const range of ranges.toSorted((a, b) => a.from - b.from)) {
    const last = merged.at(-1);
    if (last === undefined || range.from > last.to + 1) merged.push(range);
    else merged[merged.length - 1] = { from: last.from, to: Math.max(last.to, range.to) };
  }
  return merged;
}

/** Ranges in order with one more, merged with those that it touches. */
export function including(ranges: readonly SeqRange[], { from, to }: SeqRange): SeqRange[] {
  const found = ranges.findIndex((range) => range.to >= from - 1);
  const at = found < 0 ? ranges.length : found;
  let end = at;
  while (end < ranges.length && ranges[end]!.from <= to + 1) end++;
  const touched = ranges.slice(at, end);
  const merged = {
    from: Math.min(from, touched[0]?.from ?? from),
    to: Math.max(to, touched.at(-1)?.to ?? to),
  };
  return ranges.toSpliced(at, touched.length, merged);
}

/** How many numbers there are in ranges without overlap. */
export function lengthOf(ranges: readonly SeqRange[]): number {
  return ranges.reduce((sum, { from, to }) => sum + to - from + 1, 0);
}
