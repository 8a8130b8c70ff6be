// `npm run api` writes etc/api/*.api.md from the declarations that were built; with `--check` it only compares.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from './build.mjs';
import { declaredAt, exportsOf, isFile, readModule } from './declarations.mjs';
import { isMain, root } from './run.mjs';

/** The report of one package, by the entries of its manifest. `folder` holds package.json and dist. */
export function reportOf(folder) {
  const { name, exports } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const sections = [
    `# The public API of ${name}\n\nWritten by \`npm run api\`; a change of it is a change for users.`,
  ];
  for (const [entry, conditions] of Object.entries(exports)) {
    const types = conditions.import?.types ?? conditions.types?.import ?? conditions.types;
    if (types === undefined) continue;
    const path = join(folder, types);
    if (!existsSync(path)) throw new Error(`${path} is missing: run \`npm run build\` first`);
    sections.push(`## ${name}${entry.slice(1)}\n\n${sectionOf(path)}`);
  }
  return `${sections.join('\n\n')}\n`;
}

function sectionOf(path) {
  const exported = exportsOf(path);
  const places = new Map([...exported.values()].map((place) => [keyOf(place), place]));
  const hidden = new Map();
  // What the declarations name is part of them, exported or not; the list grows while it is walked.
  const reached = [...places.values()];
  for (const place of reached) {
    for (const next of namedBy(place)) {
      if (places.has(keyOf(next)) || hidden.has(keyOf(next))) continue;
      hidden.set(keyOf(next), next);
      reached.push(next);
    }
  }
  const lines = [...exported].sort(byName).map(([name, place]) => textOf(place, name));
  const more = [...hidden.values()].map((place) => [place.name, place]).sort(byName);
  const text = `\`\`\`ts\n${lines.join('\n')}\n\`\`\``;
  if (more.length === 0) return text;
  return `${text}\n\nNot exported, but named by what is:\n\n\`\`\`ts\n${more.map(([, place]) => textOf(place)).join('\n')}\n\`\`\``;
}

function keyOf({ from, name }) {
  return `${from}#${name}`;
}

function byName([a, placeA], [b, placeB]) {
  return a < b || (a === b && keyOf(placeA) < keyOf(placeB)) ? -1 : 1;
}

/** The declarations that one refers to, in its own module or by import. */
function namedBy(place) {
  if (!isFile(place.from)) return [];
  const { declared, imported, path } = readModule(place.from);
  const names = new Set();
  collectNames(declared.get(place.name), names);
  names.delete(place.name);
  return [...names].flatMap((name) => {
    if (declared.has(name)) return [{ from: path, name }];
    const target = imported.get(name);
    return target === undefined || target.name === '*' || !isFile(target.from) ? [] : [declaredAt(target)];
  });
}

function collectNames(node, names) {
  if (typeof node !== 'object' || node === null) return;
  if (node.type === 'Identifier') names.add(node.name);
  if (node.type === 'TSImportType')
    throw new Error('import() types are not followed: name the type in an import');
  for (const value of Object.values(node)) collectNames(value, names);
}

/** A declaration without its comments; `exported` is its public name, which may be another. */
function textOf(place, exported) {
  if (!isFile(place.from)) {
    const what =
      place.name === '*' ? '*' : `{ ${place.name}${exported === place.name ? '' : ` as ${exported}`} }`;
    return `export ${what} from '${place.from}';`;
  }
  const { text, comments, declared } = readModule(place.from);
  const alias = exported === undefined || exported === place.name ? [] : [`// exported as ${exported}`];
  const statements = declared.get(place.name).map(({ start, end }) => {
    let code = text.slice(start, end);
    for (const comment of comments.toReversed())
      if (comment.start >= start && comment.end <= end)
        code = code.slice(0, comment.start - start) + code.slice(comment.end - start);
    return code.replace(/^(export )?(declare )?/, '').replace(/[ \t]*\n(\s*\n)+/g, '\n');
  });
  return [...alias, ...statements].join('\n');
}

/** Writes or compares the reports of all packages, and returns the files that differ. */
function update(check) {
  const folder = join(root, 'etc/api');
  mkdirSync(folder, { recursive: true });
  const changed = [];
  for (const name of readdirSync(join(root, 'packages'))) {
    const file = join(folder, `${name}.api.md`);
    const report = reportOf(join(root, 'packages', name));
    if (existsSync(file) && readFileSync(file, 'utf8') === report) continue;
    changed.push(`etc/api/${name}.api.md`);
    if (!check) writeFileSync(file, report);
  }
  return changed;
}

if (isMain(import.meta)) {
  const check = process.argv.includes('--check');
  // Who checks has built before: `npm run check` does.
  if (!check) await build().catch((error) => console.error(`build: ${error.message.split('\n')[0]}`));
  const changed = update(check);
  for (const file of changed)
    console.log(check ? `${file}: the public API differs; see \`npm run api\`` : `wrote ${file}`);
  if (check && changed.length > 0) process.exitCode = 1;
}
