import type { Put } from './chunks.js';

/** As browsers have it, with room for so many characters. */
export function storageFor(room: number): Storage {
  const items = new Map<string, string>();
  return {
    get length() {
      return items.size;
    },
    key: (index) => [...items.keys()][index] ?? null,
    getItem: (name) => items.get(name) ?? null,
    removeItem: (name) => void items.delete(name),
    clear: () => items.clear(),
    setItem(name, value) {
      const used = [...items].reduce((sum, [key, text]) => sum + key.length + text.length, 0);
      if (used + name.length + value.length > room) throw new DOMException('full', 'QuotaExceededError');
      items.set(name, value);
    },
  };
}

/** A row as a page says it last. */
export const putOf = (first: number, levelno: number, length = 1): Put => [
  [1.5, 's', first, levelno, length, 1, first, first],
  [[first, levelno, length, 'x'.repeat(length), 7]],
];
