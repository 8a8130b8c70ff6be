// Reads what TypeScript modules declare and export, from sources and from emitted declarations alike.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parseSync } from 'vite';

/** Modules by path: each is read once. */
const modules = new Map();

/**
 * What a module holds. `declared`: name to statements. `exported`: name to where it is from. `imported`: likewise,
 * for the module's own use. `stars`: the modules of which it exports everything.
 */
export function readModule(path) {
  const known = modules.get(path);
  if (known !== undefined) return known;
  const text = readFileSync(path, 'utf8');
  const { program, comments, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path}: ${errors[0].message}`);
  const module = {
    path,
    text,
    comments,
    declared: new Map(),
    exported: new Map(),
    imported: new Map(),
    stars: [],
  };
  modules.set(path, module);
  for (const statement of program.body) readStatement(module, statement);
  return module;
}

function readStatement(module, statement) {
  const from = statement.source && locate(module.path, statement.source.value);
  if (statement.type === 'ExportAllDeclaration') module.stars.push(from);
  else if (statement.type === 'ImportDeclaration') {
    for (const { local, imported } of statement.specifiers)
      module.imported.set(local.name, { from, name: imported?.name ?? '*' });
  } else if (statement.type === 'ExportNamedDeclaration' && !statement.declaration) {
    for (const { local, exported } of statement.specifiers)
      module.exported.set(exported.name, { from: from ?? module.path, name: local.name });
  } else {
    const declaration = statement.declaration ?? statement;
    for (const name of namesOf(declaration)) {
      module.declared.set(name, [...(module.declared.get(name) ?? []), statement]);
      if (statement.declaration) module.exported.set(name, { from: module.path, name });
    }
  }
}

function namesOf(declaration) {
  return (declaration.declarations ?? [declaration]).flatMap(({ id }) =>
    id?.name === undefined ? [] : [id.name],
  );
}

/** A relative import's file; anything else by its own name. */
function locate(path, specifier) {
  if (!specifier.startsWith('.')) return specifier;
  const stem = resolve(dirname(path), specifier).replace(/\.js$/, '');
  return existsSync(`${stem}.d.ts`) ? `${stem}.d.ts` : `${stem}.ts`;
}

/** Everything a module exports: name to where it is declared; `* package` for all that another package exports. */
export function exportsOf(path) {
  const { exported, stars } = readModule(path);
  const found = new Map();
  for (const star of stars) {
    if (isFile(star)) for (const [name, place] of exportsOf(star)) found.set(name, place);
    else found.set(`* ${star}`, { from: star, name: '*' });
  }
  for (const [name, place] of exported) found.set(name, declaredAt(place));
  return found;
}

/** Follows a name through the modules that pass it on to the one that declares it. */
export function declaredAt(place) {
  if (!isFile(place.from)) return place;
  const module = readModule(place.from);
  if (module.declared.has(place.name)) return place;
  const next = module.exported.get(place.name) ?? module.imported.get(place.name);
  if (next !== undefined) return declaredAt(next);
  for (const star of module.stars) {
    const found = isFile(star) && exportsOf(star).get(place.name);
    if (found) return found;
  }
  throw new Error(`${place.from} exports no ${place.name}`);
}

export function isFile(place) {
  return place.startsWith('/') || /^[a-z]:/i.test(place);
}
