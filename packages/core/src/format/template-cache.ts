/** Templates kept. Programs have few formats; those who make them up at run time must not fill the memory. */
const MAX_KEPT = 500;
/** Longer formats are not kept: they are data more likely than formats. */
const MAX_LENGTH = 1000;

/** Remembers what `compile` makes of a format. */
export function cached<T>(compile: (format: string) => T): (format: string) => T {
  const kept = new Map<string, T>();
  // A call is read, and then its text made: the same format comes twice in a row.
  let lastFormat: string | undefined;
  let last: T;
  const find = (format: string): T => {
    const known = kept.get(format);
    if (known !== undefined) return known;
    const template = compile(format);
    if (format.length <= MAX_LENGTH) {
      // All at once: to keep an order of use would cost every hit something.
      if (kept.size >= MAX_KEPT) kept.clear();
      kept.set(format, template);
    }
    return template;
  };
  return (format) => {
    if (format !== lastFormat) {
      last = find(format);
      lastFormat = format;
    }
    return last;
  };
}
