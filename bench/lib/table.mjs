/** A table in Markdown, its first column to the left. */
export function table(head, rows, align = '---:') {
  const lines = [head, head.map((_, i) => (i === 0 ? '---' : align)), ...rows];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
