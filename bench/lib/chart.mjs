const BAR = 14;
const GAP = 4;
const LEFT = 90;
const WIDTH = 640;

/** Bars of nanoseconds, one group for each case; the longest bar of a group fills the width. */
export function chart(groups) {
  const parts = [];
  let y = 10;
  for (const { title, rows } of groups) {
    parts.push(`<text x="0" y="${y + 12}" class="title">${escapeXML(title)}</text>`);
    y += 22;
    const longest = Math.max(...rows.map(({ value }) => value));
    for (const { peer, value } of rows) {
      const width = Math.max(1, (value / longest) * (WIDTH - LEFT - 90));
      parts.push(
        `<text x="${LEFT - 6}" y="${y + 11}" class="peer">${escapeXML(peer)}</text>` +
          `<rect x="${LEFT}" y="${y}" width="${width.toFixed(1)}" height="${BAR}" class="${peer === 'loggia' ? 'own' : 'other'}"/>` +
          `<text x="${(LEFT + width + 5).toFixed(1)}" y="${y + 11}">${Math.round(value).toLocaleString('en-US')} ns</text>`,
      );
      y += BAR + GAP;
    }
    y += 14;
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${y}" font-family="system-ui, sans-serif" font-size="11" role="img" aria-label="Nanoseconds a call">
<style>text{fill:#444}.title{font-size:13px;font-weight:600;fill:#222}.peer{text-anchor:end}.own{fill:#2563eb}.other{fill:#c4cbd6}@media(prefers-color-scheme:dark){text{fill:#bbb}.title{fill:#eee}.other{fill:#4b5563}}</style>
${parts.join('\n')}
</svg>
`;
}

function escapeXML(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
