// Reads layers.txt: who may import whom.

/**
 * Turns the policy into a map from each module to the set of those it may import.
 * Throws where a rule cannot be read, or builds on what has no place yet, which also keeps circles out.
 */
export function parsePolicy(text) {
  const allowed = new Map([['NONE', new Set()]]);
  const banned = [];
  const names = (list) => list.split(',').map((name) => name.trim());
  for (const rule of text
    .replace(/#.*$/gm, '')
    .split(';')
    .map((one) => one.trim())
    .filter(Boolean)) {
    const [, lowers, relation, uppers] = /^([^<!]+)(!?<)([^<!]+)$/.exec(rule) ?? [];
    if (relation === undefined) throw new Error(`layers.txt: cannot read "${rule}"`);
    for (const lower of names(lowers)) {
      if (!allowed.has(lower)) throw new Error(`layers.txt: "${lower}" is used before it is placed`);
      for (const upper of names(uppers)) {
        if (relation === '!<') banned.push([lower, upper]);
        else place(allowed, lower, upper);
      }
    }
  }
  for (const [lower, upper] of banned) allowed.get(upper)?.delete(lower);
  allowed.delete('NONE');
  return allowed;
}

function place(allowed, lower, upper) {
  if (allowed.get(lower).has(upper))
    throw new Error(`layers.txt: "${upper}" is both above and below "${lower}"`);
  const mayImport = allowed.get(upper) ?? new Set();
  if (lower !== 'NONE') mayImport.add(lower);
  for (const one of allowed.get(lower)) mayImport.add(one);
  allowed.set(upper, mayImport);
}
