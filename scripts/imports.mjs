// What a TypeScript file imports, types included. The sources are formatted, so statements start their lines.
const STATEMENT =
  /^(import\s+(?:type\s+)?(?:[\w$*{][^'"=;(]*?\sfrom\s+)?|export\s+(?:type\s+)?[*{][^'"=;(]*?\sfrom\s+)['"]([^'"]+)['"]/gm;
const EXPRESSION = /\bimport\(\s*['"]([^'"]+)['"]/g;

/** Every import of a source text: where from, whether it is a re-export, and whether it is of types alone. */
export function importsOf(text) {
  const found = Array.from(text.matchAll(STATEMENT), ([, head, from]) => ({
    from,
    isExport: head.startsWith('export'),
    isType: /^(import|export)\s+type\b/.test(head),
  }));
  const code = text.replace(/^\s*(\*|\/\/|\/\*).*$/gm, '');
  for (const [, from] of code.matchAll(EXPRESSION)) found.push({ from, isExport: false, isType: false });
  return found;
}
